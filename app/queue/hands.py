"""What a carrier asks of a worker."""

from typing import Protocol
from uuid import UUID


class Hands(Protocol):
    """What a worker can do; its carrier says when. Nothing here ever raises."""

    def do_next(self) -> bool:
        """Do the job whose turn it is; False when there was none."""

    def do(self, job_id: UUID) -> None:
        """Do this job, unless it is done or somebody does it."""

    def look_around(self) -> None:
        """Do what nobody enqueued: timers, and whatever dead workers left."""

    def stopped(self) -> bool:
        """Was this worker asked to end?"""
