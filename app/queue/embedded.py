"""The carrier on SQLite: every worker looks into the table itself, several times a second."""

import time
from datetime import datetime

from app.queue.hands import Hands
from app.queue.models import Job

IDLE_SECONDS = 0.15


def carry(_job: Job, _now: datetime) -> None:
    """The row is enough: a worker will see it."""


def carry_again(_job: Job, _now: datetime) -> None:
    """The row is enough."""


def carry_for_the_fallen(_job: Job, _now: datetime) -> None:
    """The row is enough."""


def mend(_now: datetime) -> None:
    """Taking a job puts back first what dead workers held."""


def work(hands: Hands) -> None:
    """Look, do, look again."""
    while not hands.stopped():
        hands.look_around()
        if not hands.do_next():
            time.sleep(IDLE_SECONDS)
