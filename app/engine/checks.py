"""What must hold before a diagram may be published, each with the element at fault.

Most rules answer a trap of the BPMN library: what it swallows silently would leave a citizen's case stuck.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from app.engine import expressions
from app.engine.model import CALLS, Element, Flow, Model
from app.engine.problem import Problem

FORBIDDEN_IDS = frozenset({"Start", "End", "Root"})
LEAVE_FREELY = frozenset({"endEvent", "eventBasedGateway", "parallelGateway"})
CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
REFUSED = frozenset({"complexGateway", "adHocSubProcess", "transaction"})
FOR_PEOPLE = frozenset({"userTask", "receiveTask"})


def problems(model: Model, forms: Collection[str], operations: Mapping[str, frozenset[str]]) -> list[Problem]:
    """All that stands against publishing; `operations` name the parameters that each one takes."""
    found = [*_ids(model), *_processes(model), *_flows(model), *_unreachable(model)]
    for element in model.elements.values():
        for rule in RULES:
            found += rule(model, element)
        found += _form(element, forms)
        found += _operation(element, operations)
    return found


def _ids(model: Model) -> Iterator[Problem]:
    """The library drops elements called like its own, and mixes up ids that are used twice."""
    for own in sorted(FORBIDDEN_IDS & model.elements.keys()):
        yield Problem(own, "id.forbidden")
    for own in sorted(model.repeated):
        yield Problem(own, "id.repeated")


def _processes(model: Model) -> Iterator[Problem]:
    for process in model.processes:
        if len(model.starts(process)) != 1:
            yield Problem(process, "process.one_start", {"found": len(model.starts(process))})
        if not any(e.kind == "endEvent" for e in model.within(process)):
            yield Problem(process, "process.no_end")


def _flows(model: Model) -> Iterator[Problem]:
    for flow in model.flows.values():
        if flow.source not in model.elements or flow.target not in model.elements:
            yield Problem(flow.id, "flow.loose")
        elif len(flow.points) < 2:
            yield Problem(flow.id, "flow.not_drawn")
        if flow.condition is not None:
            yield from _condition(model, flow, flow.condition)


def _condition(model: Model, flow: Flow, condition: str) -> Iterator[Problem]:
    source = model.elements.get(flow.source)
    if source is None or source.kind not in CHOOSING:
        yield Problem(flow.id, "flow.condition_ignored")
    elif source.default == flow.id:
        yield Problem(flow.id, "flow.condition_on_default")
    yield from _expression(flow.id, condition)


def _expression(owner: str, text: str) -> Iterator[Problem]:
    try:
        expressions.parse(text)
    except expressions.ExpressionError as error:
        yield Problem(owner, "expression.refused", {"expression": text, "reason": error.reason})


def _unreachable(model: Model) -> Iterator[Problem]:
    """What no start leads to; a boundary event is reached with what it sits on."""
    reached = {e.id for e in model.elements.values() if e.kind == "startEvent"}
    todo = list(reached)
    while todo:
        own = todo.pop()
        following = {f.target for f in model.leaving(own)} | {e.id for e in model.attached(own)}
        todo += following - reached
        reached |= following
    yield from (Problem(own, "element.unreachable") for own in model.elements if own not in reached)


def _kind(_: Model, element: Element) -> Iterator[Problem]:
    if element.kind in REFUSED:
        yield Problem(element.id, "kind.refused", {"kind": element.kind})


def _exits(model: Model, element: Element) -> Iterator[Problem]:
    flows = model.leaving(element.id)
    if element.kind != "endEvent" and not flows:
        yield Problem(element.id, "element.dead_end")
    if element.is_gateway and len(flows) > 1:
        yield from _choice(element, flows)
    elif len(flows) > 1:
        yield Problem(element.id, "element.two_exits", {"found": len(flows)})


def _choice(gateway: Element, flows: list[Flow]) -> Iterator[Problem]:
    """Without a default the case stops where no condition holds."""
    if gateway.kind in LEAVE_FREELY:
        return
    if gateway.default not in {f.id for f in flows}:
        yield Problem(gateway.id, "gateway.no_default")
    for flow in flows:
        if flow.id != gateway.default and not flow.condition:
            yield Problem(flow.id, "flow.no_condition")


def _drawn(_: Model, element: Element) -> Iterator[Problem]:
    if element.bounds is None:
        yield Problem(element.id, "element.not_drawn")


def _person(_: Model, element: Element) -> Iterator[Problem]:
    if element.kind == "userTask" and not element.role:
        yield Problem(element.id, "task.no_role")
    if element.kind in FOR_PEOPLE and not (element.label and element.label_en):
        yield Problem(element.id, "task.no_label")


def _called(model: Model, element: Element) -> Iterator[Problem]:
    if element.kind == "callActivity" and element.called not in model.processes:
        yield Problem(element.id, "call.unknown", {"called": element.called or ""})
    elif element.kind in CALLS and element.called == element.process:
        yield Problem(element.id, "call.itself")


def _event(_: Model, element: Element) -> Iterator[Problem]:
    if element.timer == "":
        yield Problem(element.id, "timer.empty")
    elif element.timer:
        yield from _expression(element.id, element.timer)
    if element.message == "":
        yield Problem(element.id, "message.empty")
    if element.kind == "boundaryEvent" and element.timer is None and element.message is None:
        yield Problem(element.id, "event.empty")


def _script(_: Model, element: Element) -> Iterator[Problem]:
    if element.kind != "scriptTask":
        return
    try:
        expressions.assignments(element.script or "")
    except expressions.ExpressionError as error:
        yield Problem(element.id, "script.refused", {"reason": error.reason})


def _form(element: Element, forms: Collection[str]) -> Iterator[Problem]:
    if element.kind != "userTask":
        return
    if not element.form:
        yield Problem(element.id, "task.no_form")
    elif element.form not in forms:
        yield Problem(element.id, "task.unknown_form", {"form": element.form})


def _operation(element: Element, operations: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    if element.kind != "serviceTask":
        return
    if element.operation is None or element.operation not in operations:
        yield Problem(element.id, "operation.unknown", {"operation": element.operation or ""})
        return
    asked, given = operations[element.operation], {name for name, _ in element.parameters}
    if asked != given:
        facts = {"missing": sorted(asked - given), "unknown": sorted(given - asked)}
        yield Problem(element.id, "operation.parameters", facts)
    for _, value in element.parameters:
        yield from _expression(element.id, value)


RULES: tuple[Callable[[Model, Element], Iterator[Problem]], ...] = (
    _kind,
    _exits,
    _drawn,
    _person,
    _called,
    _event,
    _script,
)
