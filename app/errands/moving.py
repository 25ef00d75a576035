"""Jobs of a batch of moves: feeding the queue, moving one case, taking one back."""

import uuid
from datetime import datetime

from app.journey import batches
from app.journey.house import House
from app.journey.operations.context import Settle
from app.queue.models import Job


def feed(job: Job, _house: House, now: datetime) -> Settle:
    """Hand the next cases of a batch to the queue."""
    batch, after = uuid.UUID(job.payload["batch"]), int(job.payload["after"])
    return lambda: batches.feed(batch, after, now)


def move(job: Job, _house: House, now: datetime) -> Settle:
    """Move one case, or note why it stays."""
    batch, case = _which(job)
    return lambda: batches.move_one(batch, case, now)


def undo(job: Job, _house: House, now: datetime) -> Settle:
    """Take one case back, unless it took a step since."""
    (batch, case), by = _which(job), uuid.UUID(job.payload["by"])
    return lambda: batches.undo_if_one_can(batch, case, by, now)


def given_up(job: Job, now: datetime) -> None:
    """What is noted beside the incident."""
    batches.failed(*_which(job), now)


def _which(job: Job) -> tuple[uuid.UUID, uuid.UUID]:
    return uuid.UUID(job.payload["batch"]), uuid.UUID(job.payload["case"])
