"""What is true of hall and cabinet after each step of a history (design §7)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis.stateful import invariant
from sqlalchemy import select

from app.cityhall.dropoffs.models import DropOff
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import OVER
from app.cityhall.people.models import Person
from app.database import session
from tests.lockers.both.story import Story
from tests.lockers.model import GRACE, openings

NUMBERED = ("laid_in", "emptied", "verified")
A_MOMENT = timedelta(seconds=2)


class Truths(Story):
    """Asked again after every step."""

    @invariant()
    def one_parcel_in_a_compartment_and_none_in_a_free_one(self) -> None:
        session().rollback()
        living = select(Parcel.compartment).where(Parcel.state.not_in([*map(str, OVER), "emptied"]))
        ours = [one.parcel for one in self.papers]
        _each_once(session().scalars(living.where(Parcel.id.in_(ours))).all())
        doors = self.street.doors() if ours else {}
        _each_once([door.ref for door in doors.values() if door.ref])
        assert [one for one in self.papers if one.lies_in and doors[one.lies_in].state == "free"] == []

    @invariant()
    def what_was_laid_in_has_one_number_from_the_moment_the_door_closed(self) -> None:
        session().rollback()
        ours = select(DropOff).where(DropOff.id.in_([one.parcel for one in self.papers]))
        numbered = [one for one in session().scalars(ours) if one.state in NUMBERED]
        assert self.town.numbers_given() == len(numbered)
        for dropped in numbered:
            assert dropped.entry is not None
            assert dropped.trouble == ""
            assert dropped.closed_at == self._closed(str(dropped.id))
            assert timedelta(0) <= dropped.closed_at - dropped.entry.arrived_at < A_MOMENT

    def _closed(self, ref: str) -> datetime:
        """When the door closed on papers, as the hall first heard."""
        laid_in = (
            one
            for one in self.town.heard
            if (one["type"], one["ref"], one["purpose"]) == ("door.closed", ref, "deposit")
        )
        return datetime.fromisoformat(next(one["at"] for one in laid_in if one["state"] == "occupied"))

    @invariant()
    def doors_opened_for_a_right_or_by_name_and_each_right_once(self) -> None:
        times: dict[str, list[datetime]] = defaultdict(list)
        for one in openings(self.town.all_told):
            if one["grant"]:
                times[one["grant"]].append(datetime.fromisoformat(one["at"]))
            else:
                # Who moved papers stands in the journal; the controller only knows that an operator did.
                assert one["reason"] == "moved" or self.town.knows(Person, one["actor"]), one
        for told, opened in times.items():
            self._was_right(UUID(told.partition(":")[0]), opened)

    def _was_right(self, grant_id: UUID, opened: list[datetime]) -> None:
        assert max(opened) - min(opened) <= timedelta(seconds=GRACE)
        (grant,) = [one for paper in self.papers for one in self.codes(paper) if one.id == grant_id]
        assert grant.not_before - A_MOMENT <= min(opened) <= grant.not_after + A_MOMENT

    @invariant()
    def nothing_is_ticked_that_still_lies_there(self) -> None:
        session().rollback()
        out = select(DropOff.id).where(DropOff.state.in_(["emptied", "verified"]))
        taken = set(session().scalars(out.where(DropOff.id.in_([one.parcel for one in self.papers]))))
        assert [one for one in self.papers if one.parcel in taken and one.lies_in] == []


def _each_once(found: Sequence[object]) -> None:
    assert len(found) == len(set(found)), found
