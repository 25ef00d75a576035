"""Loops and multi-instances: every round has its own number, its own data and its place in the result.

The library refuses the second turn of a multi-instance that stands in a circle of flows, orders results
by who finished first, and merges what two rounds of a loop said about one form.
"""

from bisect import insort
from copy import deepcopy
from typing import Any

from SpiffWorkflow.bpmn.specs.data_spec import TaskDataReference
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask, MultiInstanceTask
from SpiffWorkflow.spiff.specs.defaults import (
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    StandardLoopTask,
)
from SpiffWorkflow.task import Task, TaskState

from app.engine.library.sandbox import element_of
from app.engine.library.steps import StepError

MAX_ROUNDS = 200
Items = list[Any] | dict[str, Any]


class Collection(TaskDataReference):  # type: ignore[misc]
    """What a multi-instance goes through: an expression; nothing said is nothing to go through."""

    def get(self, task: Task) -> Items:
        found = task.workflow.script_engine.evaluate(task, self.bpmn_id)
        if found is None:
            return []
        if not isinstance(found, list | dict):
            raise StepError("not_a_list", "", element_of(task), self.bpmn_id)
        if len(found) > MAX_ROUNDS:
            raise StepError("too_many_rounds", str(len(found)), element_of(task), self.bpmn_id)
        return found

    def exists(self, task: Task) -> bool:  # noqa: ARG002 - the library's signature
        return True


class Cardinality(Collection):
    """The numbers from 0 up to what an expression says, as a collection."""

    def get(self, task: Task) -> Items:
        found = task.workflow.script_engine.evaluate(task, self.bpmn_id)
        if isinstance(found, bool) or not isinstance(found, int) or found < 0:
            raise StepError("not_a_number", repr(found), element_of(task), self.bpmn_id)
        if found > MAX_ROUNDS:
            raise StepError("too_many_rounds", str(found), element_of(task), self.bpmn_id)
        return list(range(found))


class _Rounds(MultiInstanceTask):  # type: ignore[misc]
    """What both kinds of multi-instance share. `round` numbers a child."""

    def init_data_output_with_input_data(self, task: Task, items: Items) -> None:
        """A new turn begins with no results."""
        self.data_output.set(task, {} if isinstance(items, dict) else [])
        task.internal_data["done"] = []

    def create_child(self, task: Task, item: Any, key_or_index: str | int | None = None) -> None:
        number = task.internal_data.get("rounds", 0)
        task.internal_data["rounds"] = number + 1
        for name in filter(None, (self.input_item, self.output_item)):
            task.data.pop(name.bpmn_id, None)  # these names belong to the rounds
        child = _new_round(self, task)
        child.internal_data.update(round=number, key_or_index=key_or_index)
        if self.input_item is not None:
            self.input_item.set(child, deepcopy(item))
        child.task_spec._update(child)

    def merge_child(self, _: object, child: Task) -> None:
        """Only the round's result is kept; a round that gives none gives None."""
        task = child.parent
        task.internal_data["merged"].append(str(child.id))
        if self.data_output is None or self.output_item is None:
            return
        results, result = task.data[self.data_output.bpmn_id], deepcopy(self.output_item.get(child))
        if isinstance(results, dict):
            results[child.internal_data["key_or_index"]] = result
        else:
            done, number = task.internal_data["done"], child.internal_data["round"]
            insort(done, number)
            results.insert(done.index(number), result)


class SequentialRounds(SequentialMultiInstanceTask, _Rounds):  # type: ignore[misc]
    """One after the other. An item that is None is an item."""

    def add_next_child(self, task: Task) -> None:
        remaining = task.internal_data["remaining"]
        task.internal_data["remaining"] = remaining[1:]
        self.create_child(task, self.data_input.get(task)[remaining[0]], remaining[0])


class ParallelRounds(ParallelMultiInstanceTask, _Rounds):  # type: ignore[misc]
    """All at once."""


class Loop(StandardLoopTask):  # type: ignore[misc]
    """Again while a condition holds; the next round goes on from what the last one said."""

    def create_child(self, task: Task) -> None:
        child = _new_round(self, task)
        child.internal_data["round"] = len(task.internal_data["merged"])
        child.task_spec._update(child)

    def merge_child(self, _: object, child: Task) -> None:
        task = child.parent
        task.data = deepcopy(child.data)
        task.internal_data["merged"].append(str(child.id))
        if self.loop_complete(task):
            task._set_state(TaskState.READY)
        elif len(task.internal_data["merged"]) >= MAX_ROUNDS:
            raise StepError("too_many_rounds", str(MAX_ROUNDS), element_of(task))
        else:
            self.create_child(task)


def number(task: Task) -> int | None:
    """Which round of the nearest loop round it a task belongs to."""
    while task is not None:
        if "round" in task.internal_data:
            return int(task.internal_data["round"])
        task = holder(task)
    return None


def holder(task: Task) -> Task | None:
    """The task in whose sub-process this one stands."""
    above = task.workflow.parent_workflow
    return above.tasks.get(task.workflow.parent_task_id) if above is not None else None


def _new_round(loop: LoopTask, task: Task) -> Task:
    spec = task.workflow.spec.task_specs[loop.task_spec]
    if not spec.completed_event.is_connected(loop.merge_child):
        spec.completed_event.connect(loop.merge_child)
    child = task._add_child(spec, TaskState.WAITING)
    child.triggered = True
    return child
