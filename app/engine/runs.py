"""One case's run of a diagram: start it, move it one step, see what it waits for.

Every mover checks first what the library never does: that the task exists and stands where it must
(`Task.run()` would happily run a finished or a future task).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.task import Task, TaskState

from app.engine import pruning, state
from app.engine.diagram import Diagram
from app.engine.library import clock, following
from app.engine.library import waits as waiting
from app.engine.library.events import Error, Events, Message, Signal, catcher, give
from app.engine.library.loops import MAX_ROUNDS
from app.engine.library.sandbox import SANDBOX, element_of
from app.engine.library.steps import Passed, StepError, Thrown, Wait
from app.engine.library.tasks import Operation, as_drawn

__all__ = ["Passed", "Run", "StepError", "Thrown", "Wait", "restore", "start"]

MAX_STEPS, MAX_TURNS = 2_000, MAX_ROUNDS + 10  # of all elements, and of one in its process


class Run:
    """A case's run, in memory. `passed` collects what was gone through since it was made or restored."""

    def __init__(self, diagram: Diagram, workflow: BpmnWorkflow) -> None:
        self.diagram = diagram
        self.passed: list[Passed] = []
        self._workflow = workflow
        # After a restore the library's unrestricted engine would be in place.
        workflow.script_engine = SANDBOX
        self._events = workflow.event_manager = Events(workflow)

    @property
    def finished(self) -> bool:
        return bool(self._workflow.completed)

    @property
    def thrown(self) -> list[Thrown]:
        """Messages and signals sent beyond the case since the run was made or restored."""
        return self._events.thrown

    def begin(self, data: Mapping[str, Any], now: datetime) -> None:
        """Give a new run its first data and move it until it waits."""
        _storable("data", dict(data))
        with self._step(now):
            self._workflow.task_tree.set_data(**deepcopy(dict(data)))

    def save(self) -> bytes:
        """The run's own state as bytes, to be restored on the same diagram."""
        self.prune()
        return state.pack(self._workflow, self.diagram)

    def prune(self) -> None:
        """Drop finished history; what the run will do stays the same."""
        pruning.prune(self._workflow)

    def complete(self, task_id: UUID, form: str | None, answers: Mapping[str, Any], now: datetime) -> None:
        """A person finished a human task; the answers replace all that its form said before."""
        task = self._standing(task_id, TaskState.READY)
        if not task.task_spec.manual:
            raise StepError("not_waiting", str(task_id))
        if form:
            _storable(form, answers)
        with self._step(now):
            if form:
                task.data[form] = deepcopy(answers)
            self._run(task)

    def finish_service(self, task_id: UUID, result: object, now: datetime) -> None:
        """A service task was performed; its result lands in its result variable."""
        task = self._operation(task_id)
        name = self.diagram.model.elements[element_of(task)].result
        _storable(name or "", result)
        with self._step(now):
            if name and result is not None:
                task.data[name] = deepcopy(result)
            pruning.foresee(task)
            task.complete()
            self._note(task)

    def fail_service(self, task_id: UUID, code: str, now: datetime) -> bool:
        """A service task cannot be performed: the first that catches this error on the way up goes on.

        False when nobody does; nothing has changed then.
        """
        boundary = catcher(self._operation(task_id), Error, code)
        if boundary is None:
            return False
        with self._step(now):
            give(boundary, boundary.task_spec.event_definition, code)
        return True

    def deliver(
        self, message: str, now: datetime, payload: Any = None, correlation: str | None = None
    ) -> bool:
        """Give a message to one who waits for it under that correlation; False when nobody does."""
        _storable(message, payload)
        if not self._events.listeners(Message, message, correlation):
            return False
        with self._step(now):
            self._events.deliver(message, payload, correlation)
        return True

    def signal(self, name: str, now: datetime) -> bool:
        """Let everyone hear a signal who waits for it; False when nobody does."""
        if not self._events.listeners(Signal, name):
            return False
        with self._step(now):
            self._events.signal(name)
        return True

    def wake(self, now: datetime) -> None:
        """Let every timer that is due by now fire."""
        with self._step(now):
            self._events.refresh()

    def waits(self) -> list[Wait]:
        """All that the run waits for now, in the order of the diagram's tree."""
        return waiting.waits(self._workflow, self.diagram.model.elements)

    def data(self) -> dict[str, Any]:
        """A copy of the data at the last step."""
        last = as_drawn(self._workflow).last_task
        return deepcopy(dict(last.data)) if last is not None else {}

    def data_at(self, task_id: UUID) -> dict[str, Any]:
        """A copy of what a waiting task knows."""
        return deepcopy(dict(self._task(task_id).data))

    @contextmanager
    def _step(self, now: datetime) -> Iterator[None]:
        try:
            with clock.at(now), following.step(self._workflow, self.diagram.model):
                yield
                self._go_on()
        except WorkflowException as error:
            raise _told(error) from error
        except RecursionError as error:
            raise StepError("endless") from error

    def _go_on(self) -> None:
        """Run what needs nobody. The library's own loop would run tasks that others have just ended."""
        turns: Counter[tuple[int, str]] = Counter()
        while ready := self._ready() or self._ready_after_a_look():
            for task in ready:
                if task.has_state(TaskState.READY) and task.workflow.tasks.get(task.id) is task:
                    turn = (id(task.workflow), task.task_spec.name)
                    turns[turn] += 1
                    if turns[turn] > MAX_TURNS or turns.total() > MAX_STEPS:
                        raise StepError("endless", element=element_of(task))
                    self._run(task)

    def _ready(self) -> list[Task]:
        found = self._workflow.get_tasks(state=TaskState.READY, max_depth=waiting.DEEPEST)
        return [task for task in found if not task.task_spec.manual]

    def _ready_after_a_look(self) -> list[Task]:
        self._events.refresh()
        return self._ready()

    def _run(self, task: Task) -> None:
        pruning.foresee(task)
        task.run()
        self._note(task)

    def _note(self, task: Task) -> None:
        """The library's helpers and the rounds' own loop are not on the way that people see."""
        element = element_of(task)
        shown = element in self.diagram.model.elements and not isinstance(task.task_spec, LoopTask)
        if shown and task.has_state(TaskState.COMPLETED):
            self.passed.append(Passed(task.id, element))

    def _task(self, task_id: UUID) -> Task:
        try:
            return self._workflow.get_task_from_id(task_id)
        except WorkflowException as error:
            gateway = waiting.gateway_of(self._workflow, task_id)
            if gateway is None:
                raise StepError("unknown_task", str(task_id)) from error
            return gateway

    def _standing(self, task_id: UUID, wanted: int) -> Task:
        task = self._task(task_id)
        if not task.has_state(wanted):
            raise StepError("not_waiting", str(task_id))
        return task

    def _operation(self, task_id: UUID) -> Task:
        task = self._standing(task_id, TaskState.STARTED)
        if not isinstance(task.task_spec, Operation):
            raise StepError("not_waiting", str(task_id))
        return task


def start(diagram: Diagram, data: Mapping[str, Any], now: datetime) -> Run:
    """A new run with its first data, moved until it waits."""
    run = Run(diagram, BpmnWorkflow(diagram.spec, dict(diagram.called), script_engine=SANDBOX))
    run.begin(data, now)
    return run


def restore(diagram: Diagram, stored: bytes) -> Run:
    """A run saved earlier. Raises StateError."""
    return Run(diagram, state.unpack(stored, diagram))


def _storable(name: str, value: object) -> None:
    if not state.storable(value):
        raise StepError("not_storable", name)


def _told(error: WorkflowException) -> StepError:
    """The library's complaint as ours, with the element at fault."""
    spec = error.task_spec
    reason = "no_way" if isinstance(spec, MultiChoice) else "refused"
    return StepError(reason, str(error), getattr(spec, "bpmn_id", None) or "")
