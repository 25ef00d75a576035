"""The worker: takes jobs, performs them, lets timers fire; ends cleanly when told to."""

import signal
import time
from datetime import UTC, datetime
from types import FrameType
from uuid import UUID

from app.database import session, transaction
from app.jobs.handlers import HANDLERS, LAST_WORDS, PERMANENT
from app.journey import wake
from app.journey.house import House
from app.logs import log
from app.outside import OutsideError
from app.queue import jobs
from app.queue.jobs import LeaseLost
from app.queue.models import Job

IDLE_SECONDS = 0.15
TIMER_SECONDS = 1.0


def run(house: House) -> None:
    """Work until SIGTERM or SIGINT."""
    stop = _Stop()
    timers_at = 0.0
    while not stop.asked:
        if time.monotonic() >= timers_at:
            _wake()
            timers_at = time.monotonic() + TIMER_SECONDS
        if not _work(house):
            time.sleep(IDLE_SECONDS)


def drain(house: House, now: datetime, limit: int = 500) -> int:
    """Perform jobs until none is due at that time; how many."""
    done = 0
    while done < limit and perform_one(house, now):
        done += 1
    return done


def perform_one(house: House, now: datetime) -> bool:
    """Take one job that is due and perform it; False when there was none."""
    with transaction():
        job = jobs.take(now)
        if job is None:
            return False
        lease = job.lease
    assert lease is not None
    try:
        settle = HANDLERS[job.kind](job, house, now)
        with transaction():
            settle()
            jobs.finish(job.id, lease, now)
    except LeaseLost:
        log.warning("job.lease_lost", job=str(job.id))
    except Exception as error:  # noqa: BLE001 - a job that fails must never end the worker
        _failed(job, lease, error, now)
    finally:
        session().close()
    return True


def _failed(job: Job, lease: UUID, error: Exception, now: datetime) -> None:
    permanent = isinstance(error, PERMANENT) or getattr(error, "permanent", False)
    if not isinstance(error, OutsideError):
        log.exception("job.error", error=repr(error))
    try:
        with transaction():
            jobs.fail(job, lease, repr(error), now, permanent=permanent)
            _give_up(job, now)
    except LeaseLost:  # another worker has it now: whether it failed is that one's to say
        log.warning("job.lease_lost", job=str(job.id))
    else:
        log.warning("job.failed", job=str(job.id), kind=job.kind, error=repr(error), permanent=permanent)


def _give_up(job: Job, now: datetime) -> None:
    """A job that just died has a last word to say."""
    if job.state == "dead" and job.kind in LAST_WORDS:
        LAST_WORDS[job.kind](job, now)


class _Stop:
    """Set by a signal; looked at between two jobs."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


def _work(house: House) -> bool:
    try:
        return perform_one(house, _now())
    except Exception:  # noqa: BLE001 - the database may be away for a moment: look again soon
        log.exception("worker.error")
        session().rollback()
        return False


def _wake() -> None:
    try:
        wake.fire_due(_now())
    except Exception:  # noqa: BLE001 - the database may be away for a moment: look again in a second
        log.exception("timers.error")
    finally:
        session().close()


def _now() -> datetime:
    return datetime.now(UTC)
