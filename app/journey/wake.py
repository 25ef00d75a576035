"""Timers: cases whose time has come."""

from datetime import datetime

from app.cityhall.cases import queries
from app.database import session, transaction
from app.journey import advance


def fire_due(now: datetime) -> int:
    """Let every due timer fire, a transaction for each case; how many cases moved."""
    due = queries.due(now)
    session().rollback()
    for case_id in due:
        with transaction():
            advance.wake(case_id, now)
    return len(due)
