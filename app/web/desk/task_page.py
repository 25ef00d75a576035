"""How a task's page is shown, also when it was refused."""

from typing import Any

from flask import render_template, request

from app.cityhall import signatures
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.documents import queries as documents
from app.cityhall.documents.models import Document
from app.cityhall.procedures.letters import called
from app.journey import letters, work
from app.journey.lockers import deliver
from app.refusal import Refusal
from app.web import choices, form_pages, gate, visits, wording
from app.web.desk import case_file, connections, door_state, photos, sent

ATTENDED = ("completion", "approval")


def held(task: CaseTask) -> bool:
    """Is it open and the actor's to do now?"""
    return task.state == "open" and task.holder_id == gate.actor().person_id


def show(task: CaseTask, typed: dict[str, Any] | None = None) -> str:
    """The page with what was kept so far, or with what is just being typed."""
    return _page(task, sent.shown(task) if typed is None else typed)


def show_refused(task: CaseTask, typed: dict[str, Any], refusal: Refusal) -> tuple[str, int]:
    """The page with everything typed, and what is wrong with it."""
    errors = refusal.facts.get("errors", [])
    return _page(task, typed, errors, refusal), wording.status(refusal.key)


def _page(task: CaseTask, answers: dict[str, Any], errors: Any = (), refusal: Refusal | None = None) -> str:
    form = work.form_of(task)
    summary = form_pages.error_summary(form, errors) if errors else _summary(refusal)
    return render_template(
        "desk/task.html",
        task=task,
        case=task.case,
        file=case_file.of(task.case),
        form=form,
        page=sent.whole(form, answers),
        answers=answers,
        choices=choices.options(task.case),
        connected=connections.joined(task.case),
        candidates=connections.candidates(task.case) if task.form == "twins" else None,
        field_errors=errors,
        errors=summary,
        held=held(task),
        letter=letter_of(task),
        letter_name=letter_name(task),
        signed=signatures.standing(task.case_id, letter_name(task)) if task.signs else [],
        issued=documents.of_kind(task.case_id, "act"),
        before=said_before(task),
        door=door_state.of(task, gate.now()) if task.form in deliver.PURPOSES else None,
        note=request.form.get("internal_note", ""),
        album=photos.album(task),
        visit=visits.of_case(task.case) if task.form == "handover" else None,
        visit_when=visits.spoken,
    )


def _summary(refusal: Refusal | None) -> list[tuple[str, str]]:
    return [("", wording.sentence(refusal.key, refusal.facts))] if refusal else []


def letter_of(task: CaseTask) -> Document | None:
    """The letter that this task writes or judges."""
    name = letter_name(task)
    return documents.of_letter(task.case_id, name, letters.DRAFT) if name else None


def letter_name(task: CaseTask) -> str:
    """Its name among the procedure's letters; "" for a task without one."""
    return called(task.letter or task.signs or "")


def said_before(task: CaseTask) -> CaseTask | None:
    """What was said just before to whoever works now: a returned letter, a completion that came."""
    done = [one for one in cases.tasks(task.case_id) if one.done_at and one.created_at <= task.created_at]
    last = max(done, key=lambda one: one.done_at or one.created_at, default=None)
    return last if last is not None and last.form in ATTENDED else None
