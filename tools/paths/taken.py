"""The sequence flows that a run took since it was begun or restored, read from the library's own tree."""

from collections.abc import Iterator
from typing import Any

from app.engine.runs import Run
from tools.paths.graph import Graph

REACHED = 8  # waiting, ready, or further


def flows_taken(run: Run, graph: Graph) -> frozenset[str]:
    """What was entered, with what was left for it."""
    top = run._workflow  # noqa: SLF001 - a run tells what it passed, not by which flow
    return frozenset(flow for process in (top, *top.subprocesses.values()) for flow in _of(process, graph))


def _of(process: Any, graph: Graph) -> Iterator[str]:
    for task in process.tasks.values():
        way = (_before(task), task.task_spec.bpmn_id)
        if task.state >= REACHED and way in graph.between:
            yield graph.between[way]


def _before(task: Any) -> str | None:
    """The element before on the diagram. What begins a handler stands in it under its own name and `.in`."""
    task = task.parent
    while task is not None and not task.task_spec.bpmn_id:
        task = task.parent
    found: str | None = task.task_spec.bpmn_id if task is not None else None
    return found.removesuffix(".in") if found else None
