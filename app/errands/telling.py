"""What the log says of a job: its id and case on every line, and one line when it is over."""

import time
from collections.abc import Callable
from typing import Literal

from app import logs
from app.queue.models import Job

# "again": it failed and comes back later; "lost": another worker has taken it over.
Outcome = Literal["done", "again", "dead", "lost"]


def told(job: Job, perform: Callable[[], Outcome]) -> None:
    """Perform one job, and tell how it went."""
    kind = job.kind
    with logs.scope(job=str(job.id), case=str(job.case_id) if job.case_id else None):
        begun, statements = time.perf_counter(), logs.counter()
        outcome = perform()
        logs.log.info(
            "job",
            kind=kind,
            ms=round((time.perf_counter() - begun) * 1000, 1),
            statements=statements[0],
            outcome=outcome,
        )
