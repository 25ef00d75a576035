"""Photographs that a task asks for (`x-photos` in its form): they lie with the task until it is finished."""

from typing import NamedTuple
from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.complaints.actions import PICTURES
from app.cityhall.documents import actions, queries
from app.cityhall.documents.actions import Stored
from app.cityhall.documents.models import Document
from app.database import transaction
from app.journey import work
from app.refusal import Refusal
from app.web import gate, salvage, uploads
from app.web.desk import sent
from app.web.desk.door import desk

FIELD = "photos"
TITLES = {"photo_after": "Fotografie de după verificare"}
LABELS = {"photo_after": _("Fotografii de după")}
MOST = 12


class Album(NamedTuple):
    """What a task's page shows: the question, and the pictures that lie with the task."""

    label: object
    pictures: list[Document]


def album(task: CaseTask) -> Album | None:
    """None for a task that asks for no pictures."""
    kind = _kind(task)
    return Album(LABELS[kind], queries.of_draft(task.id)) if kind else None


def _kind(task: CaseTask) -> str:
    asked = work.form_of(task).ui.get("x-photos", "")
    return f"photo_{asked}" if asked else ""


def take(task_id: UUID) -> None:
    """Keep the pictures that came with the page, whichever button was pressed.

    Before the page's own transaction, as all files. Raises Refusal `upload.*`, `photo.wrong_type`.
    """
    if salvage.files_were_left():
        raise Refusal("upload.too_large", most=uploads.largest())
    chosen = [file for file in request.files.getlist(FIELD) if file.filename]
    if not chosen:
        return
    kind = _kind(_mine(task_id))
    if not kind or len(chosen) > MOST:
        raise Refusal("upload.too_many", most=MOST if kind else 0)
    stored = [uploads.store(file, gate.house()) for file in chosen]
    for one in stored:
        if one.media_type not in PICTURES:
            raise Refusal("photo.wrong_type", name=one.filename)
    with transaction():
        _add(_mine(task_id), kind, stored)


def _mine(task_id: UUID) -> CaseTask:
    """The task, held by who is here. Raises Refusal `task.not_yours`."""
    task = cases.staff_task(task_id, gate.actor())
    if task.state != "open" or task.holder_id != gate.actor().person_id:
        raise Refusal("task.not_yours")
    return task


def _add(task: CaseTask, kind: str, stored: list[Stored]) -> None:
    there = {one.latest.sha256 for one in queries.of_draft(task.id)}
    if len(there) + len(stored) > MOST:
        raise Refusal("upload.too_many", most=MOST)
    for one in stored:
        if one.sha256 not in there:
            by = gate.actor().person_id
            actions.add(kind, TITLES[kind], one, gate.now(), draft_id=task.id, by=by)


def put_in_file(task: CaseTask) -> None:
    """The task is finished: its pictures belong to the case, and the applicant may see them."""
    if _kind(task):
        actions.move_to_case(task.id, task.case_id)


@desk.get("/sarcini/<uuid:task_id>/foto/<uuid:document_id>")
def photo(task_id: UUID, document_id: UUID) -> Response:
    """A picture that lies with a task."""
    task, found = cases.staff_task(task_id, gate.actor()), queries.get(document_id)
    if found.draft_id != task.id:
        raise Refusal("document.unknown")
    return uploads.send(found.latest, gate.house())


@desk.post("/sarcini/<uuid:task_id>/foto/<uuid:document_id>/sterge")
def remove_photo(task_id: UUID, document_id: UUID) -> Response:
    """Take a picture away before the task is finished."""
    with transaction():
        task = _mine(task_id)
        sent.keep(task)
        actions.remove_from_draft(document_id, task.id)
    return redirect(url_for("desk.task", task_id=task_id, _anchor="fotografii"), 303)
