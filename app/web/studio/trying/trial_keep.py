"""A trial becomes a scenario: its name, and what is expected of it from now on."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.drafts import actions as drafting
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import scenarios
from app.database import transaction
from app.refusal import Refusal
from app.rehearsal import ending, trials
from app.web import gate, wording
from app.web.studio.door import mine, studio
from app.web.studio.trying import stories, story_words, trial_room
from app.web.studio.trying.trial_room import Room

NAME = re.compile(r"[a-z0-9_]{1,80}")
LONGEST = 200
# What a new scenario looks at unless its writer says otherwise; all else only if it is ticked.
USUAL = ("outcome", "status", "term", "fee", "letters", "open")
FIELD = {"scenario.title_needed": "title", "scenario.bad_name": "name", "scenario.name_taken": "name"}


@studio.get("/<code>/ciorna/incercare/pastreaza")
def keep_trial(code: str) -> str:
    """What came out, to choose from."""
    room = trial_room.needed(code)
    title = str(room.told.get("title", ""))
    name = next((name for name, told in stories.of(room.files).titles() if told == title), "")
    typed = {"title": "" if title == _("Încercare") else title, "name": name, "replace": ""}
    return _page(room, typed, list(USUAL))


@studio.post("/<code>/ciorna/incercare/pastreaza")
def save_scenario(code: str) -> Response | tuple[str, int]:
    """The scenario is a file of the draft from now on."""
    room, form = trial_room.needed(code), request.form
    typed = {name: form.get(name, "").strip() for name in ("title", "name")}
    typed["replace"] = form.get("replace", "")
    try:
        name = _name(typed, room.files)
        _save(code, name, _written(room, typed["title"], form.getlist("expect")))
    except Refusal as refusal:
        return _page(room, typed, form.getlist("expect"), refusal), wording.status(refusal.key)
    flash(_("Scenariul „%(title)s” s-a păstrat.", title=typed["title"]), "ok")
    return redirect(url_for("studio.scenarios", code=code), 303)


def _name(typed: Mapping[str, str], files: Mapping[str, bytes]) -> str:
    """Raises Refusal `scenario.title_needed`, `scenario.bad_name`, `scenario.name_taken`."""
    if not typed["title"] or len(typed["title"]) > LONGEST:
        raise Refusal("scenario.title_needed", most=LONGEST)
    name = typed["name"] or _free(_slug(typed["title"]), files)
    if not NAME.fullmatch(name):
        raise Refusal("scenario.bad_name", name=name)
    if stories.path(name) in files and not typed["replace"]:
        raise Refusal("scenario.name_taken", name=name)
    return name


def _slug(title: str) -> str:
    """„Taxă plătită” → taxa_platita"""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60] or "scenario"


def _free(name: str, files: Mapping[str, bytes]) -> str:
    names = [name, *(f"{name}_{number}" for number in range(2, 500))]
    return next((one for one in names if stories.path(one) not in files), name)


def _written(room: Room, title: str, chosen: list[str]) -> bytes:
    proposed = expectations(room)
    expect = {name: value for name, value in proposed.items() if name in chosen}
    content = stories.written({**room.told, "title": title, "expect": expect})
    scenarios.read({stories.path("one"): content})  # what is kept can be read again
    return content


def _save(code: str, name: str, content: bytes) -> None:
    with transaction():
        draft = mine(code, lock=True)
        path, who = stories.path(name), gate.actor().person_id
        drafting.save(draft, path, content, _seen(draft, path), who, gate.now())


def _seen(draft: Draft, path: str) -> int:
    found = [one.revision for one in drafts.file_rows(draft.id) if one.path == path]
    return found[0] if found else drafting.ANEW


def expectations(room: Room) -> dict[str, Any]:
    """What came of the trial, in the words of a scenario's `expect`."""
    with trials.inside(room.place, room.told) as found:
        ended = ending.found(found.case)
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in ended.items()}
    # Only that a case has no outcome yet can be expected; what else is not there is not looked at.
    return {name: value for name, value in plain.items() if value is not None or name == "outcome"}


def _page(room: Room, typed: Mapping[str, Any], chosen: list[str], refusal: Refusal | None = None) -> str:
    said = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    where = FIELD.get(refusal.key, "") if refusal else ""
    steps = [story_words.step(one, room.known) for one in room.told.get("steps", ())]
    return render_template(
        "studio/trial_keep.html",
        **room.frame("trial"),
        typed=typed,
        wrong={where: said},
        errors=[(where, said)] if said else [],
        taken=refusal is not None and refusal.key == "scenario.name_taken",
        proposed=story_words.expectations(expectations(room), room.known),
        chosen=chosen,
        steps=[_("Cererea este depusă"), *steps],
        seen=room.seen,
    )
