"""Timers: cases whose time has come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from app import faults
from app.cityhall import incidents
from app.cityhall.cases import waiting
from app.database import StaleDataError, session, transaction
from app.journey import advance
from app.logs import log

# Somebody else moved the case, or the database was away: nobody has to look at that.
PASSING = (DBAPIError, StaleDataError)
# A worker that is asked to end does so between two calls.
MOST_BATCHES = 10


def fire_due(now: datetime) -> int:
    """Let every due timer fire, a transaction for each case; how many cases moved.

    Found by the index and taken a batch at a time, so that several workers share them.
    """
    moved = 0
    for _ in range(MOST_BATCHES):
        due = _take_batch(now)
        moved += sum(_wake(case_id, now) for case_id in due)
        if not due:
            break
    return moved


def _take_batch(now: datetime) -> list[UUID]:
    with transaction():
        return waiting.take_due(now)


def _wake(case_id: UUID, now: datetime) -> bool:
    try:
        with transaction():
            moved = advance.wake(case_id, now)
            incidents.heal(case_id, now)
            faults.point("timer.before_commit")
    except Exception as error:  # noqa: BLE001 - one broken case must not keep all others from waking
        log.exception("timers.error", case=str(case_id))
        _put_off(case_id, error, now)
        return False
    faults.point("timer.after_commit")
    return moved


def _put_off(case_id: UUID, error: Exception, now: datetime) -> None:
    """Try again later, each time later; an operator is told when the case itself is broken."""
    with transaction():
        for timer in waiting.put_off(case_id, now):
            if not isinstance(error, PASSING):
                facts = {"task": str(timer.task_id), "tries": timer.tries, "error": repr(error)[:500]}
                incidents.open("timer", now, case_id=case_id, element=timer.element, facts=facts)
    session().close()
