"""What a task's page sent: its answers, and the version it showed."""

from typing import Any

from flask import request

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.forms import rules
from app.journey import work
from app.refusal import Refusal
from app.web import choices, form_pages, gate

CONTROLS = frozenset({"csrf_token", "version", "action", "internal_note", "letter"})


def whole(form: rules.FormDefinition, answers: rules.Answers) -> rules.Page:
    """A task's form on one page: whoever works eight hours on them wants to see all of it."""
    return rules.Page("task", "", tuple(rules.active_fields(form, answers)), tuple(rules.fields(form)))


def shown(task: CaseTask) -> dict[str, Any]:
    """The answers that the task's page shows: those typed before, else what is known already."""
    return task.draft or known(task)


def known(task: CaseTask) -> dict[str, Any]:
    """First answers: the form's own, those of the draft that came back, or who is expected."""
    first = work.first_answers(task)
    if task.letter:
        before = [one for one in cases.tasks(task.case_id) if one.form == task.form and one.answers]
        return {**first, **(before[-1].answers or {})} if before else first
    if task.form == "handover":
        return {**first, "received_by": task.case.applicant.full_name}
    return first


def answers(task: CaseTask) -> dict[str, Any]:
    """What was typed, over what was kept before for questions that the page did not show.

    Raises Refusal `form.unknown_field`.
    """
    form, before = work.form_of(task), shown(task)
    page = whole(form, before)
    return rules.merge(before, page.fields, form_pages.read(form, page.every, request.form, CONTROLS))


def known_answers(task: CaseTask) -> dict[str, Any]:
    """What was typed into fields that the form has; never refuses."""
    form = work.form_of(task)
    raw = {
        name: request.form.getlist(name) for name in request.form if name.split(".")[0] in rules.fields(form)
    }
    try:
        given = rules.read(form, rules.fields(form), raw)
    except Refusal:
        return shown(task)
    return rules.merge(shown(task), whole(form, shown(task)).fields, given)


def keep(task: CaseTask) -> dict[str, Any]:
    """Keep what was typed with the task. Raises Refusal `task.not_yours`, `task.not_open`."""
    typed = known_answers(task) if len(request.form) > 1 else shown(task)
    work.save_draft(task, typed, gate.actor())
    return typed


def check(task: CaseTask, given: rules.Answers) -> None:
    """Check the answers with the hall's own choices too. Raises Refusal `form.invalid`."""
    form = work.form_of(task)
    found = rules.errors(form, given, options=choices.asked_by(form, task.case))
    if found:
        raise Refusal("form.invalid", errors=found)


def version() -> int:
    """The version of the task that the page showed."""
    return request.form.get("version", -1, type=int)
