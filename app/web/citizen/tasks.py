"""What the hall asks of the applicant: a completion, with words and papers, or any other form."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.documents import actions
from app.cityhall.documents import queries as documents
from app.cityhall.forms import rules
from app.cityhall.forms.rules import FieldError
from app.cityhall.registry import queries as register
from app.database import StaleDataError, transaction
from app.journey import progress, work
from app.refusal import Refusal
from app.web import form_pages, gate, uploads, wording
from app.web.citizen import citizen
from app.web.filing import asked, completion, papers

Answer = str | tuple[str, int] | Response
HERE = asked.Place("citizen.task", "citizen.save_task", "citizen.case", cases.applicant_task)


@citizen.get("/cereri/sarcini/<uuid:task_id>")
def task(task_id: UUID) -> Answer:
    """The list of what is missing, and where to send it; or another form that is asked."""
    found = cases.applicant_task(task_id, gate.actor())
    if found.form != work.COMPLETION:
        return asked.show(HERE, found)
    if found.state != "open":
        flash(wording.sentence("task.not_open", {}), "warning")
        return redirect(url_for("citizen.case", case_id=found.case_id))
    return _page(found, found.draft)


@citizen.post("/cereri/sarcini/<uuid:task_id>")
def save_task(task_id: UUID) -> Answer:
    """Keep words and files first; then, if asked to, send them."""
    found = cases.applicant_task(task_id, gate.actor())
    if found.form != work.COMPLETION:
        return asked.save(HERE, found)
    return _save_completion(task_id)


def _save_completion(task_id: UUID) -> Answer:
    stored, problems = papers.keep_files(request.files.items(multi=True))
    found = cases.applicant_task(task_id, gate.actor())
    sent = completion.sent(found)
    if request.form.get("version") != str(found.revision) and found.draft != sent.answers:
        key = "task.changed" if found.state == "open" else "task.not_open"
        return _page(found, sent.answers, summary=[("", wording.sentence(key, {}))], status=409)
    try:
        with transaction():
            found = cases.applicant_task(task_id, gate.actor())
            work.save_draft(found, sent.answers, gate.actor())
            completion.add(found, stored)
            _remove(found)
    except (Refusal, StaleDataError) as error:
        return _overtaken(task_id, sent.answers, error)
    if problems or sent.unknown:
        return _page(found, sent.answers, sent.unknown, problems=problems, status=422)
    return _send(found) if request.form.get("action") == "send" else _kept(found)


def _kept(found: CaseTask) -> Response:
    flash(_("S-a păstrat. Completările nu sunt încă trimise."), "success")
    return redirect(url_for("citizen.task", task_id=found.id), 303)


def _send(found: CaseTask) -> Answer:
    answers, seen = dict(found.draft), found.revision
    try:
        with transaction():
            fresh = cases.applicant_task(found.id, gate.actor())
            work.complete(fresh, answers, gate.actor(), seen, gate.now())
    except (Refusal, StaleDataError) as error:
        if not isinstance(error, Refusal) or error.key != "form.invalid":
            return _overtaken(found.id, answers, error)
        wrong: Sequence[FieldError] = rules.errors(work.form_of(found), answers)
        return _page(cases.applicant_task(found.id, gate.actor()), answers, wrong, status=422)
    number = register.completions(fresh.case_id)[-1].legal_number
    flash(_("Am primit completările și le-am înregistrat cu nr. %(number)s.", number=number), "success")
    return redirect(url_for("citizen.case", case_id=fresh.case_id), 303)


def _overtaken(task_id: UUID, typed: Mapping[str, object], error: Exception) -> Answer:
    """Another window, or the end of the term, was faster: say so, beside everything typed."""
    if isinstance(error, Refusal) and wording.status(error.key) != wording.CONFLICT:
        raise error
    found = cases.applicant_task(task_id, gate.actor())
    key = "task.changed" if found.state == "open" else "task.not_open"
    return _page(found, typed, summary=[("", wording.sentence(key, {}))], status=wording.CONFLICT)


def _remove(found: CaseTask) -> None:
    for one in request.form.getlist("remove"):
        try:
            actions.remove_from_draft(UUID(one), found.id)
        except ValueError as error:
            raise Refusal("document.unknown") from error


@citizen.get("/cereri/sarcini/<uuid:task_id>/acte/<uuid:document_id>")
def task_document(task_id: UUID, document_id: UUID) -> Response:
    """Look at a file not yet sent."""
    found = cases.applicant_task(task_id, gate.actor())
    kept = documents.get(document_id)
    if kept.draft_id != found.id:
        raise Refusal("document.unknown")
    return uploads.send(kept.latest, gate.house())


def _page(
    found: CaseTask,
    answers: Mapping[str, object],
    wrong: Sequence[FieldError] = (),
    *,
    problems: Mapping[str, str] | None = None,
    summary: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> tuple[str, int]:
    form, bad = work.form_of(found), problems or {}
    text = render_template(
        "citizen/task.html",
        answers=answers,
        wrong=wrong,
        errors=[*summary, *form_pages.error_summary(form, wrong), *completion.file_errors(bad)],
        problems=bad,
        kept=documents.of_draft(found.id),
        answer_by=progress.answer_by(found.case, found),
        **completion.shown(found),
    )
    return text, status
