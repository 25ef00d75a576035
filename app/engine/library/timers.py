"""Timers of diagrams: a date, a duration, or a cycle of them.

The library's own are not used: two timers after one gateway would overwrite each other's dates, a cycle
that lay overdue fires once for every period missed (ten reminders in one morning after ten days down),
and a naive date means the server's zone.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.task import Task

from app.engine.language import times
from app.engine.library import clock
from app.engine.library.sandbox import element_of
from app.engine.library.steps import StepError


class Timer(TimerEventDefinition):  # type: ignore[misc]
    """One timer of a diagram; what it is set to is kept in the task that waits for it."""

    def __init__(self, element: str, kind: str, expression: str) -> None:
        super().__init__(element, expression)
        self.kind = kind

    def has_fired(self, task: Task) -> bool:
        return datetime.fromisoformat(self.armed(task)["due"]) <= clock.now()

    def due(self, task: Task) -> datetime | None:
        """When it will fire, if it is armed."""
        found = task.internal_data.get(self._key)
        return datetime.fromisoformat(found["due"]) if found else None

    def armed(self, task: Task) -> dict[str, Any]:
        """What the timer is set to; set now if it was not yet. Raises StepError."""
        if self._key not in task.internal_data:
            value = task.workflow.script_engine.evaluate(task, self.expression)
            try:
                times.check(self.kind, value)
                task.internal_data[self._key] = self._set(value)
            except (ValueError, OverflowError) as error:
                raise StepError("timer", str(error), element_of(task), self.expression) from error
        return task.internal_data[self._key]  # type: ignore[no-any-return]

    def again(self, task: Task) -> dict[str, Any] | None:
        """What the next round of a cycle is set to; periods that were missed are left out."""
        now, last = clock.now(), task.internal_data[self._key]
        if self.kind != "timeCycle":
            return None
        due, period = datetime.fromisoformat(last["due"]), timedelta(seconds=last["period"])
        missed = max(0, (now - due) // period)
        left = last["left"] if last["left"] == times.ALWAYS else max(0, last["left"] - 1 - missed)
        if left == 0:
            return None
        following = (due + (missed + 1) * period).isoformat()
        return {self._key: {"due": following, "left": left, "period": last["period"]}}

    def reset(self, task: Task) -> None:
        """Nothing: the date stays to be read by what comes after."""

    def _set(self, value: str) -> dict[str, Any]:
        if self.kind == "timeDate":
            return {"due": times.date(value).isoformat()}
        if self.kind == "timeDuration":
            return {"due": times.after(clock.now(), value).astimezone(UTC).isoformat()}
        left, first, period = times.cycle(value, clock.now())
        if left == 0:
            raise ValueError(f"{value!r} never fires")
        return {"due": first.astimezone(UTC).isoformat(), "left": left, "period": period.total_seconds()}

    @property
    def _key(self) -> str:
        return f"timer {self.name}"
