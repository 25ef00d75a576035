"""The trial: the draft runs in the real engine, and the analyst is the clock and everybody in the hall."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.rehearsals import actions as rehearsing
from app.database import transaction
from app.rehearsal import trials
from app.rehearsal.standing import Standing
from app.web import gate, uploads
from app.web.studio.door import mine, studio
from app.web.studio.trying import rehearsal_words, trial_room, trial_start, trial_steps, trial_view
from app.web.studio.trying.trial_room import Room
from app.web.studio.trying.trial_steps import Typed
from app.web.studio.vocabulary import Vocabulary

Answer = str | tuple[str, int] | Response


@studio.get("/<code>/ciorna/incercare")
def trial(code: str) -> Answer:
    """Where the analyst's own trial of the draft stands; without one, how it begins."""
    room = trial_room.enter(code)
    if room is None:
        return trial_start.page(code)
    if "answers" not in room.told:
        return redirect(url_for("studio.trial_request", code=code))
    return _page(room)


@studio.post("/<code>/ciorna/incercare/pas")
def trial_step(code: str) -> Answer:
    """One thing happens; refused, the page comes back with everything typed."""
    room = trial_room.needed(code)
    typed = trial_steps.read(room)
    if typed.asks_more or request.args.get("intreaba"):
        return _page(room, typed)
    if typed.errors:
        return _page(room, typed), 422
    told = trial_steps.with_it(room, typed)
    standing = room.open(told)
    if standing.failed is not None:
        return _page(room, typed, standing), 409
    room.keep(told)
    return redirect(url_for("studio.trial", code=code), 303)


@studio.get("/<code>/ciorna/incercare/hartii/<int:number>")
def trial_paper(code: str, number: int) -> Response:
    """A paper that the trial made."""
    room = trial_room.needed(code)
    found = trial_room.paper(room, number)
    content = trials.content(room.place, room.told, number)
    return uploads.send_bytes(content, found.media_type, found.filename)


@studio.post("/<code>/ciorna/incercare/renunta")
def drop_trial(code: str) -> Response:
    """The trial is given up; another may begin."""
    with transaction():
        rehearsing.drop_trial(mine(code, lock=True), gate.actor().person_id)
    flash(_("Încercarea s-a încheiat."), "ok")
    return redirect(url_for("studio.trial", code=code), 303)


def _page(room: Room, typed: Typed | None = None, refused: Standing | None = None) -> str:
    standing = room.standing
    at = trial_view.of(room.code, standing, room.known) if standing.failed != 0 else None
    return render_template(
        "studio/trial.html",
        **room.frame("trial"),
        at=at,
        seen=room.seen,
        steps=room.told.get("steps", []),
        chosen=trial_steps.chosen(room, typed) if at else None,
        errors=_summary(room.known, typed, refused),
        broken=_broken(standing, room.known),
    )


def _summary(known: Vocabulary, typed: Typed | None, refused: Standing | None) -> list[tuple[str, str]]:
    if refused is not None and refused.error is not None:
        return [("", rehearsal_words.told(refused.error, known))]
    return typed.summary if typed else []


def _broken(standing: Standing, known: Vocabulary) -> str:
    """What no longer goes since the draft changed."""
    if standing.failed is None or standing.error is None:
        return ""
    error = replace(standing.error, step=standing.failed)
    return rehearsal_words.told(error, known)
