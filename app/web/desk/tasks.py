"""A task: its form beside the file; kept while it is typed, finished once."""

import contextlib
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import faults
from app.cityhall.cases import actions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.forms import rules
from app.database import StaleDataError, transaction
from app.journey import work
from app.refusal import Refusal
from app.web import form_pages, gate
from app.web.desk import photos, sent, task_page, words
from app.web.desk.door import desk
from app.web.form_pages import RowChange

Answer = str | tuple[str, int] | Response


@desk.get("/sarcini/<uuid:task_id>")
def task(task_id: UUID) -> str:
    """The task's page."""
    return task_page.show(cases.staff_task(task_id, gate.actor()))


@desk.post("/sarcini/<uuid:task_id>/intrebari")
def questions(task_id: UUID) -> Answer:
    """The page with the questions that the answers so far call up; nothing is kept."""
    found = cases.staff_task(task_id, gate.actor())
    if not task_page.held(found):
        return refused(task_id, Refusal("task.not_yours" if found.state == "open" else "task.not_open"))
    return task_page.show(found, sent.known_answers(found))


@desk.post("/sarcini/<uuid:task_id>/salveaza")
def save(task_id: UUID) -> Answer:
    """Keep what was typed; with `action=note` also an internal note."""
    try:
        photos.take(task_id)
        with transaction():
            found = cases.staff_task(task_id, gate.actor())
            sent.keep(found)
            write_note(found)
    except (Refusal, StaleDataError) as error:
        return refused(task_id, error)
    flash(_("Am păstrat ce ați scris."), "ok")
    return redirect(url_for("desk.task", task_id=task_id), 303)


def write_note(task: CaseTask) -> None:
    """Also when another button was pressed than the note's own: whoever wrote one meant it."""
    text = request.form.get("internal_note", "")
    if text.strip() or request.form.get("action") == "note":
        actions.write_note(task.case, gate.actor().person_id, text, gate.now())


@desk.post("/sarcini/<uuid:task_id>/termina")
def complete(task_id: UUID) -> Answer:
    """Finish the task; refused, the page comes back with everything typed."""
    change = form_pages.row_change(request.form)
    if change is not None:
        return _change_rows(task_id, change)
    try:
        photos.take(task_id)
        with transaction():
            found = cases.staff_task(task_id, gate.actor())
            answers = sent.answers(found)
            sent.check(found, answers)
            work.complete(found, answers, gate.actor(), sent.version(), gate.now())
            photos.put_in_file(found)
            write_note(found)
    except (Refusal, StaleDataError) as error:
        return refused(task_id, error)
    faults.point("step.after_commit")
    flash(
        _("Gata: „%(task)s”, dosarul %(number)s.", task=words.title(found), number=found.case.entry.number),
        "ok",
    )
    return redirect(_after(found), 303)


def _change_rows(task_id: UUID, change: RowChange) -> Answer:
    try:
        with transaction():
            found = cases.staff_task(task_id, gate.actor())
            work.save_draft(found, form_pages.change_rows(sent.known_answers(found), change), gate.actor())
    except (Refusal, StaleDataError) as error:
        return refused(task_id, error)
    if request.form.get("internal_note"):
        return task_page.show(found)  # a redirect would lose the note that is being written
    return redirect(url_for("desk.task", task_id=task_id, _anchor=change.field), 303)


def refused(task_id: UUID, error: Exception) -> Answer:
    """The task's page again, with what was typed kept; or a redirect when it only has more to ask."""
    found = cases.staff_task(task_id, gate.actor())
    changed = "task.changed" if found.state == "open" else "task.not_open"
    refusal = error if isinstance(error, Refusal) else Refusal(changed)
    before, typed = sent.shown(found), sent.known_answers(found)
    if refusal.key != "task.changed":
        _keep(task_id, typed)
    if _only_asks_more(found, before, typed, refusal):
        flash(_("Răspunsul ales mai cere câteva lucruri. Completați-le și trimiteți din nou."), "info")
        return redirect(url_for("desk.task", task_id=task_id, _anchor="sarcina"), 303)
    return task_page.show_refused(found, typed, refusal)


def _keep(task_id: UUID, typed: dict[str, Any]) -> None:
    """As long as the task is the actor's to do; what cannot be kept is still on the page."""
    with contextlib.suppress(Refusal, StaleDataError), transaction():
        found = cases.staff_task(task_id, gate.actor())
        work.save_draft(found, typed, gate.actor())


def _only_asks_more(task: CaseTask, before: rules.Answers, typed: rules.Answers, refusal: Refusal) -> bool:
    """Are only questions unanswered which this very answer has called up?"""
    errors = refusal.facts.get("errors")
    if refusal.key != "form.invalid" or not isinstance(errors, list):
        return False
    form = work.form_of(task)
    new = rules.appeared(form, before, typed, sent.whole(form, typed).every)
    return all(error.key == "required" and error.field.split(".")[0] in new for error in errors)


def _after(task: CaseTask) -> str:
    """The next task of the same case if it is the actor's to do, else the inbox."""
    waiting = cases.open_for(gate.actor(), task.case_id)
    return url_for("desk.task", task_id=waiting[0].id) if waiting else url_for("desk.inbox", lista="ale-mele")
