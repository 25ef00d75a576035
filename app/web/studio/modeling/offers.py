"""What the modeler's panel offers to choose from, and the sandbox's word on an expression."""

import ast
from collections.abc import Mapping
from typing import Any

from flask import request, url_for

from app.cityhall import institutions
from app.cityhall.drafts import queries as drafts
from app.engine.language import expressions, feel, times
from app.engine.language.expressions import ExpressionError
from app.journey import offering
from app.journey.names import Name
from app.journey.offering import Offer
from app.journey.operations import catalogue
from app.journey.operations.catalogue import Kind, Verb
from app.web import case_view
from app.web.studio.door import mine, studio
from app.web.studio.modeling import expression_words, panel_words, verb_words

Told = dict[str, Any]
Titles = Mapping[str, object]
LONGEST = expressions.MAX_LENGTH
TYPES = {
    catalogue.TEXT: "text",
    catalogue.NUMBER: "number",
    catalogue.YES_NO: "yes_no",
    catalogue.DAY: "date",
}
PLACES = {"answers": 0, "case": 2, "delivery": 2, "letter": 2, "settings": 3}


@studio.get("/<code>/ciorna/api/oferta")
def offers(code: str) -> Told:
    """Everything a diagram of this draft may name, with its words."""
    draft = mine(code)
    found = offering.offer(drafts.files(draft.id))
    departments = institutions.departments(draft.procedure.institution_id)
    pages = {name: url_for(f"studio.{name}", code=code) for name in ("forms", "letters", "tables", "config")}
    here = {
        "check": url_for("studio.check_expression", code=code),
        "again": url_for("studio.offers", code=code),
    }
    return {**told(found, {one.code: one.name for one in departments}), "pages": pages, **here}


@studio.post("/<code>/ciorna/api/expresie")
def check_expression(code: str) -> Told:
    """Would the sandbox take this expression, script, table cell or time? The reason, where not."""
    mine(code)
    said = request.get_json(silent=True)
    said = said if isinstance(said, dict) else {}
    why = refused(str(said.get("kind", "")), str(said.get("text", ""))[: LONGEST + 1])
    return {"ok": not why, "reason": why}


def refused(kind: str, text: str) -> str:
    """Why the sandbox refuses it; "" where it takes it."""
    try:
        _read(kind, text)
    except ExpressionError as error:
        return expression_words.reason(error.reason)
    except (ValueError, OverflowError) as error:
        return expression_words.reason(str(error))
    return ""


def _read(kind: str, text: str) -> None:
    if kind == "script":
        expressions.assignments(text)
    elif kind == "cell":
        feel.cell(text)
    elif kind == "output":
        feel.expression(text or "None")
    else:
        tree = expressions.parse(text)
        if kind in {"timeDate", "timeDuration", "timeCycle"} and isinstance(tree, ast.Constant):
            times.check(kind, tree.value)


def told(found: Offer, departments: Mapping[str, str]) -> Told:
    """The offer as the panel reads it."""
    statuses = {name: words for name, (words, _) in case_view.STATUS.items()}
    outcomes = {name: words for name, (words, _) in case_view.OUTCOME.items()}
    roles = {**dict.fromkeys(found.roles, ""), **case_view.ROLES, "applicant": panel_words.APPLICANT}
    lists: dict[str, Titles] = {
        catalogue.NOTICE: found.notices,
        catalogue.LETTER: found.letters,
        catalogue.DEPARTMENT: departments,
        catalogue.OUTCOME: outcomes,
        catalogue.ROLE: {name: words for name, words in roles.items() if name not in {"applicant", "system"}},
    }
    return {
        "forms": [{"name": one.name, "title": one.title} for one in found.forms],
        "operations": [_operation(name, verb, lists) for name, verb in catalogue.VERBS.items()],
        "roles": _listed(roles),
        "letters": _listed(found.letters),
        "notices": _listed(found.notices),
        "messages": [_message(name, by) for name, by in found.messages.items()],
        "signals": _listed(dict.fromkeys(found.signals, "")),
        "errors": _listed(dict.fromkeys(found.errors, "")),
        "escalations": _listed(dict.fromkeys(found.escalations, "")),
        "decisions": [
            {"name": one.id, "title": one.name or one.id, "file": one.file, "result": one.result}
            for one in found.decisions
        ],
        "processes": _listed(found.processes),
        "departments": _listed(departments),
        "statuses": _listed(statuses),
        "outcomes": _listed(outcomes),
        "settings": [{"name": key, "title": key, "value": value} for key, value in found.settings.items()],
        "names": _names(found),
        "functions": sorted(expressions.FUNCTIONS),
        "words": panel_words.words(),
    }


def _listed(titles: Titles) -> list[Told]:
    return [{"name": name, "title": str(words or name)} for name, words in titles.items()]


def _message(name: str, by: str) -> Told:
    title = str(verb_words.MESSAGES.get(name, name))
    return {"name": name, "title": title, "sent_by": by, "help": str(verb_words.SENDERS[by])}


def _operation(name: str, verb: Verb, lists: Mapping[str, Titles]) -> Told:
    words = verb_words.VERBS.get(name)
    return {
        "name": name,
        "title": str(words.title) if words else name,
        "help": str(words.help) if words else "",
        "gives": [{"name": part, "title": str(verb_words.RESULTS.get(part, part))} for part in verb.gives],
        "parameters": [_parameter(part, verb, lists) for part in verb.asked()],
    }


def _parameter(name: str, verb: Verb, lists: Mapping[str, Titles]) -> Told:
    kind, choices = _typed(verb.kinds.get(name, catalogue.VALUE), lists)
    title = str(verb_words.PARAMETERS.get(name, name))
    required = name in verb.parameters
    return {"name": name, "title": title, "type": kind, "required": required, "choices": choices}


def _typed(kind: Kind, lists: Mapping[str, Titles]) -> tuple[str, list[Told]]:
    """A choice of what exists, of a few words, a plain value, or an expression."""
    if isinstance(kind, tuple):
        return "choice", _choices({word: verb_words.WORDS.get(word, word) for word in kind})
    if kind in lists:
        return "choice", _choices(lists[kind])
    return TYPES.get(kind, "expression"), []


def _choices(titles: Titles) -> list[Told]:
    return [{"value": value, "title": str(words or value)} for value, words in titles.items()]


def _names(found: Offer) -> list[Told]:
    """The applicant's answers first, what the hall keeps last."""
    titles = {one.name: one.title for one in found.forms}
    return [_name(one, titles) for one in sorted(found.names, key=_place)]


def _place(one: Name) -> int:
    return PLACES.get(one.name.partition(".")[0], 1)


def _name(one: Name, forms: Mapping[str, str]) -> Told:
    head, _, part = one.name.rpartition(".")
    title = one.title or str(verb_words.NAMES.get(one.name, one.name))
    if one.source == "operation" and head:
        title = f"{one.title}: {verb_words.RESULTS.get(part, part)}"
    choices = {value: words or verb_words.WORDS.get(value, value) for value, words in one.choices.items()}
    group = forms.get(one.source) or panel_words.source(one.source)
    return {"name": one.name, "title": title, "type": one.kind, "group": group, "choices": _choices(choices)}
