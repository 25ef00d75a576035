"""The engine's time is given, never taken.

The library asks `datetime.now` inside its timer module. That one name is replaced there by a class that
answers the time of the step being made, so that a case can be walked with a movable clock and a step is
repeatable.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo
from typing import Self

from SpiffWorkflow.bpmn.specs.event_definitions import timer

_now: ContextVar[datetime | None] = ContextVar("engine_now", default=None)


class _StepTime(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        given = _now.get()
        if given is None:
            return super().now(tz)
        return cls.fromtimestamp(given.timestamp(), tz)


timer.datetime = _StepTime


@contextmanager
def at(now: datetime) -> Iterator[None]:
    """Within this block the engine believes it is `now` (aware)."""
    token = _now.set(now)
    try:
        yield
    finally:
        _now.reset(token)


def now() -> datetime:
    """The time of the step that is being made."""
    return _now.get() or datetime.now(UTC)
