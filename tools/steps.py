"""The steps of a walk: each is said with what it took."""

import time
from collections.abc import Callable
from typing import TypeVar

from tools.scenes import Town

Result = TypeVar("Result")


class Walk:
    """Counts the steps and says how long each took."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.steps = 0

    def step(self, words: str, act: Callable[[], Result]) -> Result:
        """Do one step and print it with its milliseconds."""
        start = time.perf_counter()
        result = act()
        self.steps += 1
        print(f"{self.steps:3}. {words:72} {(time.perf_counter() - start) * 1000:7.0f} ms", flush=True)
        return result
