"""Finding cases, and the page of one: its whole file."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.cases import actions, half_year, queries
from app.cityhall.documents import queries as documents
from app.database import transaction
from app.journey import copies, terms
from app.refusal import Refusal
from app.web import case_view, choices, filters, gate, pay_view, uploads, wording
from app.web.desk import case_file, connections
from app.web.desk.door import desk


@desk.get("/dosare")
def cases() -> str:
    """Cases by number or name; without words, the latest."""
    asked = request.args.get("q", "")[:100]
    return render_template(
        "desk/cases.html",
        asked=asked,
        found=queries.search(gate.actor(), asked),
        reads_report=gate.actor().holds(*half_year.READERS),
    )


@desk.get("/dosare/<uuid:case_id>")
def case(case_id: UUID) -> str:
    """The file of a case. Opening it is noted: whoever reads others' data leaves a trace."""
    return _page(case_id)


def _page(case_id: UUID, refused: str = "") -> str:
    with transaction():
        found = queries.staff_case(case_id, gate.actor())
        _note_opened("case.viewed", case_id)
    return render_template(
        "desk/case.html",
        case=found,
        file=case_file.of(found),
        waiting=queries.open_tasks(case_id),
        mine={task.id for task in queries.open_for(gate.actor(), case_id)},
        choices=choices.options(found),
        connected=connections.joined(found),
        view=case_view.of(found, for_applicant=False),
        fees=pay_view.of_case(found),
        offer=terms.offer(found, gate.actor(), gate.now()),
        refused=refused,
    )


@desk.post("/dosare/<uuid:case_id>/prelungire")
def extend(case_id: UUID) -> Response | tuple[str, int]:
    """Extend the term, once, with a reason; refused, the page comes back with what was typed."""
    days, reason = request.form.get("days", 0, type=int), request.form.get("reason", "")
    try:
        with transaction():
            queries.staff_case(case_id, gate.actor())
            found = terms.extend(case_id, days, reason, gate.actor(), gate.now(), gate.house())
    except Refusal as refusal:
        if refusal.key == "case.unknown":
            raise
        return _page(case_id, wording.sentence(refusal.key, refusal.facts)), wording.status(refusal.key)
    until = filters.day(found.term.conservative if found.term else None)
    flash(_("Termenul a fost prelungit până la %(day)s. Solicitantul este anunțat.", day=until), "ok")
    return redirect(url_for("desk.case", case_id=case_id, _anchor="termen"), 303)


@desk.post("/dosare/<uuid:case_id>/note")
def note(case_id: UUID) -> Response:
    """Write an internal note."""
    with transaction():
        found = queries.staff_case(case_id, gate.actor())
        actions.write_note(found, gate.actor().person_id, request.form.get("text", ""), gate.now())
    flash(_("Nota a fost scrisă. O văd numai colegii."), "ok")
    return redirect(url_for("desk.case", case_id=case_id, _anchor="note"), 303)


@desk.get("/dosare/<uuid:case_id>/documente/<uuid:document_id>")
def document(case_id: UUID, document_id: UUID) -> Response:
    """A document of a case; `?descarca=1` saves it instead of showing it."""
    with transaction():
        case = queries.staff_case(case_id, gate.actor())
        found = documents.get(document_id)
        if found.case_id != case_id:
            raise Refusal("document.unknown")
        _note_opened("document.viewed", document_id)
    shown = copies.shown(found, found.latest, case.entry, gate.house(), gate.now())
    return uploads.send_kept(shown, gate.house(), download="descarca" in request.args)


def _note_opened(what: str, object_id: UUID) -> None:
    kind = what.split(".", maxsplit=1)[0]
    journal.note(what, gate.now(), actor_id=gate.actor().person_id, about=(kind, object_id))
