"""Which days are worked in Romania; pure.

Codul muncii art. 139 names the holidays; each year the government decrees bridge days for public staff,
and sometimes a day off that is worked instead of one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

DAY = timedelta(days=1)
SPOKEN = {"ro": "ro", "en": "en_US"}


@dataclass(frozen=True)
class Calendar:
    """What was decreed beside the law: days `off` and days `worked` instead, each with its act."""

    off: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)

    def by_law(self) -> "Calendar":
        """Without the days worked instead: no act says that a term may end on one (docs/law.md)."""
        return Calendar(self.off)


PLAIN = Calendar()


@lru_cache(maxsize=32)
def _holidays(year: int, lang: str = "ro") -> Mapping[date, str]:
    return dict(holidays.country_holidays("RO", years=year, language=SPOKEN[lang]))


def holiday(day: date, lang: str = "ro") -> str:
    """The name of the legal holiday on that day, without its epithets; "" when there is none."""
    return _holidays(day.year, lang).get(day, "").split(",", maxsplit=1)[0]


def is_working(day: date, calendar: Calendar = PLAIN) -> bool:
    """Monday to Friday, not a legal holiday, not decreed free; or decreed to be worked."""
    if day in calendar.worked:
        return True
    return day.weekday() < 5 and day not in _holidays(day.year) and day not in calendar.off


def days_from(day: date, step: timedelta) -> Iterator[date]:
    """That day and all after it; before it when the step goes back."""
    while True:
        yield day
        day += step


def roll_forward(day: date, calendar: Calendar = PLAIN) -> date:
    """That day, or the next working one."""
    return next(d for d in days_from(day, DAY) if is_working(d, calendar))


def roll_back(day: date, calendar: Calendar = PLAIN) -> date:
    """That day, or the working one before it."""
    return next(d for d in days_from(day, -DAY) if is_working(d, calendar))


def add_working(start: date, days: int, calendar: Calendar = PLAIN) -> date:
    """The N-th working day; day 1 is the first working day after `start`, or before it when N < 0."""
    if days == 0:
        return start
    step = DAY if days > 0 else -DAY
    working = (d for d in days_from(start + step, step) if is_working(d, calendar))
    return next(d for n, d in enumerate(working, 1) if n == abs(days))


def between(since: date, until: date) -> list[date]:
    """The days after `since`, up to `until`."""
    return [since + DAY * n for n in range(1, (until - since).days + 1)]


def working_between(since: date, until: date, calendar: Calendar = PLAIN) -> int:
    """How many days after `since`, up to `until`, are worked."""
    return sum(is_working(day, calendar) for day in between(since, until))
