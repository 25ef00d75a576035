"""Who hears what is said inside a case: messages, signals, errors and escalations.

The library tells an error to every boundary event that knows its code, a parallel branch's too; takes any
message for any other; and lets a finished handler be told again. So here it only keeps the list of those
that wait, and everything that is said goes by the rules of BPMN.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import CodeEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.util.event import EventManager
from SpiffWorkflow.spiff.specs.event_definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.task import Task, TaskState

from app.engine.library.loops import holder
from app.engine.library.steps import Thrown

BY_THEMSELVES = (TimerEventDefinition, ConditionalEventDefinition, MultipleEventDefinition)


class Message(MessageEventDefinition):  # type: ignore[misc]
    """A message, and the expression that says which case it is about."""

    def __init__(self, name: str, expression: str | None, variable: str | None, about: str | None) -> None:
        super().__init__(name, expression=expression, message_var=variable)
        self.about = about

    def correlation(self, task: Task) -> str | None:
        """What the message must be about, or is about; None: anything."""
        found = task.workflow.script_engine.evaluate(task, self.about) if self.about else None
        return None if found is None else str(found)

    def throw(self, task: Task) -> None:
        thrown = Thrown("message", self.name, self.correlation(task), _payload(task, self.expression))
        manager = task.workflow.top_workflow.event_manager
        if not manager.deliver(self.name, thrown.payload, thrown.correlation):
            manager.thrown.append(thrown)

    def again(self, _: Task) -> dict[str, Any]:
        return {}


class Signal(SignalEventDefinition):  # type: ignore[misc]
    """Told to everyone who listens, in this case and beyond it; never about anything."""

    def correlation(self, _: Task) -> None:
        return None

    def throw(self, task: Task) -> None:
        manager = task.workflow.top_workflow.event_manager
        manager.signal(self.name)
        manager.thrown.append(Thrown("signal", self.name))

    def again(self, _: Task) -> dict[str, Any]:
        return {}


class Error(ErrorEventDefinition):  # type: ignore[misc]
    """Goes up from what failed to the first that catches it."""

    def throw(self, task: Task) -> None:
        task.workflow.top_workflow.event_manager.rise(task, self)


class Escalation(EscalationEventDefinition):  # type: ignore[misc]
    """Goes up as an error does, and hurts nobody where it is not caught."""

    def throw(self, task: Task) -> None:
        task.workflow.top_workflow.event_manager.rise(task, self)

    def again(self, _: Task) -> dict[str, Any]:
        return {}


class Events(EventManager):  # type: ignore[misc]
    """Those who wait in one run, and what it sent beyond itself."""

    def __init__(self, workflow: BpmnWorkflow) -> None:
        super().__init__(workflow)
        self.tasks = dict(workflow.event_manager.tasks)
        self.thrown: list[Thrown] = []

    def waiting(self) -> list[Task]:
        """Tasks that were dropped with their branch are not told so; they are left out here."""
        alive = {i: t for i, t in self.tasks.items() if t.workflow.tasks.get(i) is t}
        self.tasks = {i: t for i, t in alive.items() if t.has_state(TaskState.WAITING)}
        return list(self.tasks.values())

    def catch(self, event: BpmnEvent, internal: bool = True) -> int:  # noqa: ARG002 - the library's
        """What the library would tell to everyone (the end of a sub-process by terminating) is nobody's."""
        return 0

    def deliver(self, name: str, payload: Any, correlation: str | None) -> bool:
        """Give a message to one who waits for it: rather to one who asks for exactly this."""
        found = self.listeners(Message, name, correlation)
        for task, definition in sorted(found, key=lambda one: one[1].correlation(one[0]) is None)[:1]:
            give(task, definition, payload)
        return bool(found)

    def signal(self, name: str) -> None:
        for task, definition in self.listeners(Signal, name):
            if task.has_state(TaskState.WAITING):  # else another listener has just ended its branch
                give(task, definition, None)

    def listeners(
        self, kind: type[Message | Signal], name: str, correlation: str | None = None
    ) -> list[tuple[Task, Any]]:
        """Who waits for a message or signal, and what for: about this, or about anything."""
        waited_for = ((task, said) for task in self.waiting() for said in definitions(task))
        return [
            (task, said)
            for task, said in waited_for
            if isinstance(said, kind) and said.name == name
            if said.correlation(task) in {None, correlation}
        ]

    def rise(self, task: Task, definition: CodeEventDefinition) -> bool:
        """Tell an error or escalation to the first that catches it on the way up from `task`."""
        boundary = catcher(task, type(definition), definition.code)
        if boundary is None:
            return False
        expression = definition.expression
        payload = task.workflow.script_engine.evaluate(task, expression) if expression else definition.code
        give(boundary, boundary.task_spec.event_definition, payload)
        return True

    def refresh(self) -> None:
        """Let what fires by itself look again: timers, conditions."""
        for task in self.waiting():
            if isinstance(task.task_spec.event_definition, BY_THEMSELVES) and task.has_state(
                TaskState.WAITING
            ):
                task.task_spec._update(task)


def _payload(task: Task, expression: str | None) -> dict[str, Any]:
    found = task.workflow.script_engine.evaluate(task, expression) if expression else {}
    return dict(found) if isinstance(found, dict) else {"value": found}


def definitions(task: Task) -> list[EventDefinition]:
    """What a waiting task waits for; the gateway holds the events that follow it."""
    definition = task.task_spec.event_definition
    return definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]


def give(task: Task, definition: EventDefinition, payload: Any) -> None:
    """Let one waiting task catch one event."""
    task.task_spec.catch(task, BpmnEvent(definition, payload=deepcopy(payload)))
    task.task_spec._update(task)


def catcher(task: Task, kind: type[Error | Escalation], code: str | None) -> Task | None:
    """The boundary event that catches an error on the way up; the one that names its code goes first."""
    for activity in _upwards(task):
        waiting = [b for b in boundaries(activity) if b.has_state(TaskState.WAITING)]
        fitting = [
            b
            for b in waiting
            if isinstance(b.task_spec.event_definition, kind)
            and b.task_spec.event_definition.code in {None, code}
        ]
        for boundary in sorted(fitting, key=lambda b: b.task_spec.event_definition.code is None):
            return boundary
    return None


def boundaries(activity: Task) -> list[Task]:
    """The boundary events on an activity under way."""
    split = activity.parent
    if split is None or not isinstance(split.task_spec, BoundaryEventSplit):
        return []
    return [
        task for task in split.children if task is not activity and hasattr(task.task_spec, "cancel_activity")
    ]


def _upwards(task: Task) -> Iterator[Task]:
    """The task itself, the loop it is a round of, and so on for what its sub-process stands in."""
    found: Task | None = task
    while found is not None:
        yield found
        if found.parent is not None and isinstance(found.parent.task_spec, LoopTask):
            yield found.parent
        found = holder(found)
