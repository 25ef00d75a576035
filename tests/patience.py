"""Waiting for what other processes do: one patience for all tests, worn out only by what is broken."""

import time
from collections.abc import Callable

SECONDS = 30.0


def until(
    true: Callable[[], object],
    why: Callable[[], object] = lambda: "waited in vain",
    seconds: float = SECONDS,
) -> None:
    """Wait until this is true; `why` says what was missing when it never came."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, why()
        time.sleep(0.02)
