"""What a step of a run says: what is waited for, what was passed, what was sent, why it could not be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


class StepError(Exception):
    """A step that the diagram does not allow, or that cannot be made.

    `reason` is a word (`unknown_task`, `not_waiting`, `endless`, `expression`, …); where the diagram is at
    fault, `element` and `expression` name the place. The run in memory is then worth nothing: restore it.
    """

    def __init__(self, reason: str, detail: str = "", element: str = "", expression: str = "") -> None:
        super().__init__(" ".join(part for part in (reason, element, detail, expression) if part))
        self.reason = reason
        self.detail = detail
        self.element = element
        self.expression = expression


@dataclass(frozen=True)
class Wait:
    """Something the run waits for; `task_id` stays the same across saves and keys rows and jobs.

    `kind` is human, service, timer, message or signal; `due` (UTC) is a timer's, `parameters` a service's;
    `item` counts the round of the loop or multi-instance that it belongs to, from 0; `own_due` and
    `department` are what the diagram itself says of a person's task.
    """

    task_id: UUID
    element: str
    kind: str
    due: datetime | None = None
    message: str | None = None
    correlation: str | None = None
    operation: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    item: int | None = None
    own_due: Any = None
    department: Any = None


@dataclass(frozen=True)
class Passed:
    """An element that the step went through."""

    task_id: UUID
    element: str


@dataclass(frozen=True)
class Thrown:
    """What a step sent beyond the case; `kind` is message or signal."""

    kind: str
    name: str
    correlation: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
