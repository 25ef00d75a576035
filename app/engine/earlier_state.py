"""States written before format 2, brought into the form that is read today.

Format 1 was the library's own dictionary: every task with what its data changed against the task before.
It can go when no case that was saved so is running any more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import TaskState

from app.engine.diagram import Diagram
from app.engine.language import times
from app.engine.library.joins import AHEAD
from app.engine.library.sameness import same
from app.engine.library.timers import Timer

FORMAT = 1
Row = dict[str, Any]
Values = list[tuple[str, Any]]


def converted(whole: dict[str, Any], diagram: Diagram) -> dict[str, Any]:
    """The same case in format 2. Its stamp is not looked at: it named the library's version too."""
    top, values = whole["state"], Values()
    specs: dict[str | None, BpmnProcessSpec] = {None: diagram.spec}
    specs.update(diagram.called)
    processes: list[dict[str, Any]] = []
    todo: list[tuple[str | None, dict[str, Any]]] = [(None, top)]
    while todo:
        holder, old = todo.pop()
        specs_here = specs[old.get("spec")].task_specs
        processes.append({"holder": holder, **_process(old, specs_here, values)})
        todo += [(own, top["subprocesses"][own]) for own in old["tasks"] if own in top["subprocesses"]]
    return {"diagram": whole["diagram"], "processes": processes, "values": values}


def _process(old: dict[str, Any], specs: Mapping[str, TaskSpec], values: Values) -> dict[str, Any]:
    tasks = [task for task in _downwards(old) if not task["state"] & AHEAD]
    places = {task["id"]: place for place, task in enumerate(tasks)}
    known: dict[str, dict[str, Any]] = {}
    for task in tasks:
        known[task["id"]] = _data(task, known)
    for number, task in enumerate(sorted(tasks, key=lambda task: task["last_state_change"]), 1):
        spec, notes = specs[task["task_spec"]], task["internal_data"]
        if isinstance(spec, UnstructuredJoin) and task["state"] != TaskState.COMPLETED:
            notes["arrived"] = number
        _set_timer(notes, getattr(spec, "event_definition", None))
    return {
        "last": places.get(old["last_task"]),
        "tasks": [_row(task, places, _places(known[task["id"]], values)) for task in tasks],
        **{name: old[name] for name in ("success", "completed", "data", "correlations")},
    }


def _set_timer(notes: dict[str, Any], timer: object) -> None:
    """The library had one date for a task, or a cycle; ours are kept under the timer's own name."""
    value = notes.pop("event_value", None)
    if not isinstance(timer, Timer) or value is None:
        return
    if isinstance(value, str):
        notes[f"timer {timer.name}"] = {"due": times.date(value).isoformat()}
    else:
        notes[f"timer {timer.name}"] = {
            "due": value["next"],
            "left": value["cycles"],
            "period": value["duration"],
        }


def _downwards(old: dict[str, Any]) -> Iterator[Row]:
    todo = [old["root"]]
    while todo:
        task = old["tasks"][todo.pop()]
        yield task
        todo.extend(reversed(task["children"]))


def _data(task: Row, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What the task knew: the task before it's data and its own changes."""
    if task["parent"] is None:
        return dict(task["data"])
    gone, new = task["delta"]["deletions"], task["delta"]["updates"]
    before = known[task["parent"]]
    return {**{key: value for key, value in before.items() if key not in gone}, **new}


def _places(data: dict[str, Any], values: Values) -> list[int]:
    return [_place(item, values) for item in data.items()]


def _place(item: tuple[str, Any], values: Values) -> int:
    for place, (key, value) in enumerate(values):
        if key == item[0] and same(value, item[1]):
            return place
    values.append(item)
    return len(values) - 1


def _row(task: Row, places: dict[str, int], known: list[int]) -> list[Any]:
    parent = places.get(task["parent"])
    age, notes = task["last_state_change"], task["internal_data"]
    row = [task["id"], task["task_spec"], task["state"], parent, age, known, notes]
    return [*row, True] if task["triggered"] else row
