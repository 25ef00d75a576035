"""One step of a trial as its page sent it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import request

from app.cityhall.forms import rules
from app.cityhall.forms.rules import FieldError, FormDefinition
from app.refusal import Refusal
from app.rehearsal import trials
from app.rehearsal.standing import OpenTask
from app.web import form_pages
from app.web.studio.trying import draft_forms, trial_choices, trial_view
from app.web.studio.trying.trial_room import Room
from app.web.studio.trying.trial_view import TaskForm

A_LITTLE = timedelta(minutes=1)  # past the moment that rings
KINDS = frozenset({"does", "waits", "pays", "says", "door", "message", "back"})


@dataclass(frozen=True)
class Typed:
    """A step; `asks_more`: the page is only to be shown again, with what was typed."""

    kind: str
    what: str
    element: str = ""
    by: str = ""
    reason: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)
    summary: list[tuple[str, str]] = field(default_factory=list)
    asks_more: bool = False


def read(room: Room) -> Typed:
    """What was sent. Raises Refusal `trial.bad_step`, `trial.changed`."""
    form = request.form
    kind, what = form.get("step:kind", ""), form.get("step:what", "")
    if kind not in KINDS:
        raise Refusal("trial.bad_step")
    if form.get("step:seen") != str(room.seen):
        raise Refusal("trial.changed")
    if kind != "does":
        return Typed(kind, what, reason=form.get("step:reason", "").strip())
    return _task(room, what, form.get("step:element", ""), form.get("step:by", ""))


def _task(room: Room, name: str, element: str, by: str) -> Typed:
    made, task = draft_forms.form(room.files, name), _open(room, name, element)
    change, before = form_pages.row_change(request.form), dict(task.answers)
    answers, unknown = _answers(made, before)
    if change is not None:
        after = form_pages.change_rows(answers, change)
        return Typed("does", name, element, by, answers=after, asks_more=True)
    options = trial_choices.of(room, made)
    errors = [*unknown, *rules.errors(made, answers, options=options)]
    new = rules.appeared(made, before, answers, tuple(rules.fields(made)))
    more = bool(errors) and all(one.key == "required" and one.field.split(".")[0] in new for one in errors)
    summary = form_pages.error_summary(made, errors)
    shown = [] if more else errors
    return Typed("does", name, element, by, "", answers, shown, [] if more else summary, more)


def _answers(made: FormDefinition, before: Mapping[str, Any]) -> tuple[dict[str, Any], list[FieldError]]:
    every = tuple(rules.fields(made))
    try:
        given = form_pages.read(made, every, request.form)
    except Refusal as refusal:
        return dict(before), [FieldError(str(refusal.facts.get("field", "")), "unknown")]
    return rules.merge(before, every, given), []


def _open(room: Room, form: str, element: str) -> OpenTask:
    """Raises Refusal `task.not_open`."""
    for one in room.standing.tasks:
        if one.form == form and element in ("", one.element):
            return one
    raise Refusal("task.not_open", title=room.known.form(form))


def with_it(room: Room, typed: Typed) -> dict[str, Any]:
    """The story with this step at its end, or without its last one. Raises Refusal `trial.bad_step`.

    A step that cannot be done any more, since the draft changed, is left out with all that follow it.
    """
    every, failed = list(room.told.get("steps", [])), room.standing.failed
    before = every[: failed - 1] if failed else every
    if typed.kind == "back":
        return {**room.told, "steps": before if failed else before[:-1]}
    return {**room.told, "steps": [*before, _step(room, typed)]}


def _step(room: Room, typed: Typed) -> dict[str, Any]:
    if typed.kind == "waits":
        return {"waits": _how_long(room, typed.what)}
    if typed.kind == "says":
        return {"says": typed.what, "reason": typed.reason}
    if typed.kind == "does":
        by = {"by": typed.by} if _chosen_by_name(room, typed) else {}
        return {"does": typed.what, "answers": typed.answers, **by}
    return {typed.kind: typed.what}


def _chosen_by_name(room: Room, typed: Typed) -> bool:
    """Who does it is only told when it is not the one who would do it anyway."""
    who = _open(room, typed.what, typed.element).who
    return typed.by in who[1:]


def _how_long(room: Room, what: str) -> str:
    if what in {"P1D", "P1W"}:
        return what
    first = trial_view.next_ring(room.standing, room.known)
    if what != "next" or first is None or first.when is None:
        raise Refusal("trial.bad_step")
    return trials.until(room.standing, first.when + A_LITTLE)


def chosen(room: Room, typed: Typed | None) -> TaskForm | None:
    """The task whose form the page shows: the one just typed, the one asked for, else the first."""
    wanted = typed.element if typed and typed.kind == "does" else request.args.get("sarcina", "")
    there = room.standing.tasks
    task = next((one for one in there if one.element == wanted), there[0] if there else None)
    if task is None:
        return None
    shown = trial_view.task_form(task, room.files, room.known)
    if shown.form:
        shown = trial_view.with_options(shown, trial_choices.of(room, shown.form))
    if typed and typed.kind == "does":
        return trial_view.typed(shown, typed.answers, typed.errors, typed.by)
    return shown
