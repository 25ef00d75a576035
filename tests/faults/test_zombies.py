"""A worker that sleeps longer than its lease wakes up too late: what it brings is refused."""

import os
import signal
import traceback
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Row, func, select

from app.cityhall.cases.models import CaseEvent
from app.database import db, session
from app.errands import handlers, runner
from app.journey.house import House
from app.journey.operations.context import Settle
from app.queue import beats, jobs
from app.queue.models import Job
from tests.hall import Hall
from tests.patience import until

LONG_AFTER = jobs.LEASE + timedelta(seconds=1)
REAL = dict(handlers.HANDLERS)


def a_worker(hall: Hall, folder: Path) -> int:
    """In a process of its own: does one job outside, says so, and sleeps before it writes it down."""
    child = os.fork()
    if child:
        return child
    try:
        runner.HANDLERS = dict.fromkeys(REAL, partial(_sleepy, folder))
        runner.perform_one(hall.house, hall.now)
        (folder / "finished").touch()
    except Exception:  # noqa: BLE001 - the parent sees only that nothing came
        traceback.print_exc()
    finally:
        os._exit(0)  # nothing of pytest's may go on here


def _sleepy(folder: Path, job: Job, house: House, now: datetime) -> Settle:
    settle = REAL[job.kind](job, house, now)
    (folder / "done-outside").touch()
    until((folder / "awake").exists)
    return settle


def written(job: object) -> tuple[Row[tuple], int]:
    """What is known of a job, and how much happened in all cases."""
    session().rollback()
    found = session().execute(
        select(Job.state, Job.finished_at, Job.attempts, Job.worker).where(Job.id == job)
    )
    return found.one(), session().scalar(select(func.count()).select_from(CaseEvent)) or 0


def test_a_worker_that_slept_through_its_lease_changes_nothing(any_hall: Hall, tmp_path: Path) -> None:
    any_hall.stopped = True
    any_hall.petition()
    any_hall.stopped = False
    any_hall.works_once()  # the receipt: whoever forks after typesetting must typeset no more
    session().close()
    db.engine.dispose()  # no connection is shared with the other process
    sleeper = a_worker(any_hall, tmp_path)
    until((tmp_path / "done-outside").exists)
    os.kill(sleeper, signal.SIGSTOP)
    (tmp_path / "awake").touch()
    taken = session().execute(select(Job.id, Job.worker).where(Job.state == "running")).one()
    assert taken.worker == f"{beats.here()}{sleeper}"
    session().rollback()
    any_hall.now += LONG_AFTER
    any_hall.works()
    before = written(taken.id)
    assert (before[0].state, before[0].attempts) == ("done", 2)
    os.kill(sleeper, signal.SIGCONT)
    until((tmp_path / "finished").exists)
    os.waitpid(sleeper, 0)
    assert written(taken.id) == before
    assert jobs.dead() == []
    assert jobs.pending() == 0
