"""Selection lists: made, reviewed, confirmed by typing the name, cooling off, destroyed."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import institutions, journal
from app.cityhall.archive import selections as lists
from app.cityhall.archive.models import DONE, Selection
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey import archive_papers
from app.refusal import Refusal
from app.web import gate, wording
from app.web.archive.door import ARCHIVISTS, REVIEWERS, archive, hall, halls
from app.web.archive.home import send_sealed

Answer = str | tuple[str, int] | Response
PASSED_ON = frozenset({"selection.unknown", "door.closed"})


@archive.get("/selectii")
def selections() -> Answer:
    """All lists, and how many files have run out."""
    return _page()


@archive.post("/selectii")
def make_selection() -> Answer:
    """A new list of everything whose term is over."""
    now, by = gate.now(), gate.actor().person_id
    try:
        with transaction():
            name = request.form.get("name", "")
            made = lists.make(hall(*ARCHIVISTS), name, by, now, romanian_day(now))
            _note("selection.made", made.id)
            selection_id = made.id
    except Refusal as refusal:
        if refusal.key in PASSED_ON:
            raise
        return _page(refusal.key)
    return redirect(url_for("archive.selection", selection_id=selection_id), 303)


@archive.get("/selectii/<uuid:selection_id>")
def selection(selection_id: UUID) -> Answer:
    """One list, and what can be done with it now."""
    return _one(selection_id)


@archive.get("/selectii/<uuid:selection_id>/lista.pdf")
def selection_paper(selection_id: UUID) -> Response:
    """The minute and the list; of a list that has ended, the certificate of destruction."""
    found = lists.mine(selection_id, halls())
    done = found.state == DONE
    made = archive_papers.certificate if done else archive_papers.selection
    name = "certificat-distrugere" if done else "selectionare"
    return send_sealed(made(found, gate.house()), institutions.by_id(found.institution_id), name)


@archive.post("/selectii/<uuid:selection_id>/trimite")
def submit_selection(selection_id: UUID) -> Answer:
    """Ask for the review."""
    return _changed(selection_id, ARCHIVISTS, "submitted", lists.submit)


@archive.post("/selectii/<uuid:selection_id>/dosare/<uuid:item_id>")
def except_file(selection_id: UUID, item_id: UUID) -> Answer:
    """The reviewer keeps a file, with the reason; an empty reason takes that back."""
    because, by = request.form.get("because", ""), gate.actor().person_id
    return _changed(
        selection_id,
        REVIEWERS,
        "excepted",
        lambda found: lists.except_(lists.item_of(found, item_id), because, by),
    )


@archive.post("/selectii/<uuid:selection_id>/verifica")
def review_selection(selection_id: UUID) -> Answer:
    """The reviewer agrees to what was not excepted."""
    by, now = gate.actor().person_id, gate.now()
    return _changed(selection_id, REVIEWERS, "reviewed", lambda found: lists.review(found, by, now))


@archive.post("/selectii/<uuid:selection_id>/confirma")
def confirm_selection(selection_id: UUID) -> Answer:
    """The archivist types the list's name; then it cools off."""
    typed, act = request.form.get("name", ""), request.form.get("act", "")
    by, now = gate.actor().person_id, gate.now()
    return _changed(
        selection_id, ARCHIVISTS, "confirmed", lambda found: lists.confirm(found, typed, act, by, now)
    )


@archive.post("/selectii/<uuid:selection_id>/renunta")
def cancel_selection(selection_id: UUID) -> Answer:
    """Nothing of it is destroyed."""
    now = gate.now()
    roles = (*ARCHIVISTS, *REVIEWERS)
    return _changed(selection_id, roles, "cancelled", lambda found: lists.cancel(found, now))


def _changed(
    selection_id: UUID, roles: tuple[str, ...], what: str, change: Callable[[Selection], None]
) -> Answer:
    try:
        with transaction():
            change(lists.mine(selection_id, halls(*roles), lock=True))
            _note(f"selection.{what}", selection_id)
    except Refusal as refusal:
        if refusal.key in PASSED_ON:
            raise
        return _one(selection_id, refusal.key)
    flash(_("S-a notat."), "ok")
    return redirect(url_for("archive.selection", selection_id=selection_id), 303)


def _page(wrong: str = "") -> Answer:
    own, today = halls(), romanian_day(gate.now())
    text = render_template(
        "archive/selections.html",
        found=[(one, lists.counts(one.id)) for one in lists.listed(own)],
        due=sum(len(lists.due(one, today)) for one in own),
        error=wording.sentence(wrong, {}) if wrong else "",
        typed=request.form if wrong else {},
        here="selections",
    )
    return (text, wording.status(wrong)) if wrong else text


def _one(selection_id: UUID, wrong: str = "") -> Answer:
    found = lists.mine(selection_id, halls())
    text = render_template(
        "archive/selection.html",
        selection=found,
        items=lists.items(selection_id),
        counts=lists.counts(selection_id),
        reviews=gate.actor().holds(*REVIEWERS),
        cooling=lists.cooling_days(found.institution_id, romanian_day(gate.now())),
        error=wording.sentence(wrong, {}) if wrong else "",
        typed=request.form if wrong else {},
        here="selections",
    )
    return (text, wording.status(wrong)) if wrong else text


def _note(what: str, selection_id: UUID) -> None:
    actor = gate.actor().person_id
    journal.note(what, gate.now(), actor_id=actor, about=("selection", selection_id))
