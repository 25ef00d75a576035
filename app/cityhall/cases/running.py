"""Cases that still owe an answer, found by the dates of their terms."""

import uuid
from datetime import date, timedelta

from sqlalchemy import Select, or_, select, update

from app.cityhall.cases.models import Case
from app.cityhall.terms.models import Alarm, Term
from app.database import session


def ringing(today: date, limit: int = 200) -> list[uuid.UUID]:
    """Cases with an alarm that is due, the oldest first; found by its index, no case is loaded."""
    query = select(Alarm.case_id).where(Alarm.due <= today).order_by(Alarm.due).limit(limit)
    return list(dict.fromkeys(session().scalars(query)))


def put_off_alarms(case_id: uuid.UUID, today: date) -> None:
    """Ringing failed: again tomorrow."""
    due = update(Alarm).where(Alarm.case_id == case_id, Alarm.due <= today)
    session().execute(due.values(due=today + timedelta(days=1)))


def with_terms() -> list[uuid.UUID]:
    """All of them, the most urgent first."""
    return list(session().scalars(_owing()))


def touched_by(day: date, institution_id: uuid.UUID | None) -> list[uuid.UUID]:
    """Those whose dates may be others when that day is worked, or is not; None: in all institutions."""
    query = _owing().where(Term.legal >= day, or_(Term.start <= day, Term.internal <= day))
    if institution_id is not None:
        query = query.where(Case.institution_id == institution_id)
    return list(session().scalars(query))


def _owing() -> Select[uuid.UUID]:
    query = select(Term.case_id).join(Case, Case.id == Term.case_id)
    return query.where(Case.closed_at.is_(None), Case.outcome.is_(None)).order_by(Term.conservative)
