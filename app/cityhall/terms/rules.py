"""How legal terms are counted; pure. Days are Romanian calendar days.

Three dates come out (docs/law.md): `internal` never rolls forward and drives the hall's own alarms,
`conservative` is what a citizen is told, `legal` is the last lawful day under the free-days rule
(Legea 134/2010 art. 181), used only to say "late" in law.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

DAY = timedelta(days=1)


@dataclass(frozen=True)
class TermRule:
    """`days` counted as `unit` calendar or working; does asking for completion stop the clock?"""

    unit: str
    days: int
    pauses: bool
    act: str


@dataclass(frozen=True)
class TermDates:
    """The three last days of a term."""

    internal: date
    conservative: date
    legal: date


@dataclass(frozen=True)
class PauseSpan:
    """Days on which the clock stood: from the day of asking to the day of the answer (None: still)."""

    since: date
    until: date | None


@lru_cache(maxsize=8)
def _legal_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("RO", years=year))


def is_working(day: date, decreed: Collection[date] = ()) -> bool:
    """Monday to Friday, not a legal holiday (Codul muncii art. 139), not decreed free."""
    return day.weekday() < 5 and day not in _legal_holidays(day.year) and day not in decreed


def roll_forward(day: date, decreed: Collection[date] = ()) -> date:
    """That day, or the next working one."""
    return next(d for d in _from(day, DAY) if is_working(d, decreed))


def roll_back(day: date, decreed: Collection[date] = ()) -> date:
    """That day, or the working one before it."""
    return next(d for d in _from(day, -DAY) if is_working(d, decreed))


def add_working(start: date, days: int, decreed: Collection[date] = ()) -> date:
    """The end of the N-th working day; day 1 is the first working day after `start`."""
    if days == 0:
        return start
    working = (d for d in _from(start + DAY, DAY) if is_working(d, decreed))
    return next(d for n, d in enumerate(working, 1) if n == days)


def dates(
    start: date, rule: TermRule, pauses: Sequence[PauseSpan] = (), decreed: Collection[date] = ()
) -> TermDates:
    """The three dates of a term that began on `start` (the day of registration).

    A pause that is still open counts as if it ended on its first day: the date moves when it ends.
    """
    stood = [pause for pause in pauses if rule.pauses]
    if rule.unit == "working":
        lost = sum(_working_between(p.since, p.until or p.since, decreed) for p in stood)
        last = add_working(start, rule.days + lost, decreed)
        return TermDates(last, last, last)
    lost = sum(((p.until or p.since) - p.since).days for p in stood)
    end = start + timedelta(days=rule.days + lost)
    return TermDates(roll_back(end, decreed), roll_forward(end, decreed), roll_forward(end + DAY, decreed))


def _working_between(since: date, until: date, decreed: Collection[date]) -> int:
    days = (since + timedelta(days=n) for n in range(1, (until - since).days + 1))
    return sum(is_working(day, decreed) for day in days)


def _from(day: date, step: timedelta) -> Iterator[date]:
    while True:
        yield day
        day += step
