"""Many hands at once: each with its own application context, all starting together."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from app.database import session
from tests.hall import Hall

T = TypeVar("T")


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
