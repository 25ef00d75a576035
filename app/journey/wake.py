"""Timers: cases whose time has come."""

from datetime import datetime
from uuid import UUID

from app.cityhall.cases import queries
from app.database import session, transaction
from app.journey import advance
from app.logs import log


def fire_due(now: datetime) -> int:
    """Let every due timer fire, a transaction for each case; how many cases moved."""
    due = queries.due(now)
    session().rollback()
    return sum(_wake(case_id, now) for case_id in due)


def _wake(case_id: UUID, now: datetime) -> bool:
    try:
        with transaction():
            advance.wake(case_id, now)
    except Exception:  # noqa: BLE001 - one broken case must not keep all others from waking
        log.exception("timers.error", case=str(case_id))
        return False
    return True
