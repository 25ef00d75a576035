"""The hall's clock: where the doors and the commands read the time that they hand down."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app

Clock = Callable[[], datetime]


def time_of_day() -> datetime:
    """The machine's own time, aware and in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """What the clock of this application shows: the time of day, unless it was put together with another."""
    clock: Clock = current_app.extensions["clock"]
    return clock()
