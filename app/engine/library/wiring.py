"""A parsed specification made ready to be shared: what the library connects as it runs, connected once.

A specification is parsed once and used by every case of a version in every order, so running a case must
leave it as it was, and a case restored by another process must find it as the first one did.
"""

from collections.abc import Iterable

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.task import Task, TaskState

from app.engine.library.joins import BoundaryJoin, EndJoin, InclusiveGateway, ParallelGateway


class Split(BoundaryEventSplit):  # type: ignore[misc]
    """Begins an element and the events on its boundary.

    What follows such an event is foreseen by the library as a mere maybe, where a loop cannot begin.
    """

    def _run_hook(self, task: Task) -> bool:
        super()._run_hook(task)
        for child in task.children:
            child.task_spec._predict(child, mask=TaskState.NOT_FINISHED_MASK)
        return True


OURS = {
    BoundaryEventJoin: BoundaryJoin,
    BoundaryEventSplit: Split,
    _EndJoin: EndJoin,
    defaults.ParallelGateway: ParallelGateway,
    defaults.InclusiveGateway: InclusiveGateway,
}


def wire(specs: Iterable[BpmnProcessSpec]) -> None:
    """Call once for all processes of a diagram, before any case runs."""
    for spec in specs:
        _give_ours(spec)
        _connect_rounds(spec)


def _give_ours(spec: BpmnProcessSpec) -> None:
    """The library makes its helpers, such as the join at the end, by itself and asks nobody which."""
    for one in spec.task_specs.values():
        one.__class__ = OURS.get(type(one), type(one))


def _connect_rounds(spec: BpmnProcessSpec) -> None:
    """Each round of a loop or instance reports to its loop.

    The library does it when it makes the first one, and when it restores a specification of its own; a
    worker that only restores tasks would have a round that ends and nobody who hears of it.
    """
    for loop in [one for one in spec.task_specs.values() if isinstance(one, LoopTask)]:
        ended = spec.task_specs[loop.task_spec].completed_event
        if not ended.is_connected(loop.merge_child):
            ended.connect(loop.merge_child)
