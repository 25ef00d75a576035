"""Who carries jobs to the workers: Procrastinate on PostgreSQL, each worker's own look on SQLite."""

from datetime import datetime
from typing import Protocol

from app.database import locking
from app.queue import embedded, procrastinate
from app.queue.hands import Hands
from app.queue.models import Job


class Carrier(Protocol):
    """Brings jobs from the table to workers. The table stays the truth: what gets lost here is mended."""

    def carry(self, job: Job, now: datetime) -> None:
        """A job was written; in its transaction."""

    def carry_again(self, job: Job, now: datetime) -> None:
        """A job was put back or put off; in its transaction."""

    def carry_for_the_fallen(self, job: Job, now: datetime) -> None:
        """A job was taken back from a worker of which only the messenger is left; in its transaction."""

    def mend(self, now: datetime) -> None:
        """Put back what dead workers held; in a transaction."""

    def work(self, hands: Hands) -> None:
        """Keep a worker busy until it is asked to end."""


def here() -> Carrier:
    """The one that this database asks for."""
    return procrastinate if locking() else embedded
