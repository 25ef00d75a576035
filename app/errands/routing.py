"""Jobs of a batch of routing: one paper each."""

import uuid
from datetime import datetime

from app.journey import routing_batches as batches
from app.journey.house import House
from app.journey.operations.context import Settle
from app.queue.models import Job


def route(job: Job, _house: House, now: datetime) -> Settle:
    """Do to one paper what was asked for many, or note why it is refused."""
    batch, position = _which(job)
    return lambda: batches.do_one(batch, position, now)


def given_up(job: Job, now: datetime) -> None:
    """What is noted beside the incident."""
    batches.failed(*_which(job), now)


def _which(job: Job) -> tuple[uuid.UUID, int]:
    return uuid.UUID(job.payload["batch"]), int(job.payload["position"])
