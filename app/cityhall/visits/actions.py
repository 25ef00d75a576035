"""Taking an hour at the counter and giving it back.

Whoever takes an hour locks the counter's hours first: so two never take the last place together.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.cityhall.cases.models import Case
from app.cityhall.visits import queries
from app.cityhall.visits.models import CounterHours, Visit
from app.database import session
from app.refusal import Refusal


def book(case: Case, starts_at: datetime, now: datetime) -> Visit:
    """Take an hour for a case; the hour it had before is given back. Raises Refusal `visit.taken`."""
    _lock(case.institution_id)
    slot = next((one for one in queries.free(case.institution_id, now) if one.starts_at == starts_at), None)
    if slot is None:
        raise Refusal("visit.taken")
    if (before := queries.booked(case.id)) is not None:
        _end(before, now)
    made = Visit(
        institution_id=case.institution_id,
        case_id=case.id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=slot.room,
        made_at=now,
        changed_at=now,
    )
    session().add(made)
    session().flush()
    return made


def cancel(case: Case, now: datetime) -> Visit:
    """Give the case's hour back. Raises Refusal `visit.unknown`."""
    found = queries.of_case(case.id, now)
    if found is None:
        raise Refusal("visit.unknown")
    _end(found, now)
    return found


def set_hours(institution_id: uuid.UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """The counter's hours, where it has none yet."""
    query = select(CounterHours.id).where(CounterHours.institution_id == institution_id)
    if session().scalar(query.limit(1)) is None:
        session().add_all(CounterHours(institution_id=institution_id, **row) for row in rows)
        session().flush()


def _lock(institution_id: uuid.UUID) -> None:
    query = select(CounterHours).where(CounterHours.institution_id == institution_id)
    session().scalars(query.order_by(CounterHours.id).with_for_update()).all()


def _end(visit: Visit, now: datetime) -> None:
    visit.state, visit.changed_at = "cancelled", now
    session().flush()
