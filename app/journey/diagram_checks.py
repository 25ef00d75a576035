"""What must hold between a procedure's diagrams and its other files, and with the hall that runs them."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from app.cityhall.procedures import letters, notices
from app.engine.checking.problem import Problem
from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError
from app.engine.reading.model import Element, Model
from app.journey import wishes

# What the hall itself tells its cases (app.journey.messages.post), besides what applicants may say.
SENT_BY_THE_HALL = frozenset(
    {
        "compartment_free",
        "completion_delivered",
        "moved",
        "parcel_collected",
        "payment_settled",
        "pickup_extended",
        "slot_freed",
        "tacit_approval",
        "term_over",
    }
)
WAITING = frozenset({"receiveTask", "intermediateCatchEvent"})
AFTER_A_CHOICE = "eventBasedGateway"
HOLDER = "settings"


def problems(files: Mapping[str, bytes], model: Model, config: Mapping[str, Any]) -> Iterator[Problem]:
    """All that stands against the diagrams, read beside the files; `config` has its shape."""
    sent = sent_within(model) | SENT_BY_THE_HALL | wishes.WISHES.keys()
    settings, notices_known = set(config.get("settings", {})), _notices(files)
    letters_known = {one.name for one in letters.every(config)}
    used = _used(model)
    for element in (one for one in model.elements.values() if one.process in used):
        yield from _message(model, element, sent)
        yield from _endless(model, element)
        yield from _named(element, "template", notices_known, "notice.unknown")
        yield from _named(element, "letter", letters_known, "letter.unknown")
    for owner, name in _settings(model, used):
        if name not in settings:
            yield Problem(owner, "setting.unknown", {"name": name})


def sent_within(model: Model) -> set[str]:
    """The messages that a procedure's own steps send."""
    throws = (e for e in model.elements.values() if e.kind in {"sendTask", "intermediateThrowEvent"})
    ends = (e for e in model.elements.values() if e.kind == "endEvent")
    return {e.event.name for e in (*throws, *ends) if e.event and e.event.kind == "message"}


def _message(model: Model, element: Element, sent: set[str]) -> Iterator[Problem]:
    """Another procedure may send it, so this only warns."""
    event, first = element.event, element.kind == "startEvent" and element.scope == model.main
    catches = element.kind in {*WAITING, "boundaryEvent", "startEvent"} and not first
    if catches and event and event.kind == "message" and event.name and event.name not in sent:
        yield Problem(element.id, "message.nobody_sends", {"message": event.name})


def _endless(model: Model, element: Element) -> Iterator[Problem]:
    """Waiting for the applicant needs an end; the hall's own tasks have the case's term."""
    asked = element.kind == "userTask" and element.role == "applicant"
    heard = element.kind in WAITING and element.event is not None and element.event.kind == "message"
    if not (asked or heard) or element.due or _timed(model, element.id):
        return
    before = [model.elements.get(flow.source) for flow in model.entering(element.id)]
    if heard and any(one is not None and one.kind == AFTER_A_CHOICE for one in before):
        return
    yield Problem(element.id, "task.no_term")


def _timed(model: Model, own: str) -> bool:
    """Does a timer end the wait: on the element's edge, on that of what it stands in, or of its call?"""
    seen: set[str] = set()
    todo = [own]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        if any(one.timer is not None for one in model.attached(name)):
            return True
        if any(start.timer is not None for start in model.handlers(name)):
            return True
        holder = model.elements.get(name)
        todo += [holder.scope] if holder else []
        todo += [e.id for e in model.elements.values() if e.called == name] if holder is None else []
    return False


def _named(element: Element, parameter: str, known: set[str], key: str) -> Iterator[Problem]:
    """A parameter that is written out names something that is there."""
    if element.operation in {"notify", "tell_colleagues", "issue_letter"}:
        for name, value in element.parameters:
            for said in _constants(_tree(value)) if name == parameter else ():
                if letters.called(said) not in known:
                    yield Problem(element.id, key, {parameter: said})


def _constants(tree: ast.expr | None) -> Iterator[str]:
    """The texts that an expression may be: the one written out, or those of a condition."""
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value
    elif isinstance(tree, ast.IfExp):
        yield from (*_constants(tree.body), *_constants(tree.orelse))


def _tree(text: str) -> ast.expr | None:
    try:
        return expressions.parse(text)
    except ExpressionError:
        return None


def _notices(files: Mapping[str, bytes]) -> set[str]:
    try:
        return set(tomllib.loads(files.get(notices.PATH, b"").decode()))
    except ValueError:
        return set()


def _used(model: Model) -> set[str]:
    """The procedure's own diagram and those that it calls; shared ones that it does not are left alone."""
    reached, todo = set[str](), [model.main]
    while todo:
        process = todo.pop()
        if process not in reached:
            reached.add(process)
            todo += [one.called for one in model.within(process) if one.called]
    return reached


def _settings(model: Model, used: set[str]) -> Iterator[tuple[str, str]]:
    """`settings.<name>` in every expression, with whose it is."""
    for element in (one for one in model.elements.values() if one.process in used):
        for text in _texts(element):
            yield from ((element.id, name) for name in _asked(text))
    for flow in (one for one in model.flows.values() if one.process in used):
        yield from ((flow.id, name) for name in _asked(flow.condition or ""))


def _texts(element: Element) -> Iterator[str]:
    event, rounds = element.event, element.rounds
    yield from (value for _, value in element.parameters)
    yield from (text for text in (element.due, element.department) if text)
    if event:
        yield from (text for text in (event.expression, event.payload, event.correlation) if text)
    if rounds:
        yield from (text for text in (rounds.over, rounds.until) if text)


def _asked(text: str) -> Iterator[str]:
    tree = _tree(text) if HOLDER in text else None
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == HOLDER:
            yield node.attr
