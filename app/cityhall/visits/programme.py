"""The counter's hours as the hall sets them: a line from a day on, by an act; a line that ends on a day."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from app.cityhall.visits import queries
from app.cityhall.visits.models import CounterHours
from app.database import session
from app.refusal import Refusal

SHORTEST, LONGEST, MOST = 5, 120, 20


@dataclass(frozen=True)
class Line:
    """What a line says: `minutes` for each appointment, `capacity` people at the same time."""

    weekday: int
    opens: time
    closes: time
    minutes: int
    capacity: int
    place: str
    act: str
    valid_from: date

    def meets(self, other: CounterHours) -> bool:
        """Would both say something of the same hour?"""
        same_days = other.weekday == self.weekday and (
            other.valid_until is None or other.valid_until >= self.valid_from
        )
        return same_days and self.opens < other.closes and other.opens < self.closes


def add(institution_id: uuid.UUID, line: Line, today: date) -> CounterHours:
    """Write a line. Raises Refusal `hours.wrong`, `hours.act`, `hours.past`, `hours.known`."""
    _check(line, today, queries.hours(institution_id, today))
    made = CounterHours(
        institution_id=institution_id,
        weekday=line.weekday,
        opens=line.opens,
        closes=line.closes,
        minutes=line.minutes,
        capacity=line.capacity,
        place=line.place.strip()[:120],
        act=line.act.strip()[:200],
        valid_from=line.valid_from,
    )
    session().add(made)
    session().flush()
    return made


def end(institution_id: uuid.UUID, line_id: uuid.UUID, last: date, today: date) -> CounterHours:
    """A line holds no longer than that day; hours that people took already stay.

    Raises Refusal `hours.unknown`, `hours.past`.
    """
    found = session().get(CounterHours, line_id)
    if found is None or found.institution_id != institution_id:
        raise Refusal("hours.unknown")
    if last < today:
        raise Refusal("hours.past")
    found.valid_until = last
    session().flush()
    return found


def _check(line: Line, today: date, known: Sequence[CounterHours]) -> None:
    lengths = SHORTEST <= line.minutes <= LONGEST and 1 <= line.capacity <= MOST
    if not (lengths and 0 <= line.weekday <= 6 and line.opens < line.closes and line.place.strip()):
        raise Refusal("hours.wrong", shortest=SHORTEST, longest=LONGEST, most=MOST)
    if not line.act.strip():
        raise Refusal("hours.act")
    if line.valid_from < today:
        raise Refusal("hours.past")
    if any(line.meets(one) for one in known):
        raise Refusal("hours.known")
