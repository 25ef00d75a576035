"""Attach a paper, let the hall obtain it, or give its number: the choice on the papers page."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from app.cityhall.documents import sources
from app.cityhall.documents.sources import FORM, PaperSource
from app.cityhall.forms import rules
from app.cityhall.forms.papers import PaperNeed
from app.cityhall.forms.rules import FieldError
from app.refusal import Refusal
from app.web import gate

PREFIX = "source."


def keep(draft_id: UUID, papers: Iterable[PaperNeed]) -> dict[str, str]:
    """Keep what was chosen for each paper; a sentence for each field that is wrong. Inside a transaction."""
    wrong: dict[str, str] = {}
    for paper in papers:
        if paper.obtainable and f"{PREFIX}{paper.code}.way" in request.form:
            wrong |= _keep(draft_id, paper)
    return wrong


def _keep(draft_id: UUID, paper: PaperNeed) -> dict[str, str]:
    said = _read(paper.code)
    found = rules.errors(FORM, said)
    if not found:
        named = (paper.title[:200], paper.issuer[:200])
        by, now = gate.actor().person_id, gate.now()
        sources.give(draft_id, paper.code, rules.clean(FORM, said), named, by, now)
    return {f"{PREFIX}{paper.code}.{error.field}": _sentence(error) for error in found}


def _read(code: str) -> dict[str, Any]:
    """What was typed for one paper. Raises Refusal `form.unknown_field`."""
    own = f"{PREFIX}{code}."
    raw = {n.removeprefix(own): request.form.getlist(n) for n in request.form if n.startswith(own)}
    try:
        return rules.read(FORM, rules.fields(FORM), raw)
    except Refusal as refusal:
        refusal.facts["field"] = f"{own}{refusal.facts.get('field', '')}"
        raise


def _sentence(error: FieldError) -> str:
    match error.field, error.key:
        case "consent", _key:
            return str(_("Bifați acordul ca primăria să obțină actul, sau alegeți altă variantă."))
        case "number", "too_long":
            return str(_("Numărul actului are cel mult %(limit)s de semne.", limit=error.limit))
        case "number", _key:
            return str(_("Scrieți numărul actului."))
        case "issued_on", _key:
            return str(_("Scrieți data actului, de exemplu 3 4 2026."))
        case _other:
            return str(_("Alegeți cum ne dați actul."))


def shown(given: Mapping[str, PaperSource]) -> dict[str, dict[str, str]]:
    """What each paper's fields show: what was typed just now, else what was kept."""
    found = {code: _kept(one) for code, one in given.items()}
    for name, value in request.form.items() if request.method == "POST" else ():
        if name.startswith(PREFIX) and name.count(".") > 1:
            _own, code, field = name.split(".", 2)
            found.setdefault(code, {})[field] = value
    return found


def _kept(source: PaperSource) -> dict[str, str]:
    day = source.issued_on
    return {
        "way": source.way,
        "consent": "yes" if source.consent_at else "",
        "number": source.number or "",
        **({"issued_on.day": f"{day.day}", "issued_on.month": f"{day.month}"} if day else {}),
        **({"issued_on.year": f"{day.year}"} if day else {}),
    }
