"""What is known of one cabinet in a history: its places, whose papers, who may open, what was opened."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from tests.lockers.model import Booking, Keypad, Place
from tests.lockers.street import Street, asked

PICK = st.integers(0, 11)


class Story(RuleBasedStateMachine):
    """A real controller of six doors, and beside it what must be true of each."""

    def __init__(self, street: Street) -> None:
        super().__init__()
        self.street, self.bank = street, street.bank
        self.now = 0
        self.places: dict[int, Place] = {}
        self.bookings: list[Booking] = []
        self.keypad = Keypad()
        self.opened: list[tuple[int, str]] = []
        self.events: list[dict[str, Any]] = []
        self.bad_line = False
        self.last: tuple[Callable[..., Any], dict[str, Any], Any] | None = None

    @initialize()
    def as_new(self) -> None:
        self.street.as_new()
        for door in self.bank.compartments():
            self.places[door.number] = Place(door.number, door.size, door.accessible)

    def _ask(self, do: Callable[..., Any], **named: Any) -> Any:
        named["key"] = f"k-{id(self)}-{len(self.opened)}-{self.now}-{_next()}"
        said = asked(do, **named)
        self.last = (do, named, said) if not isinstance(said, str) else None
        return said

    def _show(self, **shown: Any) -> Any:
        """A refusal is not kept: asked again on a bad line, a wrong PIN counts once more, so none is here."""
        if self.bad_line:
            self.street.misbehaves(lose_response=0, fail_next=0)
            self.bad_line = False
        return self._ask(self.bank.present, **shown)

    def _booking(self, which: int) -> Booking:
        return self.bookings[which % len(self.bookings)]

    def _standing(self) -> list[Place]:
        return [one for one in self.places.values() if one.door == "open"]

    def _springs_open(self, place: Place, purpose: str, said: Any, number: int | None) -> None:
        if place.door == "jammed":
            assert said == "jammed"
            return
        assert said == number, said
        place.door, place.purpose = "open", purpose
        self.opened.append((place.number, purpose))

    def _ends(self, place: Place) -> None:
        for booking in self.bookings:
            if place.ref and booking.ref == place.ref:
                booking.over = True
        place.state, place.ref = "free", ""


_counted = iter(range(10**12))


def _next() -> int:
    return next(_counted)
