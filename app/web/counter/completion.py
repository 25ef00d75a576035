"""Helping with what is asked of an applicant: a registrar sends what a person brought, on their behalf."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.registry import queries as register
from app.database import StaleDataError, transaction
from app.journey import work
from app.refusal import Refusal
from app.web import form_pages, gate, wording
from app.web.counter.door import counter
from app.web.filing import asked, completion, papers

Answer = str | tuple[str, int] | Response
HERE = asked.Place("counter.task", "counter.complete", "counter.case", cases.assisted_task)


@counter.get("/completari/<uuid:task_id>")
def task(task_id: UUID) -> Answer:
    """What is missing from the case, and where to add it; or another form that its applicant is asked."""
    found = cases.assisted_task(task_id, gate.actor())
    return _page(found) if found.form == work.COMPLETION else asked.show(HERE, found)


@counter.post("/completari/<uuid:task_id>")
def complete(task_id: UUID) -> Answer:
    """Add the papers and send the completion; both people are recorded."""
    found = cases.assisted_task(task_id, gate.actor())
    if found.form != work.COMPLETION:
        return asked.save(HERE, found)
    return _complete(task_id)


def _complete(task_id: UUID) -> Answer:
    stored, problems = papers.keep_files(request.files.items(multi=True))
    found = cases.assisted_task(task_id, gate.actor())
    sent = completion.sent(found)
    if problems or sent.unknown:
        unknown = form_pages.error_summary(work.form_of(found), sent.unknown)
        errors = [*unknown, *completion.file_errors(problems)]
        return _page(found, sent.answers, errors, sent.unknown, problems=problems, status=422)
    try:
        with transaction():
            found = cases.assisted_task(task_id, gate.actor())
            completion.add(found, stored)
            seen = request.form.get("version", -1, type=int)
            work.complete(found, sent.answers, gate.actor(), seen, gate.now())
    except (Refusal, StaleDataError) as error:
        return _refused(task_id, sent.answers, error)
    number = register.completions(found.case_id)[-1].legal_number
    flash(_("Completarea a fost trimisă în numele solicitantului, cu nr. %(number)s.", number=number), "ok")
    return redirect(url_for("counter.case", case_id=found.case_id), 303)


def _refused(task_id: UUID, typed: Mapping[str, object], error: Exception) -> Answer:
    found = cases.assisted_task(task_id, gate.actor())
    changed = "task.changed" if found.state == "open" else "task.not_open"
    refusal = error if isinstance(error, Refusal) else Refusal(changed)
    wrong = refusal.facts.get("errors")
    said = form_pages.error_summary(work.form_of(found), wrong) if isinstance(wrong, list) else []
    summary = said or [("", wording.sentence(refusal.key, refusal.facts))]
    return _page(found, typed, summary, wrong, status=wording.status(refusal.key))


def _page(
    found: CaseTask,
    answers: Mapping[str, object] | None = None,
    errors: Sequence[tuple[str, str]] = (),
    wrong: object = None,
    *,
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> tuple[str, int]:
    page = render_template(
        "counter/task.html",
        answers=found.draft if answers is None else answers,
        wrong=wrong or (),
        errors=errors,
        problems=problems or {},
        **completion.shown(found),
    )
    return page, status
