"""What operators do at the cabinet's map: look in, move papers, take doors out of service and back."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.cityhall.cabinets import compartments, queries
from app.cityhall.cabinets.models import Compartment
from app.cityhall.lockers.rules import OVER
from app.cityhall.people.rights import Actor
from app.journey.lockers import cabinet_hands
from app.refusal import Refusal
from tests.lockers.both.story import PICK, Paper, Story
from tests.lockers.street import SITE

GONE = {*map(str, OVER), "emptied", "lapsed", "asked", "given_up"}


class Operators(Story):
    """Elena looks after the cabinet; each of her deeds is in the journal before a door moves."""

    @rule(number=st.integers(1, 6))
    def looks_in(self, number: int) -> None:
        self._at(number, lambda *at: cabinet_hands.open_door(*at[:2], "curățenie", *at[2:]))

    @rule(number=st.integers(1, 6))
    def takes_out_of_service(self, number: int) -> None:
        self._at(number, lambda *at: cabinet_hands.block(*at[:2], "curățenie", *at[2:]))

    @rule(number=st.integers(1, 6))
    def puts_back_into_service(self, number: int) -> None:
        """She looks into it first; papers that lie there stay out of anybody else's hands."""
        if not self.lying(number):
            self.unblocks(number)

    def unblocks(self, number: int) -> None:
        self._at(number, cabinet_hands.unblock)

    @precondition(lambda self: self._to_move())
    @rule(which=PICK)
    def moves_the_papers(self, which: int) -> None:
        """She got them out of a door that is stuck, and another opens; or nothing lay there yet."""
        found = self._to_move()
        paper = found[which % len(found)]
        parcel = self.town.parcel(paper.parcel)
        if paper.lies_in and self.street.doors()[paper.lies_in].ref != str(paper.parcel):
            return  # they are out of the stuck door already, and not yet in the other
        with suppress(Refusal):  # none is free, it stands open, or the cabinet is silent
            cabinet_hands.move(parcel, self._elena(), self.town.hall.house, self.town.now)
        self.look()

    @rule()
    def the_map_is_drawn_anew(self) -> None:
        """Each minute; then the hall knows where every paper lies, also of those moved unheard."""
        if not self.town.looks_at_the_cabinet():
            return
        doors = self.street.doors().values()
        where = {door.ref: door.number for door in doors if door.ref}
        for paper in self.papers:
            if str(paper.parcel) in where and (parcel := self.town.known(paper.parcel)) and not parcel.over:
                assert parcel.compartment == where[str(paper.parcel)], paper

    def _to_move(self) -> list[Paper]:
        return [one for one in self.papers if self.states.get(one.parcel, "lapsed") not in GONE]

    def _at(self, number: int, does: Callable[..., None]) -> None:
        cabinet = queries.cabinet(SITE)
        door: Compartment = compartments.door(cabinet.id, number)
        with suppress(Refusal):  # it is open, taken, jammed, or the cabinet is silent
            does(door, cabinet, self._elena(), self.town.hall.house, self.town.now)
        self.look()

    def _elena(self) -> Actor:
        return self.town.hall.actor("Elena")
