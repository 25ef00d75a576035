"""What must hold before a diagram may be published, each with the element at fault.

Most rules answer a trap of the BPMN library: what it swallows silently would leave a citizen's case stuck.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from app.engine.checking import event_checks, round_checks, table_checks
from app.engine.checking.problem import Problem
from app.engine.language import expressions
from app.engine.reading.model import CALLS, Element, Flow, Model

FORBIDDEN_IDS = frozenset({"Start", "End", "Root", "StartEventSplit", "StartEventJoin"})
LEAVE_FREELY = frozenset({"endEvent", "eventBasedGateway", "parallelGateway"})
CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
REFUSED = frozenset({"complexGateway", "adHocSubProcess", "transaction"})
BY_PEOPLE = frozenset({"userTask", "manualTask", "task"})
FOR_PEOPLE = BY_PEOPLE | {"receiveTask"}
NOTHING: Mapping[str, frozenset[str]] = {}


def problems(
    model: Model,
    forms: Collection[str],
    operations: Mapping[str, frozenset[str]],
    optional: Mapping[str, frozenset[str]] = NOTHING,
) -> list[Problem]:
    """All that stands against publishing; `operations` name the parameters that each one needs.

    `optional` name those that an operation may be given besides.
    """
    found = [*_ids(model), *_processes(model), *_flows(model), *_unreachable(model)]
    found += table_checks.problems(model.decisions)
    for element in model.elements.values():
        for rule in RULES:
            found += rule(model, element)
        found += _form(element, forms)
        found += _operation(element, operations, optional)
    return found


def _ids(model: Model) -> Iterator[Problem]:
    """The library drops elements called like its own, and mixes up ids that are used twice."""
    for own in sorted(o for o in model.elements if o in FORBIDDEN_IDS or "." in o):
        yield Problem(own, "id.forbidden")
    for own in sorted(model.repeated | (model.processes.keys() & model.elements.keys())):
        yield Problem(own, "id.repeated")
    for own in sorted(model.stores):
        yield Problem(own, "kind.refused", {"kind": "dataStoreReference"})


def _processes(model: Model) -> Iterator[Problem]:
    for process in model.processes.values():
        yield from _ways_in_and_out(model, process.id)
        if not process.executable:
            yield Problem(process.id, "process.not_executable")
    for element in model.elements.values():
        if element.kind == "subProcess":
            yield from _ways_in_and_out(model, element.id)
    yield from (Problem(own, "call.circle") for own in _in_circles(model))


def _ways_in_and_out(model: Model, scope: str) -> Iterator[Problem]:
    if len(model.starts(scope)) != 1:
        yield Problem(scope, "process.one_start", {"found": len(model.starts(scope))})
    if not any(e.kind == "endEvent" and e.scope == scope for e in model.elements.values()):
        yield Problem(scope, "process.no_end")


def _in_circles(model: Model) -> Iterator[str]:
    """Processes that call themselves by way of others."""
    calls = {p: {e.called for e in model.within(p) if e.called in model.processes} for p in model.processes}
    for process in sorted(calls):
        reached, todo = set[str](), [*calls[process]]
        while todo and (following := todo.pop()):
            if following not in reached:
                reached.add(following)
                todo += calls[following]
        if process in reached and process not in calls[process]:
            yield process


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
    yield from event_checks.expression(flow.id, condition)


def _unreachable(model: Model) -> Iterator[Problem]:
    """What no start leads to; a boundary event is reached with what it sits on."""
    reached = {e.id for e in model.elements.values() if e.kind == "startEvent" or e.on_event}
    todo = list(reached)
    while todo:
        own = todo.pop()
        following = {f.target for f in model.leaving(own)} | {e.id for e in model.attached(own)}
        following |= {e.id for e in model.linked(model.elements[own])} if own in model.elements else set()
        todo += following - reached
        reached |= following
    yield from (Problem(own, "element.unreachable") for own in model.elements if own not in reached)


def _kind(_: Model, element: Element) -> Iterator[Problem]:
    if element.kind in REFUSED:
        yield Problem(element.id, "kind.refused", {"kind": element.kind})


def _exits(model: Model, element: Element) -> Iterator[Problem]:
    flows = model.leaving(element.id)
    if element.on_event:
        if flows or model.entering(element.id) or model.attached(element.id):
            yield Problem(element.id, "event_sub_process.stands_alone")
        return
    if element.kind != "endEvent" and not flows and not _links(element):
        yield Problem(element.id, "element.dead_end")
    if element.is_gateway and (len(flows) > 1 or any(f.condition for f in flows)):
        yield from _choice(element, flows)
    elif len(flows) > 1:
        yield Problem(element.id, "element.two_exits", {"found": len(flows)})


def _links(element: Element) -> bool:
    sends = element.kind == "intermediateThrowEvent"
    return sends and element.event is not None and element.event.kind == "link"


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
    if element.kind in BY_PEOPLE and not element.role:
        yield Problem(element.id, "task.no_role")
    if element.kind in FOR_PEOPLE and not (element.label and element.label_en):
        yield Problem(element.id, "task.no_label")
    for said in (element.due, element.department):
        if said is not None:
            yield from event_checks.expression(element.id, said)


def _called(model: Model, element: Element) -> Iterator[Problem]:
    if element.kind == "callActivity" and element.called not in model.processes:
        yield Problem(element.id, "call.unknown", {"called": element.called or ""})
    elif element.kind in CALLS and element.called == element.process:
        yield Problem(element.id, "call.itself")


def _boundary(model: Model, element: Element) -> Iterator[Problem]:
    """An event on the edge of a gateway, an event or nothing would never be heard."""
    on = model.elements.get(element.attached_to or "")
    if element.kind == "boundaryEvent" and (
        on is None or on.is_gateway or on.is_event or on.scope != element.scope
    ):
        yield Problem(element.id, "boundary.nowhere", {"on": element.attached_to or ""})


def _script(_: Model, element: Element) -> Iterator[Problem]:
    scripts = element.scripts if element.kind != "scriptTask" else (*element.scripts, element.script or "")
    for script in scripts:
        try:
            expressions.assignments(script)
        except expressions.ExpressionError as error:
            facts = {"expression": error.expression, "reason": error.reason}
            yield Problem(element.id, "script.refused", facts)


def _decision(model: Model, element: Element) -> Iterator[Problem]:
    if element.kind == "businessRuleTask" and element.decision not in model.decisions.tables:
        yield Problem(element.id, "decision.unknown", {"decision": element.decision or ""})


def _form(element: Element, forms: Collection[str]) -> Iterator[Problem]:
    if element.kind != "userTask":
        return
    if not element.form:
        yield Problem(element.id, "task.no_form")
    elif element.form not in forms:
        yield Problem(element.id, "task.unknown_form", {"form": element.form})


def _operation(
    element: Element, operations: Mapping[str, frozenset[str]], optional: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    if element.kind != "serviceTask":
        return
    if element.operation is None or element.operation not in operations:
        yield Problem(element.id, "operation.unknown", {"operation": element.operation or ""})
        return
    asked, given = operations[element.operation], {name for name, _ in element.parameters}
    known = asked | optional.get(element.operation, frozenset())
    if not asked <= given <= known:
        facts = {"missing": sorted(asked - given), "unknown": sorted(given - known)}
        yield Problem(element.id, "operation.parameters", facts)
    for _, value in element.parameters:
        yield from event_checks.expression(element.id, value)


RULES: tuple[Callable[[Model, Element], Iterator[Problem]], ...] = (
    _kind,
    _exits,
    _drawn,
    _person,
    _called,
    _boundary,
    _script,
    event_checks.problems,
    event_checks.gateway,
    round_checks.problems,
    round_checks.objects,
    _decision,
)
