"""The letter of a task: made from the form, edited in Word, seen as PDF."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.database import StaleDataError, transaction
from app.journey import letters
from app.refusal import Refusal
from app.web import gate, uploads
from app.web.desk import sent, task_page, words
from app.web.desk.door import desk
from app.web.desk.tasks import Answer, refused

PDF = "application/pdf"


@desk.post("/sarcini/<uuid:task_id>/scrisoare")
def letter_write(task_id: UUID) -> Answer:
    """Make the letter out of the form's answers; made again, it is the next version."""
    try:
        task, typed = _kept(task_id)
        sent.check(task, typed)
        letters.write(task, typed, gate.actor(), gate.house(), gate.now())
    except (Refusal, StaleDataError) as error:
        return refused(task_id, error)
    flash(_("Scrisoarea a fost creată. Vedeți-o mai jos sau descărcați-o ca să o schimbați în Word."), "ok")
    return redirect(url_for("desk.task", task_id=task_id, _anchor="scrisoarea"), 303)


@desk.post("/sarcini/<uuid:task_id>/scrisoare/incarca")
def letter_upload(task_id: UUID) -> Answer:
    """Take back the letter edited in Word."""
    try:
        task, _typed = _kept(task_id)
        stored = uploads.store(request.files.get("letter"), gate.house())
        content = gate.house().outside.files.get(stored.sha256)
        letters.replace(task, content, gate.actor(), gate.house(), gate.now())
    except (Refusal, StaleDataError) as error:
        return refused(task_id, words.with_problems(error))
    flash(_("Am primit scrisoarea schimbată de dumneavoastră."), "ok")
    for code in letters.warnings(content, gate.house()):
        flash(_("Atenție: scrisoarea %(problem)s.", problem=words.problem(code)), "warn")
    return redirect(url_for("desk.task", task_id=task_id, _anchor="scrisoarea"), 303)


def _kept(task_id: UUID) -> tuple[CaseTask, dict[str, Any]]:
    """The actor's task, with what was typed kept first: a letter's trouble must not cost it."""
    with transaction():
        task = cases.staff_task(task_id, gate.actor())
        if not task.letter:
            raise Refusal("task.unknown")
        return task, sent.keep(task)


@desk.get("/sarcini/<uuid:task_id>/scrisoare.docx")
def letter_download(task_id: UUID) -> Response:
    """The letter, to be edited in Word."""
    letter = task_page.letter_of(cases.staff_task(task_id, gate.actor()))
    if letter is None:
        raise Refusal("letter.missing")
    return uploads.send(letter.latest, gate.house(), download=True)


@desk.get("/dosare/<uuid:case_id>/scrisori/<name>.pdf")
def letter_preview(case_id: UUID, name: str) -> Response:
    """The letter as it will be printed, before it has a number."""
    case = cases.staff_case(case_id, gate.actor())
    content = letters.preview(case, name, gate.house())
    return uploads.send_bytes(content, PDF, f"proiect-{case.entry.number}.pdf")
