"""Reading a run: what stands open in it, for whom, until when."""

from collections.abc import Iterator, Mapping
from uuid import UUID, uuid5

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task, TaskState

from app.engine.library.events import Message, Signal, definitions
from app.engine.library.loops import number
from app.engine.library.sandbox import SANDBOX, element_of
from app.engine.library.steps import Wait
from app.engine.library.tasks import EventGateway, Operation
from app.engine.library.timers import Timer
from app.engine.reading.parts import Element

DEEPEST = 100_000  # below its own bound the library would overlook tasks
UNFINISHED = TaskState.READY | TaskState.STARTED | TaskState.WAITING


def waits(workflow: BpmnWorkflow, elements: Mapping[str, Element]) -> list[Wait]:
    """All that a run waits for, in the order of the diagram's tree."""
    return [wait for task in _unfinished(workflow) for wait in _of(task, elements)]


def _unfinished(workflow: BpmnWorkflow) -> list[Task]:
    return list(workflow.get_tasks(state=UNFINISHED, max_depth=DEEPEST))


def after_gateway(task: Task, element: str) -> UUID:
    """A gateway waits for several events in one task: each gets an id of its own."""
    return uuid5(task.id, element)


def gateway_of(workflow: BpmnWorkflow, wait: UUID) -> Task | None:
    """The gateway before the event that waits under this id."""
    for task in _unfinished(workflow):
        following = task.task_spec.outputs if isinstance(task.task_spec, EventGateway) else ()
        if wait in {after_gateway(task, spec.bpmn_id) for spec in following}:
            return task
    return None


def _of(task: Task, elements: Mapping[str, Element]) -> Iterator[Wait]:
    spec, element = task.task_spec, element_of(task)
    if not element:
        return
    if task.has_state(TaskState.READY) and spec.manual:
        yield _human(task, elements[element])
    elif task.has_state(TaskState.STARTED) and isinstance(spec, Operation):
        yield _service(task, element)
    elif task.has_state(TaskState.WAITING) and isinstance(spec, EventGateway):
        for following, definition in zip(spec.outputs, definitions(task), strict=True):
            yield from _event(task, after_gateway(task, following.bpmn_id), following.bpmn_id, definition)
    elif task.has_state(TaskState.WAITING) and isinstance(spec, CatchingEvent):
        yield from _event(task, task.id, element, spec.event_definition)


def _human(task: Task, element: Element) -> Wait:
    """A person's task, with the day and the department that the diagram gives it for this round."""
    said = {name: SANDBOX.evaluate(task, text) for name, text in _of_its_own(element) if text}
    return Wait(task.id, element.id, "human", item=number(task), **said)


def _of_its_own(element: Element) -> tuple[tuple[str, str | None], ...]:
    return (("own_due", element.due), ("department", element.department))


def _service(task: Task, element: str) -> Wait:
    spec = task.task_spec
    given = {name: said["value"] for name, said in spec.evaluate_params(task).items()}
    return Wait(
        task.id, element, "service", operation=spec.operation_name, parameters=given, item=number(task)
    )


def _event(task: Task, own: UUID, element: str, definition: EventDefinition) -> Iterator[Wait]:
    if isinstance(definition, Timer):
        yield Wait(own, element, "timer", due=definition.due(task), item=number(task))
    elif isinstance(definition, Message):
        about = definition.correlation(task)
        yield Wait(own, element, "message", message=definition.name, correlation=about, item=number(task))
    elif isinstance(definition, Signal):
        yield Wait(own, element, "signal", message=definition.name, item=number(task))
