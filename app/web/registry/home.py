"""The register: a sober table, found by whatever somebody remembers."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.cityhall.cases import due_entries
from app.cityhall.registry import saved_views, search, yearly
from app.cityhall.registry.rules import romanian_day
from app.cityhall.registry.search import Asked, Page
from app.web import gate
from app.web.register_words import REGISTERS
from app.web.registry import questions, rows
from app.web.registry.door import WRITERS, halls, registry
from app.web.registry.questions import View
from app.web.registry.words import CHANNELS, DIRECTIONS, STANDINGS

ON_A_PAGE = 50
SOON = timedelta(days=3)


@registry.get("")
def home() -> str:
    """The register of the reader's institutions: all of it, or what the question finds."""
    today = romanian_day(gate.now())
    known = questions.halls_of(halls())
    question = questions.read(request.args)
    asked = questions.asked(question, known, gate.actor().person_id, today)
    page = _page(question, asked, today)
    return render_template(
        "registry/home.html",
        rows=rows.of(page.entries, gate.actor()),
        page=page,
        said=_said(page.about),
        question=question,
        shown=questions.shown(question, today),
        views=_views(question),
        choices=_choices(known),
        narrowed=bool(question.keys() - {"q", "vedere"}),
        older=_address(question, page.more) if page.more else "",
        writes=gate.actor().holds(*WRITERS),
        paged="inainte" in request.args,
    )


def _page(question: Mapping[str, str], asked: Asked, today: date) -> Page:
    if question.get("vedere") == "termen":
        found = due_entries.due(asked.institutions, today + SOON, ON_A_PAGE * 4)
        return Page(found, None, len(found))
    return search.found(asked, ON_A_PAGE, request.args.get("inainte", type=int))


def _address(question: Mapping[str, Any], before: int) -> str:
    return url_for("registry.home", **{**question, "inainte": before})


def _said(about: int | None) -> str:
    """How many there are; beyond a thousand nobody counts."""
    if about is None:
        return ""
    if about > search.COUNTED:
        return str(_("Peste 1.000 de înscrieri."))
    return str(ngettext("O înscriere.", "%(num)s înscrieri.", about))


def _views(question: Mapping[str, str]) -> list[tuple[View, bool]]:
    kept = saved_views.of(gate.actor().person_id)
    all_views = [*questions.usual(), *(View(one.name, one.question, one.id) for one in kept)]
    return [(one, dict(one.question) == dict(question)) for one in all_views]


def _choices(known: Mapping[str, Any]) -> dict[str, list[tuple[str, Any]]]:
    """What each filter offers; the first of each is „all”."""
    years = sorted({book.year for hall in known.values() for book in yearly.books(hall.id)}, reverse=True)
    any_ = ("", _("Oricare"))
    return {
        "institutie": [any_, *((code, hall.short_name) for code, hall in known.items())],
        "an": [("", _("Toți anii")), *((str(year), str(year)) for year in years)],
        "fel": [any_, *DIRECTIONS.items()],
        "compartiment": [any_, *questions.departments(known)],
        "canal": [any_, *CHANNELS.items()],
        "stare": [any_, *((key, word) for key, (word, _tone) in STANDINGS.items())],
        "registru": [any_, *REGISTERS.items()],
        "repartizat": [any_, ("da", _("repartizate")), ("nu", _("nerepartizate"))],
    }
