"""Doing jobs: one at a time, the outside first, then everything it changed here in one transaction."""

from datetime import datetime
from uuid import UUID

from app import faults
from app.database import session, transaction
from app.errands import deaths
from app.errands.handlers import HANDLERS, Handlers
from app.errands.telling import Outcome, told
from app.journey.house import House
from app.logs import log, said
from app.outside import OutsideError
from app.queue import jobs
from app.queue.jobs import LeaseLost
from app.queue.models import Job

NOTHING: Handlers = {}


def drain(house: House, now: datetime, limit: int = 500) -> int:
    """Perform jobs until none is due at that time; how many."""
    done = 0
    while done < limit and perform_one(house, now):
        done += 1
    return done


def perform_one(house: House, now: datetime, more: Handlers = NOTHING) -> bool:
    """Take the job whose turn it is and perform it; False when there was none.

    `more`: what is done for the kinds of jobs that only a floor above knows.
    """
    with transaction():
        job = jobs.take(now)
    return job is not None and _perform(job, house, now, more)


def perform_this(job_id: UUID, house: House, now: datetime, more: Handlers = NOTHING) -> bool:
    """Take that job and perform it; False when it was not there to be taken."""
    with transaction():
        job = jobs.take_this(job_id, now)
    return job is not None and _perform(job, house, now, more)


def _perform(job: Job, house: House, now: datetime, more: Handlers) -> bool:
    """Perform a job that was taken, however it was carried here."""
    told(job, lambda: _do(job, house, now, more))
    return True


def _do(job: Job, house: House, now: datetime, more: Handlers) -> Outcome:
    # Named here: a transaction forgets what was read, and would read the job again to know its own name.
    job_id, lease = job.id, job.lease
    assert lease is not None
    faults.point("job.taken")
    try:
        if job.attempts > job.max_attempts:
            raise deaths.KillsItsWorkers
        settle = {**HANDLERS, **more}[job.kind](job, house, now)
        with transaction():
            # Who lost the job learns it before anything is written; and the job is locked before the case.
            jobs.finish(job_id, lease, now)
            settle()
    except LeaseLost:
        log.warning("job.lease_lost", job=str(job_id))
        return "lost"
    except Exception as error:  # noqa: BLE001 - a job that fails must never end the worker
        return _failed(job, lease, error, now)
    else:
        return "done"
    finally:
        session().close()


def _failed(job: Job, lease: UUID, error: Exception, now: datetime) -> Outcome:
    given_up = job.attempts >= job.max_attempts or deaths.is_permanent(error)
    if not isinstance(error, OutsideError):
        log.exception("job.error")
    try:
        with transaction():
            if given_up:
                deaths.bury(job, lease, error, now)
            else:
                jobs.fail(job, lease, repr(error), now)
    except LeaseLost:  # another worker has it now: whether it failed is that one's to say
        log.warning("job.lease_lost", job=str(job.id))
        return "lost"
    else:
        log.warning("job.failed", job=str(job.id), kind=job.kind, error=said(error), given_up=given_up)
        return "dead" if given_up else "again"
