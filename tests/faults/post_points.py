"""Where a worker that collects the post may die (app/journey/post.py), and how a test lets it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from app import faults
from app.database import db, session
from app.journey import post
from tests.hall import Hall

POST_POINTS = (
    *("post.fetched", "post.bytes_kept", "post.before_commit", "post.after_commit"),
    "post.before_put_away",
)


REGISTRY_POINTS = (
    *("intake.before_commit", "intake.after_commit", "scan.before_put_away"),
    "destroying.removed",
)


def dies_at(points: Path, name: str, doing: Callable[[], object]) -> bool:
    """Somebody does it in a process of its own; did that die by `kill -9` at the point?"""
    session().close()
    db.engine.dispose()
    (points / name).touch()
    child = os.fork()
    if not child:
        code = 1
        try:
            faults.arm(points)
            doing()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def collects_and_dies(hall: Hall, points: Path, name: str) -> bool:
    """A worker process of its own looks into the mailboxes; did it die by `kill -9` at that point?"""
    return dies_at(points, name, lambda: post.rounds(hall.house, hall.now))
