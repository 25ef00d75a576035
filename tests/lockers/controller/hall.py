"""What the hall and its operators ask of a controller, each answer as the model has it."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.outside.lockers import GrantTold
from tests.lockers.controller.story import PICK, Story
from tests.lockers.model import OPENS, Booking, Right, best
from tests.lockers.street import SITE
from tests.simulators.hands import sha256

WINDOWS = st.sampled_from([(-50, 3_700), (-50, 86_450), (450, 7_250), (-7_250, -50)])


class HallAsks(Story):
    """Compartments kept and given back, rights told, doors opened by name, papers moved, doors blocked."""

    @rule(size=st.sampled_from("SSML"), accessible=st.booleans())
    def reserves(self, size: str, accessible: bool) -> None:
        ref = f"p-{len(self.bookings)}"
        said = self._ask(self.bank.reserve, ref=ref, size=size, accessible=accessible)
        number = best(list(self.places.values()), size, accessible)
        if number is None:
            assert said == "none_free"
            return
        assert said.compartment == number
        place = self.places[number]
        assert not place.paper, "a door with somebody's paper in it was given away"
        place.state, place.ref = "reserved", ref
        self.bookings.append(Booking(said.id, ref, number))

    @precondition(lambda self: self.bookings)
    @rule(
        which=PICK,
        window=WINDOWS,
        purpose=st.sampled_from(["deposit", "collect", "collect"]),
        factor=st.sampled_from(["", "", "01021990"]),
        more=st.booleans(),
    )
    def tells_a_right(
        self, which: int, window: tuple[int, int], purpose: str, factor: str, more: bool
    ) -> None:
        booking = self._booking(which)
        number = sum(len(one.rights) for one in self.bookings)
        starts, ends = (self.now + each for each in window)
        new = Right(f"g-{number}", booking.ref, purpose, f"FH1:{number:032}", f"{number:08}", starts, ends)
        new.factor = factor
        if not more:
            for right in booking.rights:
                right.revoked = True
        booking.rights.append(new)
        self._tell(booking)

    @precondition(lambda self: self.bookings)
    @rule(which=PICK)
    def takes_all_rights_back(self, which: int) -> None:
        booking = self._booking(which)
        for right in booking.rights:
            right.revoked = True
        self._tell(booking)

    @precondition(lambda self: any(one.version for one in self.bookings))
    @rule(which=PICK)
    def tells_an_older_list(self, which: int) -> None:
        told = [one for one in self.bookings if one.version]
        booking = told[which % len(told)]
        said = self._ask(self.bank.grant, reservation=booking.id, version=booking.version - 1, grants=[])
        assert said == "stale"

    @precondition(lambda self: self.bookings)
    @rule(which=PICK, purpose=st.sampled_from(["deposit", "deposit", "take_back"]))
    def operator_opens(self, which: int, purpose: str) -> None:
        booking = self._booking(which)
        place = self.places[booking.number]
        said = self._ask(self.bank.open, reservation=booking.id, purpose=purpose, actor="Elena")
        if booking.over:
            assert said in {"unknown_reservation", "wrong_state"}
        elif place.door == "open":
            assert said == (place.number if place.purpose == purpose else "wrong_state")
        elif place.state not in OPENS[purpose]:
            assert said == "wrong_state"
        else:
            self._springs_open(place, purpose, said, place.number)

    @rule(number=st.integers(1, 6))
    def operator_opens_to_look(self, number: int) -> None:
        place = self.places[number]
        said = self._ask(self.bank.open_compartment, compartment=number, actor="Elena", reason="curățenie")
        if place.door == "open":
            assert said in {"wrong_state", None}
        else:
            self._springs_open(place, "service", said, None)

    @precondition(lambda self: self.bookings)
    @rule(which=PICK)
    def gives_back(self, which: int) -> None:
        booking = self._booking(which)
        place = self.places[booking.number]
        said = self._ask(self.bank.cancel, reservation=booking.id)
        if booking.over:
            assert said is None
        elif place.state != "reserved":
            assert said == "occupied"
        elif place.door == "open":
            assert said == "wrong_state"
        else:
            assert said is None
            self._ends(place)

    @precondition(lambda self: self.bookings)
    @rule(which=PICK)
    def moves_the_papers(self, which: int) -> None:
        """An operator got them out of a door that is stuck, and lays them into another."""
        booking = self._booking(which)
        old = self.places[booking.number]
        said = self._ask(self.bank.move, reservation=booking.id)
        size, accessible = old.size, old.accessible
        number = best(list(self.places.values()), size, accessible)
        if booking.over:
            assert said == "unknown_reservation"
        elif old.door == "open":
            assert said == "wrong_state"
        elif number is None:
            assert said == "none_free"
        else:
            assert said == number
            new = self.places[number]
            assert not new.paper
            nothing_yet = old.state == "reserved"
            old.state, old.ref, old.paper = "blocked", "", ""
            new.state, new.ref, booking.number = "reserved", booking.ref, number
            if nothing_yet:
                return  # else a door would close on nothing, and seem to have papers in it
            new.door, new.purpose = "open", "deposit"
            self.opened.append((number, "deposit"))

    @rule(number=st.integers(1, 6), back=st.booleans())
    def takes_out_of_service(self, number: int, back: bool) -> None:
        place = self.places[number]
        if back and place.paper:
            return  # whoever looked into it has seen the paper
        if back:
            said = self._ask(self.bank.unblock, compartment=number)
            fits = place.state in {"blocked", "needs_check", "free"} and place.door != "open"
        else:
            said = self._ask(self.bank.block, compartment=number, reason="curățenie")
            fits = place.state in {"free", "blocked"} and place.door != "open"
        assert (said is None) == fits, said
        if fits:
            self._ends(place)
            place.state = "free" if back else "blocked"

    def _tell(self, booking: Booking) -> None:
        booking.version += 1
        living = [self._as_told(one) for one in booking.rights if not one.revoked]
        said = self._ask(self.bank.grant, reservation=booking.id, version=booking.version, grants=living)
        assert said is None

    def _as_told(self, right: Right) -> GrantTold:
        now = self.street.now
        return GrantTold(
            id=right.id,
            purpose=right.purpose,
            token_sha256=sha256(right.token),
            pin_sha256=sha256(f"{right.pin}:{SITE}"),
            factor_sha256=sha256(f"{right.factor}:{right.id}:{SITE}") if right.factor else "",
            not_before=now + timedelta(seconds=right.starts - self.now),
            not_after=now + timedelta(seconds=right.ends - self.now),
        )
