"""The flows that runs take, for whoever follows them: a rehearsal colours them, a hall at work keeps none."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.task import Task, TaskState

from app.engine.library.sandbox import element_of
from app.engine.reading.model import Model

_followed: ContextVar[set[str] | None] = ContextVar("flows_followed", default=None)
ENTERED = TaskState.READY | TaskState.WAITING | TaskState.STARTED | TaskState.COMPLETED | TaskState.ERROR
SPLIT = ".BoundaryEventSplit"
AHEAD = TaskState.PREDICTED_MASK | TaskState.FUTURE


@contextmanager
def flows() -> Iterator[set[str]]:
    """Inside, every flow that any run takes is put into the set."""
    taken: set[str] = set()
    token = _followed.set(taken)
    try:
        yield taken
    finally:
        _followed.reset(token)


@contextmanager
def step(workflow: BpmnWorkflow, model: Model) -> Iterator[None]:
    """Around one step of a run; looks at its tasks only when somebody follows."""
    taken = _followed.get()
    if taken is None:
        yield
        return
    known = {task.id for task in _tasks(workflow) if not task.has_state(AHEAD)}
    yield
    taken.update(_taken(workflow, model, known))


def _tasks(workflow: BpmnWorkflow) -> Iterator[Task]:
    for tree in (workflow, *workflow.subprocesses.values()):
        yield from tree.tasks.values()


def _taken(workflow: BpmnWorkflow, model: Model, known: set[UUID]) -> Iterator[str]:
    between: dict[tuple[str, str], list[str]] = {}
    for flow in model.flows.values():
        between.setdefault((flow.source, flow.target), []).append(flow.id)
    for task in _tasks(workflow):
        if task.id not in known and task.has_state(ENTERED):
            yield from between.get((_before(task, model), _drawn(task)), ())


def _drawn(task: Task) -> str:
    """The element on the diagram; one with events on its boundary may end before it was looked at itself."""
    spec = task.task_spec
    return spec.name.removesuffix(SPLIT) if isinstance(spec, BoundaryEventSplit) else element_of(task)


def _before(task: Task, model: Model) -> str:
    """The element that the task came from; what the library put in between stands on no diagram."""
    own, above = _drawn(task), task.parent
    while above is not None:
        # Inside an event sub-process its start event has a stand-in (see rewriting).
        name = _drawn(above).removesuffix(".in")
        if name != own and name in model.elements:
            return name
        above = above.parent
    return ""
