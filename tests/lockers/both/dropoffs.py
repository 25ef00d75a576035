"""What citizens hand in: prepared, laid in or not, given up, lapsed; emptied and ticked by a clerk."""

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.cityhall import submissions
from app.cityhall.dropoffs import queries
from app.cityhall.dropoffs.models import DropOff
from app.database import session, transaction
from app.journey.lockers import dropoff_checks, dropoff_preparing
from app.refusal import Refusal
from tests.journey.test_dropoffs import ANNEX, IOANA, drafted
from tests.lockers.both.story import PICK, Paper, Story


class DropOffs(Story):
    """The other way through the same doors."""

    @rule(size=st.sampled_from("SSM"))
    def somebody_prepares(self, size: str) -> None:
        """Asks for a door, and gets one, unless none is free, three are kept, or the cabinet is silent."""
        self.town.works()  # also sets the hall's clock
        hall, who = self.town.hall, self.town.hall.actor(IOANA)
        wanted = dropoff_preparing.Wanted("cabinet-1", size, (ANNEX,))
        draft_id = drafted(hall)
        with suppress(Refusal):
            with transaction():
                draft = submissions.mine(draft_id, who.person_id, lock=True)
                made = dropoff_preparing.of_request(draft, wanted, who, self.town.now).id
            self.papers.append(Paper(made))
            dropoff_preparing.keep_door(made, hall.house, self.town.now)
            door = self.town.parcel(made).compartment
            assert not self.lying(door), "a door with paper in it was given away"
        self.town.works()
        self.look()

    @rule(heard=st.booleans())
    def papers_are_laid_in(self, heard: bool) -> None:
        """All went well so far: prepared, opened by its code, closed; the hall may have heard of it."""
        many = len(self.papers)
        self.somebody_prepares("S")
        if len(self.papers) == many:
            return
        paper = self.papers[-1]
        for one in self.codes(paper, "depositor"):
            self.shows(paper, one)
        for opened in self.standing():
            if opened["ref"] == str(paper.parcel):
                self.close(opened, careless=False)
        self.look()
        if heard:
            self.town.reads_post()

    @precondition(lambda self: any(one.handed_in for one in self.papers))
    @rule(which=PICK, typed=st.booleans())
    def somebody_comes_to_lay_in(self, which: int, typed: bool) -> None:
        """With the code of the cover sheet; also too late, or a second time."""
        ours = [one for one in self.papers if one.handed_in]
        paper = ours[which % len(ours)]
        for one in self.codes(paper, "depositor"):
            self.shows(paper, one, typed=typed)

    @precondition(lambda self: self.in_state("prepared", handed_in=True))
    @rule(which=PICK)
    def somebody_gives_up(self, which: int) -> None:
        paper = self.pick(which, "prepared", handed_in=True)
        with transaction():
            dropoff_preparing.give_up(self.dropped(paper), self.town.hall.actor(IOANA), self.town.now)
        self.town.works()
        self.look()

    @precondition(lambda self: self.in_state("laid_in", handed_in=True))
    @rule(which=PICK)
    def clerk_empties(self, which: int) -> None:
        self.empties(self.pick(which, "laid_in", handed_in=True))
        self.look()

    def empties(self, paper: Paper) -> None:
        with transaction():
            dropoff_checks.ask_to_open(self.dropped(paper), self.town.hall.actor("Elena"), self.town.now)
        self.town.works()

    @precondition(lambda self: self.in_state("emptied", handed_in=True))
    @rule(which=PICK, there=st.booleans())
    def clerk_ticks(self, which: int, there: bool) -> None:
        self.verifies(self.pick(which, "emptied", handed_in=True), there=there)

    def verifies(self, paper: Paper, *, there: bool = True) -> None:
        """Only what was taken out can be ticked."""
        assert paper.went == "take_back", "the hall believes that papers were taken out which lie there"
        elena, said = self.town.hall.actor("Elena"), "received" if there else "absent"
        with transaction():
            dropped = self.dropped(paper)
            dropoff_checks.note_found(dropped, {ANNEX["code"]: said}, elena)
            dropoff_checks.verify(dropped, elena, self.town.hall.house, self.town.now)
        self.town.works()

    def dropped(self, paper: Paper) -> DropOff:
        session().rollback()
        found = queries.get(paper.parcel)
        assert found is not None
        return found
