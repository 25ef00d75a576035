"""A form that is asked of the applicant on the way: at the applicant's own door, and at the counter.

Page by page where it has several; each page is kept, the last one sends all. The completion, which takes
papers too, has pages of its own (`completion`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases.models import CaseTask
from app.cityhall.forms import rules
from app.cityhall.forms.rules import FieldError, Page
from app.cityhall.people.rights import Actor
from app.database import StaleDataError, transaction
from app.journey import progress, work
from app.refusal import Refusal
from app.web import choices, form_pages, gate, wording
from app.web.filing import pages
from app.web.form_pages.wording import language

Answer = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Place:
    """The door where it is asked: the endpoints of the task and of its case, and who may open the task."""

    task: str
    save: str
    case: str
    find: Callable[[UUID, Actor], CaseTask]

    def open(self, task_id: UUID) -> CaseTask:
        """The task, looked up through the rights of who is signed in."""
        return self.find(task_id, gate.actor())

    def url(self, task: CaseTask, page: str) -> str:
        """The address of a page of the form."""
        return url_for(self.task, task_id=task.id, pagina=page)


def show(where: Place, found: CaseTask) -> Answer:
    """The page asked for, else the first that still needs something."""
    if found.state != "open":
        flash(wording.sentence("task.not_open", {}), "warning")
        return redirect(url_for(where.case, case_id=found.case_id))
    answers = _known(found)
    return _page(where, found, _chosen(found, answers), answers)


def save(where: Place, found: CaseTask) -> Answer:
    """Keep the page first, then say what is wrong with it, then go on or send all."""
    form, before = work.form_of(found), _known(found)
    page = _chosen(found, before)
    sent = pages.read(form, page, request.form)
    change = form_pages.row_change(request.form)
    after = rules.merge(before, page.every, sent.answers)
    after = form_pages.change_rows(after, change) if change else after
    if request.form.get("version") != str(found.revision) and after != before:
        return _overtaken(where, found.id, page, after)
    try:
        with transaction():
            found = where.open(found.id)
            work.save_draft(found, after, gate.actor())
    except (Refusal, StaleDataError) as error:
        return _overtaken(where, found.id, page, after, error)
    if change:
        return redirect(f"{where.url(found, page.id)}#{change.field}", 303)
    return _go_on(where, found, page, before, sent.unknown)


def _go_on(
    where: Place, found: CaseTask, page: Page, before: Mapping[str, Any], unknown: Sequence[FieldError]
) -> Answer:
    form, answers = work.form_of(found), found.draft
    called_up = rules.appeared(form, before, answers, page.every)
    wrong = [*unknown, *_wrong(found, answers, page.every)]
    if [one for one in wrong if one.field.split(".")[0] not in called_up]:
        return _page(where, found, page, answers, wrong, status=422)
    if called_up:
        return redirect(f"{where.url(found, page.id)}#{called_up[0]}", 303)
    if request.form.get("action") == "later":
        flash(_("S-a păstrat. Încă nu s-a trimis."), "success")
        return redirect(url_for(where.case, case_id=found.case_id), 303)
    following = rules.next_page(form, answers, page.id, language())
    return redirect(where.url(found, following.id), 303) if following else _send(where, found)


def _send(where: Place, found: CaseTask) -> Answer:
    """Every page is there: check them together and finish the task."""
    answers, seen = dict(found.draft), found.revision
    wrong = _wrong(found, answers)
    if wrong:
        return _page(where, found, _page_with(found, answers, wrong[0]), answers, wrong, status=422)
    try:
        with transaction():
            fresh = where.open(found.id)
            work.complete(fresh, answers, gate.actor(), seen, gate.now())
    except (Refusal, StaleDataError) as error:
        return _overtaken(where, found.id, _chosen(found, answers), answers, error)
    own = fresh.case.applicant_id == gate.actor().person_id
    flash(
        _("Am primit răspunsul dumneavoastră.") if own else _("Am trimis în numele solicitantului."),
        "success",
    )
    return redirect(url_for(where.case, case_id=fresh.case_id), 303)


def _overtaken(
    where: Place, task_id: UUID, page: Page, typed: Mapping[str, Any], error: Exception | None = None
) -> Answer:
    """Another window was faster: say so, beside everything typed."""
    if isinstance(error, Refusal) and wording.status(error.key) != wording.CONFLICT:
        raise error
    found = where.open(task_id)
    refused = isinstance(error, Refusal) and error.key != "task.changed" and found.state == "open"
    key = error.key if refused and isinstance(error, Refusal) else "task.changed"
    key = key if found.state == "open" else "task.not_open"
    facts = error.facts if isinstance(error, Refusal) else {}
    return _page(where, found, page, typed, summary=[("", wording.sentence(key, facts))], status=409)


def _known(task: CaseTask) -> dict[str, Any]:
    return dict(task.draft) or work.first_answers(task)


def _wrong(
    task: CaseTask, answers: Mapping[str, Any], fields: Sequence[str] | None = None
) -> list[FieldError]:
    form = work.form_of(task)
    return rules.errors(form, answers, fields, choices.asked_by(form, task.case))


def _chosen(task: CaseTask, answers: Mapping[str, Any]) -> Page:
    """The page that the address names, else the first that needs something, else the last."""
    form, asked = work.form_of(task), request.args.get("pagina", "")
    there = rules.pages(form, answers, language())
    named = [page for page in there if page.id == asked]
    return next(iter([*named, *(page for page in there if _wrong(task, answers, page.fields))]), there[-1])


def _page_with(task: CaseTask, answers: Mapping[str, Any], error: FieldError) -> Page:
    there = rules.pages(work.form_of(task), answers, language())
    return next((page for page in there if error.field.split(".")[0] in page.every), there[0])


def _page(
    where: Place,
    found: CaseTask,
    page: Page,
    answers: Mapping[str, Any],
    wrong: Sequence[FieldError] = (),
    *,
    summary: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> tuple[str, int]:
    form = work.form_of(found)
    there = rules.pages(form, answers, language())
    page = next((one for one in there if one.id == page.id), page)
    ids = [one.id for one in there]
    number = ids.index(page.id) + 1 if page.id in ids else 1
    mine = [one for one in wrong if one.field.split(".")[0] in page.every or one.key == "unknown"]
    text = render_template(
        "filing/asked.html",
        where=where,
        task=found,
        case=found.case,
        title=progress.title_of(found, language()),
        form=form,
        page=page,
        answers=answers,
        wrong=mine,
        errors=[*summary, *form_pages.error_summary(form, mine)],
        choices=choices.options(found.case),
        number=number,
        total=len(there),
        before=there[number - 2] if number > 1 else None,
        answer_by=progress.answer_by(found.case, found),
        own=found.case.applicant_id == gate.actor().person_id,
        back=url_for(where.case, case_id=found.case_id),
    )
    return text, status
