"""Doors that somebody stands before: opened now, or not at all."""

from datetime import datetime, timedelta

from app.outside import OutsideError
from app.queue.models import Job

OPEN_WITHIN = timedelta(minutes=1)


def check(job: Job, now: datetime) -> None:
    """Raises OutsideError `too_late` for a door asked for longer ago than anybody waits before it."""
    if now - job.created_at > OPEN_WITHIN:
        raise OutsideError("too_late", permanent=True)
