"""A running case to bytes and back, without its specification.

The specification is about 60 % of what the library would store and is the same for every case of a
version, so only the case's own part is written, and tasks are restored onto the shared parsed diagram.
What lies ahead is left out, too. Each value of the data is written once, however many
tasks know it, and as plain JSON, so that nothing in it is taken for an object of the library's.
"""

import zlib
from collections.abc import Mapping
from copy import copy
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow, BpmnSubWorkflow
from SpiffWorkflow.task import Task, TaskState

from app.engine import earlier_state
from app.engine.diagram import Diagram
from app.engine.library.joins import AHEAD, downwards

FORMAT = 2
DEEPEST = 50
_SMALLEST, _LARGEST = -(2**63), 2**64 - 1  # what orjson writes


class StateError(Exception):
    """Bytes that cannot be restored onto this diagram: another version's, or damaged."""


def pack(workflow: BpmnWorkflow, diagram: Diagram) -> bytes:
    """The case's own state, compressed; a kilobyte or two. Raises StateError."""
    written = _Written(workflow)
    whole = {
        "format": FORMAT,
        "diagram": diagram.digest,
        "processes": written.processes,
        "values": written.values,
    }
    return zlib.compress(_json(whole), level=6)


def unpack(stored: bytes, diagram: Diagram) -> BpmnWorkflow:
    """The workflow again, on the shared diagram. Raises StateError."""
    whole = _read(stored, diagram)
    workflow = BpmnWorkflow(diagram.spec, dict(diagram.called), deserializing=True)
    try:
        case = _Read(workflow, whole["values"])
        top, *inner = whole["processes"]
        for process in (top, *inner):
            case.process(process)
        case.listen()
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise StateError("damaged") from error
    return workflow


def _read(stored: bytes, diagram: Diagram) -> dict[str, Any]:
    try:
        whole = orjson.loads(zlib.decompress(stored))
    except (zlib.error, ValueError) as error:
        raise StateError("damaged") from error
    if whole.get("format") == earlier_state.FORMAT:
        return earlier_state.converted(whole, diagram)
    if whole.get("diagram") != diagram.digest:
        raise StateError("of another diagram")
    if whole.get("format") != FORMAT:
        raise StateError("of another format")
    return whole  # type: ignore[no-any-return]


def storable(value: object, deepest: int = DEEPEST) -> bool:
    """Can this live in a case's data and come back as it was?"""
    if isinstance(value, Mapping):
        return deepest > 0 and all(_text(k) and storable(v, deepest - 1) for k, v in value.items())
    if isinstance(value, list):
        return deepest > 0 and all(storable(item, deepest - 1) for item in value)
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor "not a number"
    if isinstance(value, int):
        return _SMALLEST <= value <= _LARGEST
    return value is None or _text(value)


def _text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError as error:
        raise StateError(f"not storable: {error}") from error


class _Row(NamedTuple):
    """A task. Parents and values are places in their lists; the age only orders, it is no time."""

    id: str
    spec: str
    state: int
    parent: int | None
    age: float
    data: list[int]
    notes: dict[str, Any]
    triggered: bool = False


class _Written:
    """A case's processes as plain lists, and all values of its data, each distinct one once."""

    def __init__(self, workflow: BpmnWorkflow) -> None:
        self.values: list[tuple[str, orjson.Fragment]] = []
        self._known: dict[tuple[str, bytes], int] = {}
        processes = [workflow, *workflow.subprocesses.values()]
        kept = [_kept(process) for process in processes]
        by_age = sorted(chain.from_iterable(kept), key=lambda task: task.last_state_change)
        self._age = {task.id: age for age, task in enumerate(by_age)}
        self.processes = [self._process(*pair) for pair in zip(processes, kept, strict=True)]

    def _process(self, process: BpmnBaseWorkflow, tasks: list[Task]) -> dict[str, Any]:
        places = {task.id: place for place, task in enumerate(tasks)}
        return {
            "holder": process.parent_task_id and str(process.parent_task_id),
            "last": places.get(process.last_task.id) if process.last_task is not None else None,
            "success": process.success,
            "completed": process.completed,
            "data": process.data,
            "correlations": process.correlations,
            "tasks": [self._task(task, places) for task in tasks],
        }

    def _task(self, task: Task, places: Mapping[UUID, int]) -> list[Any]:
        parent = places[task.parent.id] if task.parent is not None else None
        data = [self._value(key, _json(value)) for key, value in task.data.items()]
        row = _Row(
            str(task.id), task.task_spec.name, task.state, parent, self._age[task.id], data, _notes(task)
        )
        return [*(row._replace(triggered=True) if task.triggered else row[:-1])]

    def _value(self, key: str, text: bytes) -> int:
        place = self._known.setdefault((key, text), len(self.values))
        if place == len(self.values):
            self.values.append((key, orjson.Fragment(text)))
        return place


def _kept(process: BpmnBaseWorkflow) -> list[Task]:
    """All tasks but what lies ahead of something unfinished: it is foreseen when that comes to run."""
    return [
        task
        for task in downwards(process.task_tree)
        if not task.has_state(AHEAD) or task.parent is None or task.parent.has_state(TaskState.FINISHED_MASK)
    ]


def _notes(task: Task) -> dict[str, Any]:
    """The library's own; an event that was seen is written by its place among those waited for."""
    notes: dict[str, Any] = task.internal_data
    if not notes.get("seen_events"):
        return notes
    waited_for = task.task_spec.event_definition.event_definitions
    seen = [(waited_for.index(e.event_definition), e.payload, e.correlations) for e in notes["seen_events"]]
    return {**notes, "seen_events": seen}


class _Read:
    """A workflow built again from what was written of it."""

    def __init__(self, workflow: BpmnWorkflow, values: list[tuple[str, Any]]) -> None:
        self.workflow = workflow
        self._values = values
        self._tasks: list[Task] = []

    def process(self, stored: dict[str, Any]) -> None:
        process = self._begun(stored["holder"])
        tasks: list[Task] = []
        for row in stored["tasks"]:
            tasks.append(self._task(process, tasks, _Row(*row)))
        process.task_tree = tasks[0]
        process.last_task = tasks[stored["last"]] if stored["last"] is not None else None
        process.success, process.completed = stored["success"], stored["completed"]
        process.data, process.correlations = stored["data"], stored["correlations"]
        self._tasks += tasks

    def _begun(self, holder: str | None) -> BpmnBaseWorkflow:
        """The case's own process, or a new one inside the task that holds it."""
        if holder is None:
            return self.workflow
        task = self.workflow.get_task_from_id(UUID(holder))
        spec = self.workflow.subprocess_specs[task.task_spec.spec]
        process = BpmnSubWorkflow(spec, task.id, self.workflow, deserializing=True)
        process.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
        self.workflow.subprocesses[task.id] = process
        return process

    def _task(self, process: BpmnBaseWorkflow, before: list[Task], row: _Row) -> Task:
        above = before[row.parent] if row.parent is not None else None
        task = Task(process, process.spec.task_specs[row.spec], above, row.state, UUID(row.id))
        task.last_state_change, task.triggered = row.age, row.triggered
        task.data = {self._values[place][0]: copy(self._values[place][1]) for place in row.data}
        task.internal_data = row.notes
        if row.notes.get("seen_events"):
            waited_for = task.task_spec.event_definition.event_definitions
            seen = [BpmnEvent(waited_for[place], *rest) for place, *rest in row.notes["seen_events"]]
            task.internal_data["seen_events"] = seen
        return task

    def listen(self) -> None:
        """Listen in the order in which it was begun."""
        for task in sorted(self._tasks, key=lambda task: task.last_state_change):
            if task.has_state(TaskState.WAITING) and isinstance(task.task_spec, CatchingEvent):
                self.workflow.event_manager.add_task(task)
