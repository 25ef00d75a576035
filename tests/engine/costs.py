"""What an act costs in time and memory, measured so that a busy machine does not matter."""

import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError

MOST_SECONDS, MOST_BYTES = 0.05, 16 * 2**20


def seconds(act: Callable[[], object], enough: float = 0) -> float:
    """The least CPU time of several tries, or of fewer when one was short enough."""
    spent: list[float] = []
    while len(spent) < 5 and not (spent and spent[-1] < enough):
        began = time.process_time()
        act()
        spent.append(time.process_time() - began)
    return min(spent)


def peak(act: Callable[[], object]) -> int:
    """The most bytes held at once."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def cheap(act: Callable[[], object], most: float = MOST_SECONDS, most_bytes: int = MOST_BYTES) -> bool:
    return seconds(act, most) < most and peak(act) < most_bytes


def outcome(act: Callable[[], Any]) -> Any:
    """The value, or the ExpressionError; anything else that is raised fails the test."""
    expressions.parse.cache_clear()
    expressions.assignments.cache_clear()
    try:
        return act()
    except ExpressionError as error:
        return error
