"""Helping with a completion: a registrar sends what a person brought, on that person's behalf."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.documents import actions
from app.cityhall.documents.actions import Stored
from app.cityhall.forms import rules
from app.cityhall.procedures import queries as procedures
from app.database import StaleDataError, transaction
from app.journey import progress, work
from app.refusal import Refusal
from app.web import form_pages, gate, uploads, wording
from app.web.counter.door import counter
from app.web.filing import pages, papers
from app.web.form_pages.wording import language

OTHER = "other"
Answer = str | tuple[str, int] | Response


@counter.get("/completari/<uuid:task_id>")
def task(task_id: UUID) -> Answer:
    """What is missing from the case, and where to add it."""
    return _page(cases.assisted_task(task_id, gate.actor()))


@counter.post("/completari/<uuid:task_id>")
def complete(task_id: UUID) -> Answer:
    """Add the papers and send the completion; both people are recorded."""
    stored, problems = papers.keep_files(request.files.items(multi=True))
    found = cases.assisted_task(task_id, gate.actor())
    sent = pages.read(work.form_of(found), _only_page(found), request.form)
    if problems:
        files = [(f"{papers.PREFIX}{code}", said) for code, said in problems.items()]
        return _page(found, sent.answers, files, problems=problems, status=422)
    try:
        with transaction():
            found = cases.assisted_task(task_id, gate.actor())
            _add(found, stored)
            seen = request.form.get("version", -1, type=int)
            work.complete(found, {**sent.answers, **_unknown(sent)}, gate.actor(), seen, gate.now())
    except (Refusal, StaleDataError) as error:
        return _refused(task_id, sent.answers, error)
    flash(_("Completarea a fost trimisă în numele solicitantului."), "ok")
    return redirect(url_for("counter.case", case_id=found.case_id), 303)


def _unknown(sent: pages.Sent) -> dict[str, str]:
    """Names that the form does not have, so that the check names them."""
    return dict.fromkeys((error.field for error in sent.unknown), "")


def _refused(task_id: UUID, typed: Mapping[str, object], error: Exception) -> Answer:
    refusal = error if isinstance(error, Refusal) else Refusal("task.changed")
    found = cases.assisted_task(task_id, gate.actor())
    wrong = refusal.facts.get("errors")
    said = form_pages.error_summary(work.form_of(found), wrong) if isinstance(wrong, list) else []
    summary = said or [("", wording.sentence(refusal.key, refusal.facts))]
    return _page(found, typed, summary, wrong, status=wording.status(refusal.key))


def _only_page(found: CaseTask) -> rules.Page:
    return rules.pages(work.form_of(found), found.draft, language())[0]


def _titles(found: CaseTask) -> dict[str, str]:
    asked = {one.code: one.paper for one in progress.defects(found.case, language()) if one.code}
    return {**asked, OTHER: _("Alt act")}


def _add(found: CaseTask, stored: list[tuple[str, Stored]]) -> None:
    known = {paper["code"]: str(paper["title"]) for paper in procedures.papers(found.case.version_id)}
    for code, file in stored:
        if code not in _titles(found):
            raise Refusal("form.unknown_field", field=f"{papers.PREFIX}{code}")
        title, by = known.get(code, "Completare"), gate.actor().person_id
        actions.add("paper", title, file, gate.now(), case_id=found.case_id, paper_code=code, by=by)


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
        task=found,
        case=found.case,
        form=work.form_of(found),
        page=_only_page(found),
        answers=found.draft if answers is None else answers,
        wrong=wrong or (),
        errors=errors,
        problems=problems or {},
        defects=progress.defects(found.case, language()),
        papers=_titles(found),
        accept=uploads.ACCEPT,
    )
    return page, status
