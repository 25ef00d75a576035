"""Doing a task: keep what is typed, check it, complete it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app import faults
from app.cityhall import checklist, journal
from app.cityhall.cases.models import CaseTask
from app.cityhall.documents import queries as documents
from app.cityhall.forms import rules as form_rules
from app.cityhall.forms.rules import FormDefinition
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.letters import called
from app.journey import advance, received, signing
from app.journey.came import Came
from app.refusal import Refusal

# The applicant's task that takes papers too, and is registered when it comes.
COMPLETION = "completion"
# Paper to be taken back may be gone already: the applicant was faster than the operator.
_DONE_WHEN = {
    "deposit": {ParcelState.DEPOSITED},
    "take_back": {ParcelState.RETURNED, ParcelState.COLLECTED},
}


def form_of(task: CaseTask) -> FormDefinition:
    """The form of a task, in the version that its case runs on."""
    return procedures.form(task.case.version_id, task.form)


def first_answers(task: CaseTask) -> dict[str, Any]:
    """What a task's form begins with: its defaults, what the applicant wrote, what the diagram proposes."""
    form = form_of(task)
    facts: dict[str, Any] = {"case": task.case.answers}
    if any(str(source).startswith("data.") for source in form.ui.get("x-prefill", {}).values()):
        facts["data"] = advance.data_of(task.case_id)
    return form_rules.prefill(form, facts)


def save_draft(task: CaseTask, answers: Mapping[str, Any], actor: Actor) -> None:
    """Keep what was typed so far with the task. Raises Refusal `task.not_yours`, `task.not_open`."""
    _check_held(task, actor)
    task.draft = dict(answers)


def complete(
    task: CaseTask,
    answers: Mapping[str, Any],
    actor: Actor,
    seen: int,
    now: datetime,
    came: Came | None = None,
) -> None:
    """Finish a task. What was typed stays with the task whenever this is refused.

    `came`: how an applicant's answer came, when a registrar lays it there.

    Raises Refusal: `task.not_open`, `task.not_yours`, `task.changed` (somebody saved it since the page
    was shown), `form.invalid` (with errors), `letter.missing`, `parcel.not_deposited`.
    """
    _check_held(task, actor)
    if task.revision != seen:
        raise Refusal("task.changed")
    form = form_of(task)
    found = form_rules.errors(form, answers)
    if found:
        raise Refusal("form.invalid", errors=found)
    kept = form_rules.clean(form, answers)
    _check_done_in_the_world(task)
    _note_effects(task, kept, actor, now)
    on_behalf = _whose(task, actor)
    advance.complete_task(task, kept, actor.person_id, now, on_behalf)
    if task.role == "applicant" and _is_registered(form):
        received.register(task, actor, now, came)
    # Last, so that the case is always locked before the journal, and the journal for a short time.
    journal.note(
        "task.completed",
        now,
        actor_id=actor.person_id,
        on_behalf_of_id=on_behalf,
        about=("case", task.case_id),
        facts={"element": task.element},
    )
    faults.point("step.before_commit")


def _check_held(task: CaseTask, actor: Actor) -> None:
    if task.state != "open":
        raise Refusal("task.not_open", title=task.title)
    if task.role == "applicant":
        return
    if task.holder_id != actor.person_id:
        raise Refusal("task.not_yours")


def _whose(task: CaseTask, actor: Actor) -> uuid.UUID | None:
    """An applicant's task done by somebody else is done on the applicant's behalf."""
    applicant = task.case.applicant_id
    return applicant if task.role == "applicant" and actor.person_id != applicant else None


def _check_done_in_the_world(task: CaseTask) -> None:
    """Some tasks are about things: a letter that must be written, a door that must be closed."""
    if task.letter and documents.of_letter(task.case_id, called(task.letter), "draft_letter") is None:
        raise Refusal("letter.missing")
    if task.form in {"deposit", "take_back"}:
        parcel = lockers.latest(task.case_id)
        if parcel is not None and not _lies_well(parcel, task.form):
            raise Refusal("parcel.not_deposited" if task.form == "deposit" else "parcel.not_returned")


def _lies_well(parcel: Parcel, form: str) -> bool:
    """The paper is where the task wants it, and no door that was opened twice stands open."""
    standing_open = parcel.door_open and not parcel.over
    return ParcelState(parcel.state) in _DONE_WHEN[form] and not standing_open


def _note_effects(task: CaseTask, answers: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    if answers.get("defects"):
        checklist.ask(task.case_id, list(answers["defects"]), actor.person_id, now)
    if task.form == COMPLETION:
        checklist.settle(task.case_id, now)
    signing.note(task, answers, actor, now)


def _is_registered(form: FormDefinition) -> bool:
    """Is what the applicant sends a document received, with a number of its own?"""
    return form.name == COMPLETION or bool(form.ui.get("x-register"))
