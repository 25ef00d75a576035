"""Dates, durations and cycles in ISO 8601, as timers of diagrams may be given them."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Bucharest")
DURATION = re.compile(
    r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
CYCLE = re.compile(r"R(\d*)/(?:([^P/][^/]*)/)?(P[^/]+)")
ALWAYS = -1


def date(text: str) -> datetime:
    """The moment that an ISO date or date with time names; without a zone it is Romania's. ValueError."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=HERE)).astimezone(UTC)


def after(start: datetime, duration: str) -> datetime:
    """`start` and an ISO duration later; a month ends at the latest on its last day. ValueError."""
    found = DURATION.fullmatch(duration)
    if found is None:
        raise ValueError(f"{duration!r} is not a duration")
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in found.groups()[:6])
    month = start.month - 1 + months + 12 * years
    year, month = start.year + month // 12, month % 12 + 1
    moved = start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
    seconds = float(found[7] or 0)
    return moved + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def cycle(text: str, now: datetime) -> tuple[int, datetime, timedelta]:
    """How many times (`ALWAYS`), first when, and how far apart: `R3/P7D`, `R/2026-12-01/P1M`. ValueError."""
    found = CYCLE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a cycle")
    start = date(found[2]) if found[2] else now
    period = after(start, found[3]) - start
    if period < timedelta(minutes=1):
        raise ValueError(f"{text!r} comes too often")
    return int(found[1] or ALWAYS), start if found[2] else start + period, period


def check(kind: str, value: object) -> None:
    """Is this what a timer of that kind may be given? Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    if kind == "timeDate":
        date(value)
    elif kind == "timeDuration":
        after(datetime(2026, 1, 1, tzinfo=UTC), value)
    else:
        cycle(value, datetime(2026, 1, 1, tzinfo=UTC))
