"""Pure rules of appointments at the counter: which hours are still free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cityhall.audiences.rules import Slot, Window, window_slots
from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms.calendar import PLAIN, Calendar, is_working

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ahead:
    """How soon somebody may come after booking, and how far ahead one may book."""

    lead: timedelta = timedelta(hours=1)
    horizon: timedelta = timedelta(days=14)


def free(
    windows: Sequence[Window],
    taken: Mapping[datetime, int],
    ahead: Ahead,
    now: datetime,
    calendar: Calendar = PLAIN,
) -> list[Slot]:
    """The hours that one more person may take, in order; none on a day that is not worked."""
    earliest, latest = now + ahead.lead, now + ahead.horizon
    hours = {
        slot
        for day in _days(romanian_day(earliest), romanian_day(latest))
        if is_working(day, calendar)
        for slot in _of_day(day, windows, taken)
    }
    return sorted(slot for slot in hours if slot.starts_at >= earliest)


def _of_day(day: date, windows: Iterable[Window], taken: Mapping[datetime, int]) -> Iterable[Slot]:
    for window in windows:
        if window.holds_on(day):
            yield from (
                slot for slot in window_slots(day, window) if taken.get(slot.starts_at, 0) < window.capacity
            )


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]
