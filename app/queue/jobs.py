"""The queue's contract: enqueue in the caller's transaction, take, finish, fail.

A job runs at least once and takes effect once: taking it writes a lease, and finishing checks the lease
in the same transaction as the job's own changes.
"""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from app.database import locking, session
from app.queue.models import Delivery, Inbox, Job

# Longer than the longest honest job: one call outside may take ten seconds before it is given up.
LEASE = timedelta(seconds=20)
LONGEST_WAIT_SECONDS = 3_600.0


class LeaseLost(Exception):
    """Somebody else has taken the job over; nothing of this attempt may be kept."""


def enqueue(
    key: str,
    kind: str,
    payload: dict[str, Any],
    now: datetime,
    *,
    case_id: uuid.UUID | None = None,
    run_at: datetime | None = None,
) -> None:
    """Add a job to the current transaction, unless one with this key is there."""
    if session().scalar(select(Job.id).where(Job.key == key)) is None:
        session().add(
            Job(
                key=key,
                kind=kind,
                payload=payload,
                case_id=case_id,
                run_at=run_at or now,
                created_at=now,
            )
        )


def take(now: datetime) -> Job | None:
    """Take the job that waits longest, in the current transaction; None when nothing can be done.

    A job whose worker died is taken again when its lease has run out. A case with a running job waits.
    """
    while (job := _next(now)) is not None:
        job.attempts += 1
        if job.attempts > job.max_attempts:
            job.state, job.lease, job.finished_at = "dead", None, now
        elif _lease(job, now):
            return job
        else:
            return None
    return None


def _next(now: datetime) -> Job | None:
    other = aliased(Job)
    busy = exists().where(other.case_id == Job.case_id, other.state == "running", other.id != Job.id)
    due = or_(
        and_(Job.state == "ready", Job.run_at <= now),
        and_(Job.state == "running", Job.lease_until < now),
    )
    query = select(Job).where(due, ~busy).order_by(Job.run_at, Job.created_at).limit(1)
    if locking():
        query = query.with_for_update(skip_locked=True)
    return session().scalar(query)


def _lease(job: Job, now: datetime) -> bool:
    """False when another worker has just taken a job of the same case (only PostgreSQL lets two try)."""
    try:
        with session().begin_nested():
            job.state, job.lease, job.lease_until = "running", uuid.uuid4(), now + LEASE
    except IntegrityError:
        return False
    return True


def finish(job_id: uuid.UUID, lease: uuid.UUID, now: datetime) -> None:
    """Mark done, in the transaction of the job's own changes. Raises LeaseLost."""
    _release(job_id, lease, {"state": "done", "finished_at": now, "error": None})


def fail(job: Job, lease: uuid.UUID, error: str, now: datetime, *, permanent: bool = False) -> None:
    """Put back with a growing pause, or declare dead. Raises LeaseLost."""
    if permanent or job.attempts >= job.max_attempts:
        _release(job.id, lease, {"state": "dead", "finished_at": now, "error": error[:2000]})
        return
    # Not cryptography: the jitter only keeps failing jobs from coming back in step.
    wait = min(LONGEST_WAIT_SECONDS, 2.0**job.attempts * random.uniform(0.25, 0.75))  # noqa: S311
    again = now + timedelta(seconds=wait)
    _release(job.id, lease, {"state": "ready", "run_at": again, "error": error[:2000]})


def _release(job_id: uuid.UUID, lease: uuid.UUID, values: dict[str, Any]) -> None:
    done = session().execute(
        update(Job)
        .where(Job.id == job_id, Job.lease == lease, Job.state == "running")
        .values(lease=None, lease_until=None, **values)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise LeaseLost(str(job_id))


def dead() -> list[Job]:
    """Jobs that gave up, newest first: what an operator must look at."""
    return list(session().scalars(select(Job).where(Job.state == "dead").order_by(Job.finished_at.desc())))


def retry(job: Job, now: datetime) -> None:
    """An operator tries a dead job again."""
    job.state, job.attempts, job.run_at, job.finished_at = "ready", 0, now, None


def pending() -> int:
    """How many jobs are ready or running."""
    return session().scalar(select(func.count()).where(Job.state.in_(["ready", "running"]))) or 0


def first_time(source: str, event_id: str, now: datetime) -> bool:
    """Note a call-back in the current transaction; False when it was applied before."""
    if session().get(Inbox, (source, event_id)) is not None:
        return False
    session().add(Inbox(source=source, event_id=event_id, received_at=now))
    session().flush()
    return True


def plan_delivery(
    key: str, channel: str, recipient: str, now: datetime, job_id: uuid.UUID | None
) -> Delivery:
    """The row of one effect, made at the first attempt and found again at the others."""
    found = session().scalar(select(Delivery).where(Delivery.key == key))
    if found is None:
        found = Delivery(key=key, channel=channel, recipient=recipient, planned_at=now, job_id=job_id)
        session().add(found)
        session().flush()
    return found
