"""Many hands at once: each with its own application context, all starting together."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.database import session
from tests.hall import Hall

T = TypeVar("T")
FIRST = "the first"
HELD_SECONDS = 0.15


def at_once(hall: Hall, *doings: Callable[[], T]) -> list[T | Exception]:
    """What each doing gave, or how it failed, in the order given."""
    start = threading.Barrier(len(doings))

    def one(doing: Callable[[], T]) -> T | Exception:
        with hall.app.app_context():
            start.wait(timeout=20)
            try:
                return doing()
            except Exception as error:  # noqa: BLE001 - how it failed is what the test asks
                return error
            finally:
                session().close()

    with ThreadPoolExecutor(len(doings)) as hands:
        return list(hands.map(one, doings))


def overlapping(hall: Hall, first: Callable[[], T], second: Callable[[], T]) -> list[T | Exception]:
    """The second begins when the first has done everything but its commit, and meets its locks."""
    written = threading.Event()

    def hold(_session: Session) -> None:
        if threading.current_thread().name == FIRST and not written.is_set():
            written.set()
            time.sleep(HELD_SECONDS)

    def named() -> T:
        threading.current_thread().name = FIRST
        try:
            return first()
        finally:
            threading.current_thread().name = "done"
            written.set()

    def later() -> T:
        written.wait(timeout=20)
        return second()

    event.listen(Session, "before_commit", hold)
    try:
        return at_once(hall, named, later)
    finally:
        event.remove(Session, "before_commit", hold)
