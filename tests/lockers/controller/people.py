"""Who stands before the cabinet: owners with a code, thieves, whoever closes a door."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.lockers.controller.story import PICK, Story
from tests.lockers.model import ONCE_CLOSED, Booking, Place, Right, refusals


class PeopleCome(Story):
    """Codes shown rightly, too late, twice, at the wrong door; doors closed with care and without."""

    @precondition(lambda self: any(one.rights for one in self.bookings))
    @rule(which=PICK, how=st.sampled_from(["token", "pin"]), factor=st.sampled_from(["", "good", "bad"]))
    def shows(self, which: int, how: str, factor: str) -> None:
        rights = [right for booking in self.bookings for right in booking.rights]
        right = rights[which % len(rights)]
        booking = next(one for one in self.bookings if right in one.rights)
        place = self.places[booking.number]
        says = {"good": right.factor, "bad": "31121999"}.get(factor, "")
        shown = right.token if how == "token" else right.pin
        said = self._show(credential=shown, compartment=None if how == "token" else place.number, factor=says)
        guessable = how == "pin" or bool(says)  # a QR alone is never locked out
        if guessable and self.keypad.locked(self.now):
            assert said == "locked"
        elif right.revoked:
            assert said == "unknown"
            if guessable:
                self.keypad.wrongly(self.now)
        else:
            self._comes(right, booking, place, says, said)

    def _comes(self, right: Right, booking: Booking, place: Place, says: str, said: Any) -> None:
        wrong = refusals(right, booking, place, self.now)
        if right.factor and says != right.factor:
            asks = {"factor_wrong"} if says else {"factor_needed"}
            assert said in wrong | asks
            if said == "factor_wrong":
                self.keypad.wrongly(self.now)
        elif wrong:
            assert said in wrong, (said, wrong)
        else:
            assert not isinstance(said, str), said
            assert (said.compartment, said.ref, said.purpose) == (place.number, right.ref, right.purpose)
            self._right_opens(right, booking, place)

    def _right_opens(self, right: Right, booking: Booking, place: Place) -> None:
        assert place.paper in {"", right.ref}, "somebody else's paper was shown"
        if right.used_at is None:
            right.used_at = self.now
        if place.door == "open":
            return
        if not place.ref:  # within the grace, a door that nobody else has been given
            place.ref, place.state, booking.over = right.ref, "occupied", False
        place.door, place.purpose = "open", right.purpose
        self.opened.append((place.number, right.purpose))

    @rule(number=st.integers(1, 6), guess=st.sampled_from(["99999999", "00000000", "pin"]))
    def guesses_a_pin(self, number: int, guess: str) -> None:
        """A thief; `pin`: a real one, at another door than its own."""
        others = [r.pin for b in self.bookings for r in b.rights if b.number != number]
        real = {r.pin for b in self.bookings for r in b.rights if b.number == number}
        shown = others[0] if guess == "pin" and others else "99999999"
        if shown in real:
            return
        said = self._show(credential=shown, compartment=number)
        if self.keypad.locked(self.now):
            assert said == "locked"
        else:
            assert said == "unknown"
            self.keypad.wrongly(self.now)

    @rule(token=st.sampled_from(["FH1:" + "A" * 32, "FH1:", "", "'; --", "ă" * 40]))
    def shows_a_picture_of_something(self, token: str) -> None:
        said = self._show(credential=token)
        assert said == "unknown"  # no digits, no guess: neither counted nor locked out

    @precondition(lambda self: self._standing())
    @rule(which=PICK, careless=st.booleans())
    def closes(self, which: int, careless: bool) -> None:
        """Whoever opened a door closes it; the careless lay nothing in, or leave the paper inside."""
        place = self._standing()[which % len(self._standing())]
        form: dict[str, str] = {}
        state = ONCE_CLOSED.get(place.purpose, place.state)
        if place.purpose == "deposit":
            if careless and not place.paper:
                form, state = {"empty": "1"}, "reserved"
            else:
                place.paper = place.ref
        elif place.purpose in {"collect", "take_back"} and careless and place.paper:
            form, state = {"still_inside": "1"}, "needs_check"
        elif place.purpose in {"collect", "take_back"}:
            place.paper = ""
        said = self.street.hand(place.number, "close", **form)
        assert said["state"] == state, (said, place, form)
        place.state, place.door, place.purpose = state, "closed", ""
        if state == "free" and place.ref:
            self._ends(place)
