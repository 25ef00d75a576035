"""Joins that use every arrival once, and branches whose data flows together without losses.

The library's own joins go wrong in loops: a branch that arrived in an earlier round counts again, so a
second round fires with one branch alone; and whoever completes last writes its old copy over what the
others changed. Here an arrival is used up by the join that it made fire, and a branch brings along only
what it changed since the fork.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from functools import cache
from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway as LibraryInclusiveGateway
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway as LibraryParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task, TaskState

from app.engine.library.sameness import same

LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED
AHEAD = TaskState.FUTURE | TaskState.LIKELY | TaskState.MAYBE
_ARRIVED, _USED = "arrived", "used"


def pending(task: Task) -> bool:
    """Did a branch arrive here that no join has used yet?"""
    return _ARRIVED in task.internal_data and _USED not in task.internal_data


def arrival(task: Task) -> int:
    """The how-manieth arrival at its join this is."""
    return int(task.internal_data[_ARRIVED])


class BoundaryJoin(BoundaryEventJoin):  # type: ignore[misc]
    """Where an element and its boundary events meet again.

    The library's own looks for its likes in all that lies below the split. Where a boundary event leads back
    to its element, the next round lies there too, and would be left without a join: its clocks went on
    after it had ended.
    """

    def _find_tasks(self, my_task: Task) -> list[Task]:
        split = my_task.find_ancestor(self.split_task)
        return [join for way in split.children for join in way.children if join.task_spec is self]


class _Join(UnstructuredJoin):  # type: ignore[misc]
    """What the three joins have in common; each says when it may fire."""

    def may_fire(self, my_task: Task, came: AbstractSet[str]) -> bool:
        """Now that something came from each of these elements?"""
        raise NotImplementedError

    def _update_hook(self, my_task: Task) -> bool:
        others = [task for task in _at(my_task) if task is not my_task and pending(task)]
        if _ARRIVED not in my_task.internal_data:
            last = max(map(arrival, others), default=0)
            my_task._set_internal_data(**{_ARRIVED: last + 1})
            self._stand_in_for(others)
        if not self.may_fire(my_task, {task.parent.task_spec.name for task in (*others, my_task)}):
            my_task._set_state(TaskState.WAITING)
            return False
        for task in (*others, my_task):
            task._set_internal_data(**{_USED: str(my_task.id)})
        my_task._inherit_data()
        return True

    @staticmethod
    def _stand_in_for(others: Iterable[Task]) -> None:
        """Only the latest arrival waits, so that nothing is asked twice."""
        for task in others:
            if task.has_state(TaskState.WAITING):
                task.cancel()

    def _run_hook(self, my_task: Task) -> bool:
        used = str(my_task.id)
        others = [
            task for task in _at(my_task) if task is not my_task and task.internal_data.get(_USED) == used
        ]
        my_task.data = gathered(my_task, others)
        return True


class ParallelGateway(_Join, LibraryParallelGateway):  # type: ignore[misc]
    """Waits for one arrival on each way in. A way in that only leads back from itself is no branch."""

    def may_fire(self, my_task: Task, came: AbstractSet[str]) -> bool:  # noqa: ARG002 - as its siblings
        forward, back = _ways_in(self)
        return came >= forward or (bool(back) and came >= back)


class InclusiveGateway(_Join, LibraryInclusiveGateway):  # type: ignore[misc]
    """Waits as long as something under way can still come in where nothing has arrived."""

    def may_fire(self, my_task: Task, came: AbstractSet[str]) -> bool:
        missing = set(self._inputs) - came
        reachable = (_reaches(spec, self) for spec in _under_way(my_task) if spec is not self)
        return not any(ways & missing and not ways & came for ways in reachable)

    def _run_hook(self, my_task: Task) -> bool:
        _Join._run_hook(self, my_task)
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches + defaults:
            raise WorkflowTaskException("no way out", task=my_task)
        my_task._sync_children(matches or defaults, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class EndJoin(_Join, _EndJoin):  # type: ignore[misc]
    """The end of a process: waits until nothing else is left."""

    def may_fire(self, my_task: Task, came: AbstractSet[str]) -> bool:  # noqa: ARG002 - as its siblings
        return all(spec is self for spec in _under_way(my_task))

    def _run_hook(self, my_task: Task) -> bool:
        _Join._run_hook(self, my_task)
        my_task.workflow.data.update(my_task.data)
        return True


def _at(my_task: Task) -> list[Task]:
    return [task for task in my_task.workflow.tasks.values() if task.task_spec is my_task.task_spec]


def _under_way(my_task: Task) -> Iterator[TaskSpec]:
    """Where something stands; also what was just reached and is not looked at yet."""
    for task in my_task.workflow.tasks.values():
        next_up = task.has_state(AHEAD) and task.parent.has_state(TaskState.FINISHED_MASK)
        if task.has_state(LIVE) or next_up:
            yield task.task_spec


def gathered(my_task: Task, others: Iterable[Task]) -> dict[str, Any]:
    """The data of the branch that goes on, with what the others changed; the latest change counts."""
    own = my_task.parent.data
    data = {key: copy(value) for key, value in own.items()}
    decided: set[str] = set()
    for other in sorted(others, key=arrival, reverse=True):
        before, theirs = fork(my_task, other).data, other.parent.data
        new = changed(before, theirs) - decided
        decided |= new
        for key in new - changed(before, own):
            _take(data, theirs, key)
    return data


def _take(data: dict[str, Any], theirs: Mapping[str, Any], key: str) -> None:
    if key in theirs:
        data[key] = copy(theirs[key])
    else:
        data.pop(key, None)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Names whose value is new, another or gone."""
    both = before.keys() & after.keys()
    return (before.keys() ^ after.keys()) | {key for key in both if not same(before[key], after[key])}


def fork(one: Task, other: Task) -> Task:
    """The last task that both came from."""
    before, task = set(), one
    while task is not None:
        before.add(task.id)
        task = task.parent
    task = other
    while task.id not in before:
        task = task.parent
    return task


def downwards(root: Task) -> Iterator[Task]:
    """A task and all below it, each before its children."""
    todo = [root]
    while todo:
        task = todo.pop()
        yield task
        todo.extend(reversed(task.children))


@cache
def _ways_in(join: TaskSpec) -> tuple[frozenset[str], frozenset[str]]:
    """The ways into a join that come from before it, and those that only lead back from it."""
    ways = set(join._inputs)
    forward = _walk(join._wf_spec.start, join) & ways
    return frozenset(forward), frozenset(ways - forward)


@cache
def _reaches(spec: TaskSpec, join: TaskSpec) -> frozenset[str]:
    """The ways into a join that can be reached from here without passing it."""
    return frozenset(_walk(spec, join) & set(join._inputs))


def _walk(first: TaskSpec, wall: TaskSpec) -> set[str]:
    todo, seen = [first], {first.name}
    while todo:
        for spec in todo.pop().outputs:
            if spec is not None and spec is not wall and spec.name not in seen:
                seen.add(spec.name)
                todo.append(spec)
    return seen
