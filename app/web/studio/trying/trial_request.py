"""The request of a trial: the draft's own form filled by the analyst, as an applicant would."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.cityhall.forms import rules
from app.cityhall.forms.rules import FieldError, FormDefinition
from app.refusal import Refusal
from app.web import form_pages
from app.web.studio.door import studio
from app.web.studio.trying import draft_forms, rehearsal_words, trial_room
from app.web.studio.trying.trial_room import Room

Answer = str | tuple[str, int] | Response
PAPER = "paper:"


@studio.get("/<code>/ciorna/incercare/cerere")
def trial_request(code: str) -> Answer:
    """The form with what was answered before."""
    room = trial_room.needed(code)
    return _page(room, dict(room.told.get("answers", {})))


@studio.post("/<code>/ciorna/incercare/cerere")
def file_request(code: str) -> Answer:
    """The request is filed anew; the steps done so far follow it again."""
    room = trial_room.needed(code)
    form = _form(room)
    answers, unknown = _answers(form)
    change = form_pages.row_change(request.form)
    if change is not None or request.args.get("intreaba"):
        return _page(room, form_pages.change_rows(answers, change) if change else answers)
    wrong = [*unknown, *rules.errors(form, answers)]
    if wrong:
        return _page(room, answers, wrong), 422
    told = {**room.told, "answers": rules.clean(form, answers), "papers": request.form.getlist(PAPER)}
    standing = room.open(told)
    if standing.failed == 0 and standing.error is not None:
        return _page(room, answers, said=rehearsal_words.told(standing.error, room.known)), 409
    room.keep(told)
    return redirect(url_for("studio.trial", code=code), 303)


def _form(room: Room) -> FormDefinition:
    return draft_forms.form(room.files, str(room.known.config.get("form", "application")))


def _answers(form: FormDefinition) -> tuple[dict[str, Any], list[FieldError]]:
    try:
        return form_pages.read(form, tuple(rules.fields(form)), request.form), []
    except Refusal as refusal:
        return {}, [FieldError(str(refusal.facts.get("field", "")), "unknown")]


def _page(
    room: Room, answers: Mapping[str, Any], wrong: list[FieldError] | None = None, said: str = ""
) -> str:
    form, told = _form(room), room.told
    return render_template(
        "studio/trial_request.html",
        **room.frame("trial"),
        form=form,
        page=draft_forms.whole(form, answers),
        answers=answers,
        field_errors=wrong or [],
        errors=[("", said)] if said else form_pages.error_summary(form, wrong or []),
        papers=list(room.known.papers.items()),
        attached=request.form.getlist(PAPER) if request.method == "POST" else told.get("papers", []),
        has_steps=bool(told.get("steps")),
        seen=room.seen,
    )
