"""The end of a history: all is repaired, heard and taken home; then hall and cabinet say the same."""

from datetime import datetime, timedelta

from app.cityhall.dropoffs import queries as dropoffs
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.lockers.models import Parcel
from app.cityhall.registry.rules import romanian_day
from tests.lockers.both.dropoffs import DropOffs
from tests.lockers.both.operators import Operators
from tests.lockers.both.pickups import PickUps
from tests.lockers.both.story import Paper

ENDS = {"collect": "collected", "take_back": "returned", "": "cancelled"}


class Ending(PickUps, DropOffs, Operators):
    """Nobody's paper is forgotten; a parcel that no operator can bring to an end has been lost."""

    def teardown(self) -> None:
        if not self.papers:
            return
        self._the_storm_is_over()
        for paper in self.papers:
            self._has_a_next_date(paper)
        for paper in self.papers:
            self._is_brought_to_an_end(paper)
        for paper in self.papers:
            self._ended_truly(paper)
            self.town.ends[self._end(paper)] += 1
        self._hall_and_cabinet_agree()
        assert self.town.gives_up_nothing() == []

    def _the_storm_is_over(self) -> None:
        self.street.misbehaves(lose_response=0, fail_next=0)
        for number in self.street.doors():
            self.street.hand(number, "unjam")
        self._all_hear()
        for number, door in self.street.doors().items():
            if door.state == "blocked":
                self.unblocks(number)
        self._all_hear()
        assert self.town.looks_at_the_cabinet()

    def _all_hear(self) -> None:
        for opened in self.standing():
            self.close(opened, careless=False)
        self.look()
        self.town.works()
        self.town.reads_post()

    def _has_a_next_date(self, paper: Paper) -> None:
        """Whoever looks at a living parcel can say by when somebody has to do something about it."""
        parcel = self.town.known(paper.parcel)
        if parcel is None or parcel.over:
            return
        assert (self._of_drop_off(paper) if paper.handed_in else self._of_pick_up(paper, parcel)) is not None

    def _of_drop_off(self, paper: Paper) -> datetime | None:
        dropped = self.dropped(paper)
        if dropped.closed_at is None:
            return dropped.window_until
        days = dropoffs.policy(dropped.institution_id, "check_days", romanian_day(self.town.now))
        return dropped.closed_at + timedelta(days=days)

    def _of_pick_up(self, paper: Paper, parcel: Parcel) -> datetime | None:
        (envelope,) = self.codes(paper, "envelope")
        return parcel.expires_at if parcel.state == "ready" else envelope.not_after

    def _is_brought_to_an_end(self, paper: Paper) -> None:
        for _ in range(8):
            if self._is_over(paper):
                return
            if paper.handed_in:
                self._hall_takes_in(paper)
            elif (parcel := self.town.parcel(paper.parcel)).state == "recalled":
                self.town.orders_open(parcel, "take_back")
            else:
                self.takes_back(paper)
            self.look()
            self._all_hear()
        raise AssertionError(f"stays for ever: {paper}")

    def _is_over(self, paper: Paper) -> bool:
        if paper.handed_in:
            kept = self.town.known(paper.parcel)
            return self.dropped(paper).state in {"verified", "lapsed", "given_up"} and (not kept or kept.over)
        return self.town.parcel(paper.parcel).over

    def _hall_takes_in(self, paper: Paper) -> None:
        state = self.dropped(paper).state
        if state == "laid_in":
            self.empties(paper)
        elif state == "emptied":
            self.verifies(paper)
        else:
            self.street.passes(25 * 3600)
            self.town.rounds()

    def _ended_truly(self, paper: Paper) -> None:
        assert paper.lies_in == 0, paper
        parcel = self.town.known(paper.parcel)
        if paper.handed_in:
            self._drop_off_ended_truly(paper, self.dropped(paper), parcel)
        else:
            assert parcel is not None
            assert (parcel.state, parcel.ended_at is None) == (ENDS[paper.went], False), paper

    def _end(self, paper: Paper) -> str:
        if paper.handed_in:
            return f"handed in: {self.dropped(paper).state}"
        return f"pick-up: {self.town.parcel(paper.parcel).state}"

    def _drop_off_ended_truly(self, paper: Paper, dropped: DropOff, parcel: Parcel | None) -> None:
        if paper.went:
            assert (dropped.state, parcel and parcel.state) == ("verified", "verified"), paper
        else:
            assert dropped.state in {"lapsed", "given_up"}, paper
            assert dropped.entry_id is None
            assert parcel is None or parcel.state == "cancelled"

    def _hall_and_cabinet_agree(self) -> None:
        self.street.passes(1)
        assert self.town.looks_at_the_cabinet()
        doors = self.street.doors()
        assert {(one.state, one.door) for one in doors.values()} == {("free", "closed")}
        assert self.town.map() == {number: (door.state, door.door) for number, door in doors.items()}
