"""How legal terms are counted; pure. Days are Romanian calendar days.

Three dates come out (docs/law.md): `internal` never rolls forward and drives the hall's own alarms,
`conservative` is what a citizen is told, `legal` is the last lawful day under the free-days rule
(Legea 134/2010 art. 181), used only to say "late" in law.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.cityhall.terms.calendar import (
    DAY,
    PLAIN,
    Calendar,
    add_working,
    roll_back,
    roll_forward,
    working_between,
)

MONTHS = {"months": 1, "years": 12}
# Terms in days: their law leaves open whether first and last day count, or says that neither does.
FREE_DAYS = frozenset({"calendar", "free"})
AFTER = -1


@dataclass(frozen=True)
class TermRule:
    """`days` of the `unit`: working, calendar, free, months, years. Does asking for more stop the clock?"""

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


@dataclass(frozen=True)
class Counted:
    """How a term was counted: `end` before it was moved to a working day, the days `lost` in each pause.

    None: a pause that changes nothing, for the term had ended.
    """

    end: date
    lost: tuple[int | None, ...]
    dates: TermDates


def dates(
    start: date,
    rule: TermRule,
    pauses: Sequence[PauseSpan] = (),
    calendar: Calendar = PLAIN,
    more: int = 0,
) -> TermDates:
    """The three dates of a term that began on `start` (the day of registration)."""
    return count(start, rule, pauses, calendar, more).dates


def count(
    start: date,
    rule: TermRule,
    pauses: Sequence[PauseSpan] = (),
    calendar: Calendar = PLAIN,
    more: int = 0,
) -> Counted:
    """Count a term; `more` is what its extension adds, decided before or after a pause alike.

    A pause that is still open moves nothing yet: the dates move when it ends.
    """
    end, lost = _reach(start, rule, pauses, calendar, more)
    strict = calendar.by_law()
    if rule.unit == "working":
        late, _ = _reach(start, rule, pauses, strict, more)
        return Counted(end, lost, TermDates(end, end, max(end, roll_forward(late, strict))))
    told = end + DAY if rule.unit == "free" else end
    last = end + DAY if rule.unit in FREE_DAYS else end
    found = TermDates(roll_back(end, calendar), roll_forward(told, calendar), roll_forward(last, strict))
    return Counted(end, lost, found)


def _reach(
    start: date, rule: TermRule, pauses: Sequence[PauseSpan], calendar: Calendar, more: int
) -> tuple[date, tuple[int | None, ...]]:
    """The day on which the count ends, and the days that each pause took.

    A pause that began after the last lawful day revives no term; and none ends while its clock stood.
    """
    end = _after(start, rule.days + more, rule.unit, calendar)
    lost: list[int | None] = []
    for pause in pauses:
        if not rule.pauses or pause.since > _last(end, rule.unit, calendar):
            lost.append(None)
        elif pause.until is None:
            lost.append(0)
        else:
            end, stood = _resumed(end, pause.since, pause.until, rule.unit, calendar)
            lost.append(stood)
    return end, tuple(lost)


def _resumed(end: date, since: date, until: date, unit: str, calendar: Calendar) -> tuple[date, int]:
    """Where an end is after the clock stood, and for how many days of its count."""
    if unit == "working":
        stood = working_between(since, until, calendar)
        return max(add_working(end, stood, calendar), roll_forward(until, calendar)), stood
    stood = (until - since).days
    return max(end + DAY * stood, until), stood


def _last(end: date, unit: str, calendar: Calendar) -> date:
    return roll_forward(end + DAY if unit in FREE_DAYS else end, calendar.by_law())


def _after(start: date, number: int, unit: str, calendar: Calendar) -> date:
    if unit == "working":
        return add_working(start, number, calendar)
    if unit in MONTHS:
        return months_after(start, number * MONTHS[unit])
    return start + DAY * number


def months_after(start: date, months: int) -> date:
    """The corresponding day of a later month, or its last one (Legea 134/2010 art. 181)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def alarm_day(before: int, found: TermDates, unit: str, calendar: Calendar = PLAIN) -> date:
    """When to warn so many days before the end, on a day when somebody reads it; AFTER: once it is over.

    Counted back from the internal date, in working days where the term is.
    """
    if before == AFTER:
        return found.conservative + DAY
    if unit == "working":
        return add_working(found.internal, -before, calendar)
    return roll_back(found.internal - DAY * before, calendar)
