"""Pure rules of audiences: the hours that a programme offers, which of them are free, which to propose."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.cityhall.terms.calendar import PLAIN, Calendar, is_working
from app.refusal import Refusal

NOON = time(12)


class State(StrEnum):
    """Where an hour given to a case stands."""

    HELD = "held"
    CONFIRMED = "confirmed"
    PRESENT = "present"
    ABSENT = "absent"
    CANCELLED = "cancelled"


MOVES: Mapping[State, frozenset[State]] = {
    State.HELD: frozenset({State.CONFIRMED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.PRESENT, State.ABSENT, State.CANCELLED}),
    State.PRESENT: frozenset(),
    State.ABSENT: frozenset(),
    State.CANCELLED: frozenset(),
}


def check_move(before: str, after: State) -> None:
    """Raises Refusal `audience.no_such_move`."""
    if after not in MOVES[State(before)]:
        raise Refusal("audience.no_such_move", before=before, after=after)


@dataclass(frozen=True)
class Window:
    """Hours of one day of the week: `minutes` for each audience, `buffer` between two, at most `capacity`."""

    weekday: int
    opens: time
    closes: time
    minutes: int
    buffer: int
    capacity: int
    room: str
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Is this the programme of that day?"""
        in_force = self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
        return in_force and day.weekday() == self.weekday


@dataclass(frozen=True, order=True)
class Slot:
    """An hour that can be given to somebody; moments are UTC."""

    starts_at: datetime
    ends_at: datetime
    room: str = ""

    @property
    def day(self) -> date:
        return romanian_day(self.starts_at)

    def overlaps(self, other: "Slot") -> bool:
        """Would one person have to be at both?"""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Wish:
    """What the applicant would like: not before a day, in the `morning` or `afternoon`, on which weekdays."""

    not_before: date | None = None
    part: str = ""
    weekdays: Collection[int] = ()

    def met_by(self, slot: Slot) -> bool:
        """Would this hour suit?"""
        here = slot.starts_at.astimezone(BUCHAREST)
        if self.not_before is not None and here.date() < self.not_before:
            return False
        if self.weekdays and here.weekday() not in self.weekdays:
            return False
        return self.part not in {"morning", "afternoon"} or (here.time() < NOON) == (self.part == "morning")


def window_slots(day: date, window: Window) -> Iterator[Slot]:
    """All hours of a window on a day. Counted in moments, so that a change of the clocks overlaps nothing."""
    start, end = (
        datetime.combine(day, at, BUCHAREST).astimezone(UTC) for at in (window.opens, window.closes)
    )
    length, pause = timedelta(minutes=window.minutes), timedelta(minutes=window.buffer)
    while start + length <= end:
        yield Slot(start, start + length, window.room)
        start += length + pause


def free_on(
    day: date,
    windows: Iterable[Window],
    taken: Sequence[Slot] = (),
    calendar: Calendar = PLAIN,
    blackouts: Collection[date] = (),
) -> list[Slot]:
    """What is still free on a day: nothing on a day off or a blackout day, never over what is taken."""
    if day in blackouts or not is_working(day, calendar):
        return []
    found: list[Slot] = []
    for window in windows:
        if window.holds_on(day):
            found += _free_in(day, window, [*taken, *found])
    return sorted(found)


def _free_in(day: date, window: Window, taken: Sequence[Slot]) -> list[Slot]:
    hours = list(window_slots(day, window))
    if not hours:
        return []
    whole = Slot(hours[0].starts_at, hours[-1].ends_at)
    left = window.capacity - sum(whole.overlaps(other) for other in taken)
    free = [slot for slot in hours if not any(slot.overlaps(other) for other in taken)]
    return free if left > 0 else []


def free_between(
    first: date,
    last: date,
    windows: Sequence[Window],
    taken: Sequence[Slot] = (),
    calendar: Calendar = PLAIN,
    blackouts: Collection[date] = (),
) -> list[Slot]:
    """What is free from one day to another, in order."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [slot for day in days for slot in free_on(day, windows, taken, calendar, blackouts)]


def propose(free: Sequence[Slot], wish: Wish, most: int) -> list[Slot]:
    """The earliest hours that suit; others only where too few do. Never before the day that was asked for."""
    possible = [slot for slot in free if wish.not_before is None or slot.day >= wish.not_before]
    best = sorted(possible, key=lambda slot: (not wish.met_by(slot), slot.starts_at))
    return sorted(best[:most])


def same_subject(one: str, other: str) -> bool:
    """The same words, whatever their case and spaces."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
