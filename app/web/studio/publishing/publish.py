"""The gate before a version: what differs, what stands against it, the reason, the day, a second person."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.forms.reading import tidy
from app.cityhall.publications import actions, queries
from app.cityhall.publications.models import Publication
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey import checking, publication_gate, publishing
from app.journey.publication_gate import Gate
from app.journey.publishing import Wish
from app.refusal import Refusal
from app.web import gate, wording
from app.web.studio.checking import problem_words
from app.web.studio.door import mine, studio
from app.web.studio.drafts import shelf
from app.web.studio.publishing import difference_words, forecast

SHOWN = 10  # of the problems; all are on their own page
# Where on the page each refusal belongs.
FIELDS = {"publication.reason": "reason", "publication.day": "day"}


@studio.get("/<code>/ciorna/publicare")
def publish(code: str) -> str:
    """Everything that one must see before publishing, and the form."""
    return _page(mine(code))


@studio.post("/<code>/ciorna/publicare")
def ask_publication(code: str) -> Response | tuple[str, int]:
    """Publish, or ask for it; refused, the page comes back with everything typed."""
    looked = publication_gate.of_draft(mine(code), gate.house())
    try:
        wish = asked()
        with transaction():
            mine(code, lock=True)
            found = publishing.ask(looked, wish, gate.actor(), gate.house(), gate.now())
    except Refusal as refusal:
        return _page(mine(code), refusal), wording.status(refusal.key)
    return told_and_back(code, found)


@studio.post("/<code>/publicare/<uuid:publication_id>/aproba")
def approve_publication(code: str, publication_id: UUID) -> Response:
    """The second person agrees."""
    with transaction():
        found = queries.locked(drafts.procedure(code, gate.actor()).id, publication_id)
        publishing.approve(found, gate.actor(), gate.house(), gate.now())
    return told_and_back(code, found)


@studio.post("/<code>/publicare/<uuid:publication_id>/respinge")
def refuse_publication(code: str, publication_id: UUID) -> Response:
    """The second person does not agree, and says why."""
    with transaction():
        found = queries.locked(drafts.procedure(code, gate.actor()).id, publication_id)
        actions.refuse(found, tidy(request.form.get("why", "")), gate.actor().person_id, gate.now())
    flash(_("Publicarea a fost respinsă; motivul se vede pe pagină."), "ok")
    return redirect(url_for("studio.versions", code=code), 303)


@studio.post("/<code>/publicare/<uuid:publication_id>/retrage")
def withdraw_publication(code: str, publication_id: UUID) -> Response:
    """It is not to be published after all."""
    with transaction():
        found = queries.locked(drafts.procedure(code, gate.actor()).id, publication_id)
        actions.withdraw(found, gate.actor().person_id, gate.now())
    flash(_("Publicarea a fost retrasă. Nimic nu s-a schimbat pentru cetățeni."), "ok")
    return redirect(url_for("studio.versions", code=code), 303)


def asked() -> Wish:
    """What was typed. Raises Refusal `publication.day` for what is no day."""
    return Wish(tidy(request.form.get("reason", "")), _day(), request.form.get("seen", ""))


def _day() -> date | None:
    typed = [request.form.get(f"day.{part}", "").strip() for part in ("year", "month", "day")]
    if not any(typed):
        return None
    try:
        return date(*map(int, typed))
    except (ValueError, OverflowError) as error:
        raise Refusal("publication.day") from error


def told_and_back(code: str, found: Publication) -> Response:
    """What became of it, in a sentence."""
    words = {
        "published": _("Versiunea nouă este în vigoare: cererile noi pornesc pe ea. Cele în lucru rămân."),
        "scheduled": _("Publicarea este programată; se face singură în ziua aleasă."),
        "waiting": _("Publicarea așteaptă aprobarea unui al doilea analist."),
    }
    if found.state in words:
        flash(words[found.state], "ok")
    else:
        flash(wording.sentence(found.note, {}), "bad")
    return redirect(url_for("studio.versions", code=code), 303)


def _page(draft: Draft, refusal: Refusal | None = None) -> str:
    looked = publication_gate.of_draft(draft, gate.house())
    return render_template(
        "studio/publish.html",
        **given(looked, refusal),
        here="draft",
        draft_here="publish",
        forecast=forecast.summary_of_files(draft.procedure, dict(looked.files)),
    )


def given(looked: Gate, refusal: Refusal | None = None) -> dict[str, Any]:
    """What the page of any gate shows."""
    said = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    field = FIELDS.get(refusal.key, "") if refusal else ""
    code, drawn = looked.procedure.code, checking.model_of(looked.files) if looked.problems else None
    return {
        "code": code,
        "procedure_title": shelf.row(looked.procedure, gate.actor(), gate.now()).title,
        "gate": looked,
        "publication": queries.open_of(looked.procedure.id),
        "me": gate.actor().person_id,
        "parts_found": difference_words.by_part(looked.found),
        "problems": [problem_words.told(one, drawn) for one in looked.problems[:SHOWN]],
        "obstacles": [(key, wording.sentence(key, {})) for key in looked.obstacles()],
        "today": romanian_day(gate.now()),
        "errors": [(field, said)] if said else [],
        "wrong": {field: said},
        "typed": request.form,
    }
