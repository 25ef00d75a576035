"""What the log says of a job: its id and case on every line, and one line when it is over."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import inspect

from app import logs
from app.queue.models import Job

# By the state that it was left in; one still running has been taken over by another worker.
OUTCOMES = {"done": "done", "ready": "again", "dead": "dead", "running": "lost"}


@contextmanager
def told(job: Job) -> Iterator[None]:
    """Around the performance of one job."""
    kind = job.kind
    with logs.scope(job=str(job.id), case=str(job.case_id) if job.case_id else None):
        begun, statements = time.perf_counter(), logs.counter()
        yield
        logs.log.info(
            "job",
            kind=kind,
            ms=round((time.perf_counter() - begun) * 1000, 1),
            statements=statements[0],
            outcome=_outcome(job),
        )


def _outcome(job: Job) -> str:
    """A job whose change was taken back knows nothing of its state."""
    known: dict[str, Any] = inspect(job).dict
    return OUTCOMES.get(known.get("state", "running"), "lost")
