"""What must hold for events: what may stand where, and what would never be caught."""

import ast
from collections.abc import Iterator

from app.engine.checking.problem import Problem
from app.engine.language import times
from app.engine.language.expressions import ExpressionError, parse
from app.engine.reading.model import Element, Event, Model

OUTSIDE = frozenset({"timer", "message", "signal"})
INSIDE = OUTSIDE | {"error", "escalation", "conditional"}
ALLOWED = {
    "startEvent": OUTSIDE,
    "intermediateCatchEvent": OUTSIDE | {"conditional", "link"},
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "link"}),
    "endEvent": frozenset({"message", "signal", "error", "escalation", "terminate"}),
    "boundaryEvent": INSIDE,
    "sendTask": frozenset({"message"}),
    "receiveTask": frozenset({"message"}),
}
NEEDED = frozenset({"intermediateCatchEvent", "boundaryEvent", "sendTask", "receiveTask"})
NAMELESS = frozenset({"message", "signal"})
WAITED_FOR = frozenset({"intermediateCatchEvent", "receiveTask"})


def problems(model: Model, element: Element) -> Iterator[Problem]:
    """All that stands against one element's event."""
    if element.event is None:
        yield from _missing(model, element)
        return
    yield from _place(model, element, element.event)
    yield from _said(model, element, element.event)
    code, thrown = element.event.code, element.event.kind == "error" and element.kind == "endEvent"
    if thrown and not _caught(model, element.scope, code, set()):
        yield Problem(element.id, "error.uncaught", {"code": code or ""})


def _missing(model: Model, element: Element) -> Iterator[Problem]:
    if element.kind in NEEDED or (element.kind == "startEvent" and _handles(model, element)):
        yield Problem(element.id, "event.empty")


def _place(model: Model, element: Element, event: Event) -> Iterator[Problem]:
    """Which event may stand here: the library loses some silently, and knows no compensation."""
    allowed = ALLOWED.get(element.kind, frozenset())
    if element.kind == "startEvent" and element.scope != element.process:
        allowed = INSIDE if _handles(model, element) else frozenset()
    if event.kind not in allowed:
        yield Problem(element.id, "event.refused", {"kind": event.kind})
    if event.kind == "error" and element.kind != "endEvent" and not element.interrupting:
        yield Problem(element.id, "error.interrupts")
    aside = not element.interrupting and (element.kind == "boundaryEvent" or _handles(model, element))
    if event.timer == "timeCycle" and not aside:
        yield Problem(element.id, "timer.cycle_here")


def _said(model: Model, element: Element, event: Event) -> Iterator[Problem]:
    if event.kind in NAMELESS and not event.name:
        yield Problem(element.id, f"{event.kind}.empty")
    if event.kind in {"timer", "conditional"} and not event.expression:
        yield Problem(element.id, f"{event.kind}.empty")
    if event.kind == "link" and element.kind == "intermediateThrowEvent" and len(model.linked(element)) != 1:
        yield Problem(element.id, "link.alone", {"link": event.name})
    for text in (event.expression, event.payload, event.correlation):
        yield from expression(element.id, text)
    if event.kind == "timer":
        yield from _time(element, event)


def _time(element: Element, event: Event) -> Iterator[Problem]:
    """What is written out can be looked at now; what comes from the case only then."""
    try:
        tree = parse(event.expression)
        if isinstance(tree, ast.Constant):
            times.check(event.timer, tree.value)
    except ExpressionError:
        return
    except (ValueError, OverflowError) as error:
        yield Problem(element.id, "timer.not_iso", {"reason": str(error)})


def expression(owner: str, text: str | None) -> Iterator[Problem]:
    """Is this an expression of our language?"""
    try:
        if text:
            parse(text)
    except ExpressionError as error:
        yield Problem(owner, "expression.refused", {"expression": text, "reason": error.reason})


def gateway(model: Model, element: Element) -> Iterator[Problem]:
    """After an event-based gateway: events only, each its own, each reached from here only."""
    if element.kind != "eventBasedGateway":
        return
    following = [model.elements[f.target] for f in model.leaving(element.id) if f.target in model.elements]
    for one in following:
        waits = one.kind in WAITED_FOR and one.event is not None and one.event.kind in OUTSIDE
        if not waits or model.attached(one.id):
            yield Problem(one.id, "gateway.not_event")
        if len(model.entering(one.id)) > 1:
            yield Problem(one.id, "gateway.shared_event")
    named = [(e.event.kind, e.event.name) for e in following if e.event and e.event.kind in NAMELESS]
    for kind, name in sorted({one for one in named if named.count(one) > 1}):
        yield Problem(element.id, "gateway.same_event", {"kind": kind, "name": name})


def _handles(model: Model, start: Element) -> bool:
    """Does this start event begin an event sub-process?"""
    scope = model.elements.get(start.scope)
    return start.kind == "startEvent" and scope is not None and scope.on_event


def _caught(model: Model, scope: str, code: str | None, seen: set[str], inside: bool = True) -> bool:
    """Can anything on the way up catch this error? A handler's own error is not its neighbours'."""
    if scope in seen:
        return False
    seen.add(scope)
    if inside and any(_catches(start, code) for start in model.handlers(scope)):
        return True
    holder = model.elements.get(scope)
    around = [holder] if holder else [e for e in model.elements.values() if e.called == scope]
    if not around and scope != model.main:
        return True  # nobody calls it here
    return any(
        any(_catches(event, code) for event in model.attached(one.id))
        or _caught(model, one.scope, code, seen, inside=not one.on_event)
        for one in around
    )


def _catches(element: Element, code: str | None) -> bool:
    event = element.event
    return event is not None and event.kind == "error" and event.code in {None, code}
