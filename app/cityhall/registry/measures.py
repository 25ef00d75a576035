"""How long a document waits for its number: median and 95th percentile, by channel and month.

Three spans of every entry: `waited` (arrived until taken up), `worked` (taken up until numbered) and
`whole`. Percentiles are of the nearest rank: a number that some document really had. Entries written down
after an outage, and those from before the times were kept, are not counted: nobody timed them.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Float, Select, case, extract, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.cityhall.registry import cards
from app.cityhall.registry.models import RegisterEntry
from app.database import session

ENOUGH = 20  # below, a 95th percentile is only the slowest document
TIMED_SCHEME = 2
SPANS = {
    "waited": (RegisterEntry.arrived_at, RegisterEntry.started_at),
    "worked": (RegisterEntry.started_at, RegisterEntry.registered_at),
    "whole": (RegisterEntry.arrived_at, RegisterEntry.registered_at),
}


class seconds_between(FunctionElement[float]):  # noqa: N801 - an SQL function
    """Seconds from one moment to another, with their fraction."""

    type = Float()
    name = "seconds_between"
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _by_julian_day(element: Any, compiler: Any, **given: Any) -> str:
    since, until = (compiler.process(one, **given) for one in element.clauses)
    return f"round((julianday({until}) - julianday({since})) * 86400.0, 3)"


@compiles(seconds_between, "postgresql")
def _by_epoch(element: Any, compiler: Any, **given: Any) -> str:
    since, until = (compiler.process(one, **given) for one in element.clauses)
    return f"CAST(extract(epoch FROM ({until} - {since})) AS double precision)"


@dataclass(frozen=True)
class Spread:
    """How many documents, and the seconds that half of them, and 95 in a hundred, did not pass."""

    count: int
    median: float
    p95: float

    @property
    def enough(self) -> bool:
        """Are there enough documents to say anything?"""
        return self.count >= ENOUGH


@dataclass(frozen=True)
class Line:
    """The three spreads of one channel, in one month (its first day) or over the whole period."""

    channel: str
    month: date | None
    waited: Spread
    worked: Spread
    whole: Spread


def by_month(institution_id: uuid.UUID, since: date, until: date) -> list[Line]:
    """Each channel's months between two days, the latest month first."""
    found = _spreads(institution_id, since, until, monthly=True)
    return sorted(found, key=lambda line: (-_order(line.month), line.channel))


def by_channel(institution_id: uuid.UUID, since: date, until: date) -> list[Line]:
    """Each channel over the whole period."""
    return sorted(_spreads(institution_id, since, until, monthly=False), key=lambda line: line.channel)


def saving(before: float, after: float) -> float:
    """How many per cent less `after` takes, cut (never rounded up) to one decimal; negative when more."""
    share = 100 * (before - after) / before
    return int(share * 10) / 10


def spread_of(seconds: list[int]) -> Spread | None:
    """The same of a list, as of the documents timed by hand; None of an empty one."""
    if not seconds:
        return None
    ranked, count = sorted(seconds), len(seconds)
    return Spread(count, ranked[(count + 1) // 2 - 1], ranked[(95 * count + 99) // 100 - 1])


def _order(month: date | None) -> int:
    return month.toordinal() if month else 0


def _spreads(institution_id: uuid.UUID, since: date, until: date, *, monthly: bool) -> list[Line]:
    found: dict[tuple[str, int, int], dict[str, Spread]] = {}
    for name in SPANS:
        for channel, year, month, count, median, p95 in session().execute(
            _ranked(name, institution_id, since, until, monthly=monthly)
        ):
            spread = Spread(int(count), float(median), float(p95))
            found.setdefault((channel, int(year), int(month)), {})[name] = spread
    return [
        Line(channel, date(year, month, 1) if monthly else None, **spreads)
        for (channel, year, month), spreads in found.items()
    ]


def _ranked(
    name: str, institution_id: uuid.UUID, since: date, until: date, *, monthly: bool
) -> Select[tuple[Any, ...]]:
    """The rows at the two ranks of each group: one pass, a window, no row leaves the database."""
    begin, end = SPANS[name]
    span = seconds_between(begin, end)
    year = extract("year", RegisterEntry.registered_on) if monthly else literal(0)
    month = extract("month", RegisterEntry.registered_on) if monthly else literal(0)
    group = [RegisterEntry.channel, year, month] if monthly else [RegisterEntry.channel]
    timed = (
        select(
            RegisterEntry.channel.label("channel"),
            year.label("year"),
            month.label("month"),
            span.label("seconds"),
            func.row_number().over(partition_by=group, order_by=span).label("place"),
            func.count().over(partition_by=group).label("total"),
        )
        .where(*_counted(institution_id, since, until))
        .subquery()
    )
    own = timed.c
    return select(
        own.channel,
        own.year,
        own.month,
        func.max(own.total),
        func.max(case((own.place == (own.total + 1) // 2, own.seconds))),
        func.max(case((own.place == (95 * own.total + 99) // 100, own.seconds))),
    ).group_by(own.channel, own.year, own.month)


def _counted(institution_id: uuid.UUID, since: date, until: date) -> list[Any]:
    return [
        RegisterEntry.institution_id == institution_id,
        RegisterEntry.registered_on.between(since, until),
        RegisterEntry.direction == "in",
        RegisterEntry.channel != cards.BARRED_CHANNEL,
        RegisterEntry.scheme >= TIMED_SCHEME,
        RegisterEntry.written_at == RegisterEntry.registered_at,
        RegisterEntry.arrived_at.is_not(None),
        RegisterEntry.started_at.is_not(None),
    ]
