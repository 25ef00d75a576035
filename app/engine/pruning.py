"""Finished history taken out of a running case, so that its thousandth round costs what its second did.

What happened is in the hall's own tables. The engine keeps of it only what can still have an effect: the
task before each unfinished one (its data flows on), forks of branches that will meet again, arrivals that
a join waits with, and the first and the last task of each process. What lies ahead is forgotten, too, and
foreseen when a task comes to run: to look far ahead at each restoring costs more than everything else.
"""

from collections.abc import Iterator
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow
from SpiffWorkflow.task import Task, TaskState

from app.engine.library.joins import LIVE, EndJoin, arrival, changed, downwards, fork, pending


def prune(workflow: BpmnWorkflow) -> None:
    """Drop what can have no effect any more; what the case waits for and says of its data stays."""
    _drop_ended_processes(workflow)
    for tree in (workflow, *workflow.subprocesses.values()):
        _forget_rounds(tree)
        _keep_only(tree, _joined(tree, _needed(tree)))


def foresee(task: Task) -> None:
    """Give a task that is about to run or end what comes next, if it was pruned."""
    if all(child.triggered for child in task.children):
        task.task_spec._predict_hook(task)


def _drop_ended_processes(workflow: BpmnWorkflow) -> None:
    for holder in list(workflow.subprocesses):
        if holder in workflow.subprocesses and _ended(workflow.get_task_from_id(holder)):
            _drop_process(workflow, holder)


def _ended(task: Task) -> bool:
    return bool(task.has_state(TaskState.FINISHED_MASK))


def _drop_process(workflow: BpmnWorkflow, holder: UUID) -> None:
    if holder in workflow.subprocesses:
        for task in workflow.subprocesses.pop(holder).tasks:
            _drop_process(workflow, task)


def _forget_rounds(tree: BpmnBaseWorkflow) -> None:
    """A loop only counts the rounds that reported to it."""
    for task in tree.tasks.values():
        if merged := task.internal_data.get("merged"):
            task.internal_data["merged"] = [""] * len(merged)


def _needed(tree: BpmnBaseWorkflow) -> set[Task]:
    active = [task for task in tree.tasks.values() if task.has_state(LIVE)]
    joining = [task for task in tree.tasks.values() if _waits_to_join(task)]
    waiting = {*active, *joining, *_ends_with_news(tree, active)}
    needed = {tree.task_tree, *waiting, *(task.parent for task in waiting if task.parent is not None)}
    if tree.last_task is not None and tree.last_task.id in tree.tasks:
        needed.add(tree.last_task)
    return needed


def _waits_to_join(task: Task) -> bool:
    return pending(task) and not isinstance(task.task_spec, EndJoin)


def _ends_with_news(tree: BpmnBaseWorkflow, active: list[Task]) -> Iterator[Task]:
    """Branches that ended and changed something that the end of the process will still take over."""
    ended = [t for t in tree.tasks.values() if isinstance(t.task_spec, EndJoin) and pending(t)]
    for under_way in active if ended else ():
        decided: set[str] = set()
        for task in sorted(ended, key=arrival, reverse=True):
            new = changed(fork(under_way, task).data, task.parent.data) - decided
            if new:
                decided |= new
                yield task


def _joined(tree: BpmnBaseWorkflow, needed: set[Task]) -> list[Task]:
    """What is needed and the forks in between, each before what stands below it."""
    order = list(downwards(tree.task_tree))
    below = dict.fromkeys(order, 0)
    kept = set()
    for task in reversed(order):
        if task in needed or below[task] > 1:
            kept.add(task)
            below[task] = 1
        if task.parent is not None:
            below[task.parent] += below[task]
    return [task for task in order if task in kept]


def _keep_only(tree: BpmnBaseWorkflow, kept: list[Task]) -> None:
    """A smaller tree of the same shape."""
    ids = {task.id for task in kept}
    for task in kept[1:]:
        above = task.parent
        while above.id not in ids:
            above = above.parent
        task.parent = above
    for task in kept:
        task.children = []
    for task in kept[1:]:
        task.parent._children.append(task.id)
    tree.tasks = {task.id: task for task in kept}
