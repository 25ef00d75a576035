"""What must hold for loops, multi-instances and data objects: that what they compute is not lost."""

from collections.abc import Iterator

from app.engine.checking.event_checks import expression
from app.engine.checking.problem import Problem
from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError
from app.engine.reading.model import CALLS, Element, Model, Rounds

TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "businessRuleTask"}
)
REPEATED = TASKS | {"receiveTask", "subProcess", "callActivity"}
PLAIN = frozenset({"task", "manualTask", "sendTask"})
OPAQUE = frozenset({"callActivity", "receiveTask"})  # what they leave behind is not seen from here


def problems(model: Model, element: Element) -> Iterator[Problem]:
    """All that stands against one element's loop or multi-instance."""
    rounds = element.rounds
    if rounds is None:
        return
    if element.kind not in REPEATED or element.on_event:
        yield Problem(element.id, "rounds.kind", {"kind": element.kind})
    for text in (rounds.over, rounds.until):
        yield from expression(element.id, text)
    if rounds.kind == "loop":
        yield from _loop(element, rounds)
    else:
        yield from _multi(model, element, rounds)


def _loop(element: Element, rounds: Rounds) -> Iterator[Problem]:
    if not rounds.over and not rounds.most:
        yield Problem(element.id, "loop.no_condition")
    if rounds.most and not (rounds.most.isdecimal() and 0 < int(rounds.most) <= 200):
        yield Problem(element.id, "loop.maximum", {"maximum": rounds.most})


def _multi(model: Model, element: Element, rounds: Rounds) -> Iterator[Problem]:
    if not rounds.over:
        yield Problem(element.id, "multi.no_collection")
    if bool(rounds.results) != bool(rounds.result) or (not rounds.results and _says_something(element)):
        yield Problem(element.id, "multi.no_result")
    if rounds.results and rounds.results in {rounds.over, rounds.item, rounds.result}:
        yield Problem(element.id, "multi.same_name", {"name": rounds.results})
    for name in filter(None, (rounds.results, rounds.result, rounds.item)):
        if not name.isidentifier():
            yield Problem(element.id, "multi.not_a_name", {"name": name})
    if rounds.result and element.kind not in OPAQUE and rounds.result not in _names(model, element):
        yield Problem(element.id, "multi.unknown_result", {"name": rounds.result})


def _says_something(element: Element) -> bool:
    """Would a round leave answers or results behind, which then nobody keeps?"""
    return element.kind not in PLAIN and not (element.kind == "serviceTask" and not element.result)


def objects(model: Model, element: Element) -> Iterator[Problem]:
    """A data object that is not there stops the parser; one that the task does not fill stops the case."""
    for name in (*element.reads, *element.writes):
        if name not in model.objects:
            yield Problem(element.id, "data.unknown", {"name": name})
    known = _names(model, element)
    for name in element.writes:
        if name not in known and element.kind not in OPAQUE:
            yield Problem(element.id, "data.not_written", {"name": name, "written": sorted(known)})


def _names(model: Model, element: Element) -> set[str]:
    """The names under which an element, or what is inside it, leaves something."""
    inside = [e for e in model.elements.values() if e.scope == element.id]
    table = model.decisions.tables.get(element.decision or "")
    names = {element.form, element.result, table.result if table else None}
    names |= {element.event.variable} if element.event else set()
    names |= {element.rounds.results} if element.rounds and element.kind in CALLS else set()
    for script in (element.script, *element.scripts):
        names |= _assigned(script or "")
    return {n for n in names if n}.union(*(_names(model, e) for e in inside))


def _assigned(script: str) -> set[str]:
    try:
        return {name for name, _ in expressions.assignments(script)}
    except ExpressionError:
        return set()
