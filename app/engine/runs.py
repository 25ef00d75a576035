"""One case's run of a diagram: start it, move it one step, see what it waits for.

Every mover checks first what the library never does: that the task exists and stands where it must
(`Task.run()` would happily run a finished or a future task).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task, TaskState

from app.engine import clock, expressions, state
from app.engine.diagram import Diagram, Operation

MAX_STEPS = 1_000


class StepError(Exception):
    """A step that the diagram does not allow now: `reason` is `unknown_task`, `not_waiting`, `endless`, …"""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason


@dataclass(frozen=True)
class Wait:
    """Something the run waits for; `task_id` stays the same across saves and keys rows and jobs.

    `kind` is human, service, timer or message; `due` (UTC) is a timer's; `parameters` a service's.
    """

    task_id: UUID
    element: str
    kind: str
    due: datetime | None = None
    message: str | None = None
    operation: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Passed:
    """An element that the step went through."""

    task_id: UUID
    element: str


class _Sandbox(PythonScriptEngine):  # type: ignore[misc]
    """Our expression language in place of the library's Python."""

    def evaluate(self, task: Task, expression: str, external_context: dict[str, Any] | None = None) -> Any:
        return expressions.evaluate(expression, {**task.data, **(external_context or {})})

    def execute(self, task: Task, script: str, external_context: dict[str, Any] | None = None) -> bool:
        for name, expression in expressions.assignments(script):
            task.data[name] = self.evaluate(task, expression, external_context)
        return True

    def validate(self, expression: str) -> None:
        expressions.parse(expression)


_SANDBOX = _Sandbox()


class Run:
    """A case's run, in memory. `passed` collects what was gone through since it was made or restored."""

    def __init__(self, diagram: Diagram, workflow: BpmnWorkflow) -> None:
        self.diagram = diagram
        self.passed: list[Passed] = []
        self._workflow = workflow
        # After a restore the library's unrestricted engine would be in place.
        workflow.script_engine = _SANDBOX

    @property
    def finished(self) -> bool:
        return bool(self._workflow.completed)

    def begin(self, data: Mapping[str, Any], now: datetime) -> None:
        """Give a new run its first data and move it until it waits."""
        if not state.storable(dict(data)):
            raise StepError("not_storable", "data")
        with self._step(now):
            self._workflow.task_tree.set_data(**deepcopy(dict(data)))

    def save(self) -> bytes:
        """The run's own state as bytes, to be restored on the same diagram."""
        return state.pack(self._workflow, self.diagram)

    def complete(self, task_id: UUID, form: str | None, answers: Mapping[str, Any], now: datetime) -> None:
        """A person finished a human task; the answers replace all that its form said before."""
        task = self._standing(task_id, TaskState.READY)
        if not task.task_spec.manual:
            raise StepError("not_waiting", str(task_id))
        with self._step(now):
            if form:
                self._own(task, form, answers)
            task.run()
            self._note(task)

    def finish_service(self, task_id: UUID, result: object, now: datetime) -> None:
        """A service task was performed; its result lands in its result variable."""
        task = self._standing(task_id, TaskState.STARTED)
        if not isinstance(task.task_spec, Operation):
            raise StepError("not_waiting", str(task_id))
        with self._step(now):
            if result is not None:
                self._own(task, task.task_spec.result_variable, result)
            task.complete()
            self._note(task)

    def deliver(self, message: str, now: datetime) -> bool:
        """Give a message to whoever waits for it; False when nobody does."""
        waiting = [wait for wait in self.waits() if wait.message == message]
        if not waiting:
            return False
        with self._step(now):
            definition = self._task(waiting[0].task_id).task_spec.event_definition
            self._workflow.send_event(BpmnEvent(definition, payload=None))
        return True

    def wake(self, now: datetime) -> None:
        """Let every timer that is due by now fire."""
        with self._step(now):
            self._workflow.refresh_timers()

    def waits(self) -> list[Wait]:
        """All that the run waits for now, in the order of the diagram's tree."""
        return [wait for task in self._unfinished() if (wait := self._wait(task))]

    def data(self) -> dict[str, Any]:
        """A copy of the data at the last step."""
        last = self._workflow.last_task
        return deepcopy(dict(last.data)) if last is not None else {}

    def data_at(self, task_id: UUID) -> dict[str, Any]:
        """A copy of what a waiting task knows."""
        return deepcopy(dict(self._task(task_id).data))

    @contextmanager
    def _step(self, now: datetime) -> Iterator[None]:
        with clock.at(now):
            yield
            self._run_engine()

    def _run_engine(self) -> None:
        for _ in range(MAX_STEPS):
            before = len(self.passed)
            self._workflow.do_engine_steps(did_complete_task=self._note)
            if len(self.passed) == before and not self._engine_work():
                return
            if len(self.passed) > MAX_STEPS:
                break
        raise StepError("endless")

    def _engine_work(self) -> bool:
        return any(
            task.has_state(TaskState.READY) and not task.task_spec.manual for task in self._unfinished()
        )

    def _note(self, task: Task) -> None:
        element = getattr(task.task_spec, "bpmn_id", None)
        if element and task.has_state(TaskState.COMPLETED):
            self.passed.append(Passed(task.id, element))

    @staticmethod
    def _own(task: Task, key: str, value: object) -> None:
        if not state.storable(value):
            raise StepError("not_storable", key)
        task.data[key] = deepcopy(value)

    def _task(self, task_id: UUID) -> Task:
        try:
            found = self._workflow.get_task_from_id(task_id)
        except Exception as error:
            raise StepError("unknown_task", str(task_id)) from error
        if found is None:
            raise StepError("unknown_task", str(task_id))
        return found

    def _standing(self, task_id: UUID, wanted: int) -> Task:
        task = self._task(task_id)
        if not task.has_state(wanted):
            raise StepError("not_waiting", str(task_id))
        return task

    def _unfinished(self) -> list[Task]:
        return list(self._workflow.get_tasks(state=TaskState.READY | TaskState.STARTED | TaskState.WAITING))

    def _wait(self, task: Task) -> Wait | None:
        spec = task.task_spec
        element = getattr(spec, "bpmn_id", None)
        if element is None:
            return None
        if task.has_state(TaskState.READY) and spec.manual:
            return Wait(task.id, element, "human")
        if task.has_state(TaskState.STARTED) and isinstance(spec, Operation):
            parameters = {name: p["value"] for name, p in spec.evaluate_params(task).items()}
            return Wait(task.id, element, "service", operation=spec.operation_name, parameters=parameters)
        if task.has_state(TaskState.WAITING) and isinstance(spec, CatchingEvent):
            return self._event(task, element)
        return None

    @staticmethod
    def _event(task: Task, element: str) -> Wait | None:
        definition = task.task_spec.event_definition
        if isinstance(definition, TimerEventDefinition):
            return Wait(task.id, element, "timer", due=_due(task))
        if isinstance(definition, MessageEventDefinition):
            return Wait(task.id, element, "message", message=definition.name)
        return None


def start(diagram: Diagram, data: Mapping[str, Any], now: datetime) -> Run:
    """A new run with its first data, moved until it waits."""
    run = Run(diagram, BpmnWorkflow(diagram.spec, dict(diagram.called), script_engine=_SANDBOX))
    run.begin(data, now)
    return run


def restore(diagram: Diagram, stored: bytes) -> Run:
    """A run saved earlier. Raises StateError."""
    return Run(diagram, state.unpack(stored, diagram))


def _due(task: Task) -> datetime | None:
    value = task.internal_data.get("event_value")
    if isinstance(value, dict):
        value = value.get("next") if value.get("cycles") else None
    if value is None:
        return None
    return datetime.fromisoformat(str(value)).astimezone(UTC)
