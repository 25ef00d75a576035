"""Tasks, gateways and events where ours must do otherwise than the library's."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowDataException
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, EndEvent, EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask as AnySubProcess
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow, BpmnSubWorkflow
from SpiffWorkflow.spiff.specs.data_object import DataObject
from SpiffWorkflow.spiff.specs.defaults import CallActivity, ServiceTask, SubWorkflowTask
from SpiffWorkflow.task import Task, TaskState

from app.engine.library.timers import Timer

BODY = ".body"  # ends the id of what `rewriting` puts round a process that has event sub-processes


class Operation(ServiceTask):  # type: ignore[misc]
    """A service task that the hall performs later: reaching it leaves it STARTED until it is finished."""

    def _execute(self, task: Any) -> None:  # noqa: ARG002 - the library's signature
        return None


class _Interruptible(AnySubProcess):  # type: ignore[misc]
    """The library would bring a cancelled sub-process back to life when its last task ends."""

    def _on_subworkflow_completed(self, subworkflow: BpmnSubWorkflow, task: Task) -> None:
        if task.has_state(TaskState.NOT_FINISHED_MASK):
            super()._on_subworkflow_completed(subworkflow, task)


class Inner(SubWorkflowTask, _Interruptible):  # type: ignore[misc]
    """An embedded sub-process."""


class Call(CallActivity, _Interruptible):  # type: ignore[misc]
    """A call activity."""


class Boundary(BoundaryEvent):  # type: ignore[misc]
    """Ends at once what it interrupts; one that does not interrupt listens again."""

    def _on_ready_hook(self, task: Task) -> None:
        super()._on_ready_hook(task)
        activity = _activity(task)
        _learn(task, activity)
        if self.cancel_activity:
            _end(activity)
            _end_handlers(activity)

    def _on_complete_hook(self, task: Task) -> None:
        super()._on_complete_hook(task)
        if self.cancel_activity or _activity(task).has_state(TaskState.FINISHED_MASK):
            return
        again = getattr(self.event_definition, "again", None)
        if again is not None and (known := again(task)) is not None:
            _listen(self, task.parent, known)


class Ending(EndEvent):  # type: ignore[misc]
    """Terminating ends the process on the diagram, not only the part that `rewriting` set apart."""

    def _on_complete_hook(self, task: Task) -> None:
        super()._on_complete_hook(task)
        if not isinstance(self.event_definition, TerminateEventDefinition):
            return
        workflow = task.workflow
        while workflow.spec.name.endswith(BODY):
            above = workflow.parent_workflow
            body = above.tasks[workflow.parent_task_id]
            body.data = deepcopy(task.data)
            for other in above.get_tasks(state=TaskState.NOT_FINISHED_MASK):
                other.cancel()
            above.last_task = body
            above._mark_complete(body)
            above.completed_event(above)
            workflow = above


class EventGateway(EventBasedGateway):  # type: ignore[misc]
    """The first event decides, were several due."""

    def _run_hook(self, task: Task) -> bool:
        seen = task.internal_data["seen_events"]
        first = min(seen, key=lambda event: _when(event.event_definition, task))
        task.internal_data["seen_events"] = [first]
        super()._run_hook(task)
        del task.internal_data["seen_events"]
        return True


class Paper(DataObject):  # type: ignore[misc]
    """A data object; before anything was written to it, it reads as None."""

    def get(self, task: Task) -> None:
        try:
            super().get(task)
        except WorkflowDataException:
            task.data[self.bpmn_id] = None


def as_drawn(workflow: BpmnBaseWorkflow) -> BpmnBaseWorkflow:
    """The process as it stands on the diagram: while it runs, it is what `rewriting` set apart."""
    for task in workflow.get_tasks(state=TaskState.STARTED, skip_subprocesses=True):
        if task.task_spec.name.endswith(BODY):
            return as_drawn(workflow.top_workflow.subprocesses[task.id])
    return workflow


def _activity(boundary: Task) -> Task:
    """What a boundary event sits on."""
    return next(task for task in boundary.parent.children if not isinstance(task.task_spec, BoundaryEvent))


def _learn(boundary: Task, activity: Task) -> None:
    """What was said inside an embedded sub-process is known on the way out of it, too."""
    if isinstance(activity.task_spec, Inner):
        boundary.data.update(_said_inside(activity))


def _said_inside(activity: Task) -> dict[str, Any]:
    """The data of all branches under way, and over them those of the last step."""
    inside = activity.workflow.top_workflow.subprocesses.get(activity.id)
    if inside is None:
        return {}
    active = TaskState.READY | TaskState.STARTED | TaskState.WAITING
    said: dict[str, Any] = {}
    for task in inside.get_tasks(state=active, skip_subprocesses=True):
        said |= task.data | (_said_inside(task) if isinstance(task.task_spec, Inner) else {})
    return deepcopy(said | (inside.last_task.data if inside.last_task else {}))


def _end(activity: Task) -> None:
    """The library drops the rounds of a cancelled loop without telling their sub-processes."""
    if isinstance(activity.task_spec, LoopTask):
        for task in activity.children:
            if task.triggered:
                task.cancel()
    activity.cancel()


def _end_handlers(activity: Task) -> None:
    """An interrupting event sub-process ends those that ran beside the process, too."""
    if activity.task_spec.name.endswith(BODY):
        for task in activity.workflow.get_tasks(state=TaskState.STARTED, skip_subprocesses=True):
            task.cancel()


def _listen(spec: Boundary, split: Task, known: dict[str, Any]) -> None:
    again = split._add_child(spec, TaskState.WAITING)
    again.triggered = True
    again.internal_data.update(known)
    spec._predict(again, mask=TaskState.NOT_FINISHED_MASK)
    spec._update(again)


def _when(definition: EventDefinition, task: Task) -> datetime:
    """What was said came now; a timer when it was due. What was said goes first: it would be lost."""
    due = definition.due(task) if isinstance(definition, Timer) else None
    return due or datetime.min.replace(tzinfo=UTC)
