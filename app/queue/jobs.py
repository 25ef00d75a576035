"""The queue's contract: enqueue in the caller's transaction, take, finish, fail.

A job runs at least once and takes effect once: taking it writes a lease, and finishing checks the lease
in the same transaction as the job's own changes. The `job` table is the truth; who carries a job to a
worker (`app.queue.carriers`) follows from the database and is nobody's business outside this room.

Jobs are done by `turn`. A job's turn is its second, or the one after the turn of the job before it in the
same case: so a case's jobs stay in order, and a case with two hundred of them lets others in between.
"""

import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from app.database import insert_once, locking, session
from app.queue import beats, carriers
from app.queue.models import Delivery, Inbox, Job

# Longer than the longest honest job: one call outside may take ten seconds before it is given up.
LEASE = timedelta(seconds=20)
# But for these, which ask nobody outside and go through very much: whoever holds one is seen to be alive by
# its beats.
PATIENT = {"register_check": timedelta(minutes=10)}
LONGEST_WAIT_SECONDS = 3_600.0
# Turns are counted in seconds from here, so that they stay small.
FIRST_TURN = datetime(2026, 1, 1, tzinfo=UTC)


_other = aliased(Job)
_READY = and_(Job.state == "ready", ~exists().where(_other.case_id == Job.case_id, _other.state == "running"))


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
    due = run_at or now
    job = insert_once(
        Job,
        key=key,
        kind=kind,
        payload=payload,
        case_id=case_id,
        run_at=due,
        turn=_turn(due) if case_id is None else _next_turn(case_id, due),
        created_at=now,
    )
    if job is not None:
        carriers.here().carry(job, now)


def _turn(due: datetime) -> int:
    return int((due - FIRST_TURN).total_seconds())


def _next_turn(case_id: uuid.UUID, due: datetime) -> ScalarSelect[int]:
    """After those of the case that wait already; one put off until later is not waited for."""
    first = _turn(due)
    waiting = (Job.case_id == case_id, Job.state == "ready", Job.run_at <= due, Job.turn >= first)
    return select(func.coalesce(func.max(Job.turn) + 1, first)).where(*waiting).scalar_subquery()


def take(now: datetime) -> Job | None:
    """Take the job whose turn it is, in the current transaction; None when nothing can be done.

    A job whose worker died is taken again when its lease has run out. A case with a running job waits.
    """
    put_back_expired(now)
    turn = select(Job.id).where(_READY, Job.run_at <= now).order_by(Job.turn, Job.run_at, Job.created_at)
    mine = Job.id == _locked(turn.limit(1)).scalar_subquery()
    if not locking():
        return _lease(mine, now)
    try:
        with session().begin_nested():
            return _lease(mine, now)
    except IntegrityError:  # another worker has just taken a job of the same case
        return None


def take_this(job_id: uuid.UUID, now: datetime) -> Job | None:
    """Take that job, which somebody carried here; None when it is done, taken or not to be done now."""
    return _lease(and_(Job.id == job_id, _READY), now)


def put_back_expired(now: datetime) -> None:
    """What a dead worker held is there to be taken again."""
    expired = (Job.state == "running", Job.lease_until < now)
    session().execute(update(Job).where(*expired).values(state="ready", lease=None, lease_until=None))


def put_back_of_the_fallen(now: datetime) -> None:
    """What workers of this host held who are gone need not wait for its lease to run out."""
    running = select(Job).where(Job.state == "running", Job.worker.startswith(beats.here(), autoescape=True))
    for job in session().scalars(_locked(running)).all():
        if not beats.alive(job.worker or ""):
            job.state, job.lease, job.lease_until = "ready", None, None
            session().flush()
            carriers.here().carry_for_the_fallen(job, now)


def _locked(query: Select[Any]) -> Select[Any]:
    return query.with_for_update(skip_locked=True) if locking() else query


def _lease(which: ColumnElement[bool], now: datetime) -> Job | None:
    taken = (
        update(Job)
        .where(which)
        .values(
            state="running",
            lease=uuid.uuid4(),
            lease_until=case(
                *((Job.kind == kind, now + lease) for kind, lease in PATIENT.items()), else_=now + LEASE
            ),
            worker=beats.me(),
            attempts=Job.attempts + 1,
        )
    )
    fresh = {"populate_existing": True, "synchronize_session": False}
    return session().scalars(taken.returning(Job).execution_options(**fresh)).one_or_none()


def finish(job_id: uuid.UUID, lease: uuid.UUID, now: datetime) -> None:
    """Mark done, in the transaction of the job's own changes. Raises LeaseLost."""
    _release(job_id, lease, {"state": "done", "finished_at": now, "error": None})


def fail(job: Job, lease: uuid.UUID, error: str, now: datetime) -> None:
    """Put back with a growing pause. Raises LeaseLost."""
    # Not cryptography: the jitter only keeps failing jobs from coming back in step.
    wait = min(LONGEST_WAIT_SECONDS, 2.0**job.attempts * random.uniform(0.25, 0.75))  # noqa: S311
    _release(job.id, lease, {"state": "ready", "error": error[:2000]})
    _put_off(job, now + timedelta(seconds=wait), now)


def give_up(job: Job, lease: uuid.UUID, error: str, now: datetime) -> None:
    """Declare dead: it will not be tried again unless somebody asks. Raises LeaseLost."""
    _release(job.id, lease, {"state": "dead", "finished_at": now, "error": error[:2000]})


def _release(job_id: uuid.UUID, lease: uuid.UUID, values: dict[str, Any]) -> None:
    done = session().execute(
        update(Job)
        .where(Job.id == job_id, Job.lease == lease, Job.state == "running")
        .values(lease=None, lease_until=None, **values)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise LeaseLost(str(job_id))


def _put_off(job: Job, until: datetime, now: datetime) -> None:
    job.run_at, job.turn = until, _turn(until)
    session().flush()
    carriers.here().carry_again(job, now)


def dead() -> list[Job]:
    """Jobs that gave up, newest first: what an operator must look at."""
    return list(session().scalars(select(Job).where(Job.state == "dead").order_by(Job.finished_at.desc())))


def retry(job: Job, now: datetime) -> None:
    """An operator tries a dead job again."""
    job.state, job.attempts, job.finished_at = "ready", 0, None
    _put_off(job, now, now)


def pending() -> int:
    """How many jobs are ready or running."""
    return session().scalar(select(func.count()).where(Job.state.in_(["ready", "running"]))) or 0


def under_way(case_id: uuid.UUID, kind: str) -> bool:
    """Is a job of that kind still to be done for a case?"""
    query = select(Job.id).where(
        Job.case_id == case_id, Job.kind == kind, Job.state.in_(["ready", "running"])
    )
    return session().scalar(query.limit(1)) is not None


def first_time(source: str, event_id: str, now: datetime) -> bool:
    """Note a call-back in the current transaction; False when it was applied before."""
    return insert_once(Inbox, source=source, event_id=event_id, received_at=now) is not None


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
