"""Is an element of one version the same thing in another? What must be, and what may have changed."""

from collections.abc import Iterator

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask, MultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.specs.base import TaskSpec

from app.engine.library.tasks import BODY
from app.engine.reading.model import Element

# What changes for somebody who is at work on the element, and does not stop it.
NOTICED = ("name", "form", "role", "letter", "timer", "parameters", "result")
SPLIT = ".BoundaryEventSplit"


def changed(old: Element, new: Element) -> Iterator[str]:
    """What is different for a case that waits at the element, and goes on all the same."""
    return (f"new_{name}" for name in NOTICED if getattr(old, name) != getattr(new, name))


def differences(old: TaskSpec, new: TaskSpec, *, active: bool) -> Iterator[str]:
    """Why the element is not the same thing any more; of what is passed only its type matters."""
    if _type(old) != _type(new):
        yield "type"
    elif active:
        yield from (key for key, read in _READ.items() if read(old) != read(new))


def element_of(spec: TaskSpec) -> str:
    """The id on the diagram; of the library's own helpers, that of the element they belong to."""
    found = getattr(spec, "bpmn_id", None)
    if found:
        return str(found)
    name = str(spec.name)
    return name.rpartition(".BoundaryEvent")[0] if of_boundary(spec) else name


def whole(element: str) -> str:
    """The process that an element stands for, when it is what `rewriting` set apart."""
    return element.removesuffix(BODY)


def of_boundary(spec: TaskSpec) -> bool:
    """Is this one of the library's two helpers round an element with boundary events?"""
    return isinstance(spec, BoundaryEventSplit | BoundaryEventJoin)


def on_boundary(spec: TaskSpec) -> bool:
    """A boundary event, or one of the helpers: it stands beside an element, not in the way."""
    return isinstance(spec, BoundaryEvent) or of_boundary(spec)


def boundaries(process: BpmnProcessSpec, name: str) -> set[str]:
    """The boundary events of an element."""
    split = process.task_specs.get(name + SPLIT)
    return {spec.name for spec in split.outputs} - {name} if split is not None else set()


def _type(spec: TaskSpec) -> tuple[object, ...]:
    event = getattr(spec, "event_definition", None)
    return type(spec), type(event), getattr(event, "kind", None), getattr(spec, "cancel_activity", None)


def _called(spec: TaskSpec) -> object:
    return spec.spec if isinstance(spec, SubWorkflowTask) else None


def _operation(spec: TaskSpec) -> object:
    return getattr(spec, "operation_name", None)


def _heard(spec: TaskSpec) -> object:
    """The messages and signals that the element listens for; a gateway does for those that follow it."""
    event = getattr(spec, "event_definition", None)
    if isinstance(event, MultipleEventDefinition):
        kinds = [(type(one), getattr(one, "kind", None), _name(one)) for one in event.event_definitions]
        return dict(zip((following.name for following in spec.outputs), kinds, strict=True))
    return _name(event)


def _name(event: object) -> str | None:
    if isinstance(event, MessageEventDefinition | SignalEventDefinition):
        return str(event.name)
    return None


def _rounds(spec: TaskSpec) -> object:
    """What a loop under way reads and writes in each round."""
    if isinstance(spec, MultiInstanceTask):
        data = (spec.data_input, spec.data_output, spec.input_item, spec.output_item)
        return spec.cardinality, *(one and one.bpmn_id for one in data)
    return isinstance(spec, LoopTask) and spec.test_before


_READ = {"called": _called, "operation": _operation, "message": _heard, "loop": _rounds}
