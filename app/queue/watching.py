"""How the queue stands: jobs by state, the one that waits longest, effects nobody confirmed."""

from datetime import datetime

from sqlalchemy import func, select

from app.database import session
from app.queue.models import Delivery, Job

# Finished ones are history: counting them would cost more every day.
STANDING = ("ready", "running", "dead")
UNCONFIRMED = ("planned", "handed")


def by_state() -> dict[str, int]:
    """How many jobs are ready, running and dead."""
    query = select(Job.state, func.count()).where(Job.state.in_(STANDING)).group_by(Job.state)
    found = dict(session().execute(query).all())
    return {state: found.get(state, 0) for state in STANDING}


def due_since(now: datetime) -> datetime | None:
    """Since when the oldest job that could be done waits for a worker."""
    query = select(func.min(Job.run_at)).where(Job.state == "ready", Job.run_at <= now)
    return session().scalar(query)


def unconfirmed(before: datetime) -> int:
    """Messages planned before that time of which nobody outside said that it has them."""
    query = select(func.count()).where(Delivery.state.in_(UNCONFIRMED), Delivery.planned_at < before)
    return session().scalar(query) or 0
