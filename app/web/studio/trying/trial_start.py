"""How a trial begins: with the request of a scenario, or with one that is filled here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.drafts import queries as drafts
from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.rehearsals import actions as rehearsing
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.studio import vocabulary
from app.web.studio.door import mine, studio
from app.web.studio.trying import stories
from app.web.studio.trying.trial_room import frame

CLOCK = "%Y-%m-%dT%H:%M"


def page(code: str, refusal: Refusal | None = None) -> str:
    """The question what to begin with."""
    files = drafts.files(mine(code).id)
    now = gate.now().astimezone(BUCHAREST).strftime(CLOCK)
    return render_template(
        "studio/trial_start.html",
        **frame(code, vocabulary.of(files), "trial"),
        stories=[("", _("O cerere goală, pe care o completați aici")), *stories.of(files).titles()],
        typed={"steps": "", "channel": "portal", "filed": now, "story": "", **request.form.to_dict()},
        errors=[("filed", wording.sentence(refusal.key, refusal.facts))] if refusal else [],
    )


@studio.post("/<code>/ciorna/incercare/incepe")
def begin_trial(code: str) -> Response | tuple[str, int]:
    """A trial begins; one that the reader had before is given up."""
    draft = mine(code)
    try:
        told = _told(drafts.files(draft.id))
    except Refusal as refusal:
        return page(code, refusal), wording.status(refusal.key)
    with transaction():
        own, who = mine(code, lock=True), gate.actor().person_id
        rehearsing.drop_trial(own, who)
        rehearsing.keep_trial(own, who, told, 0, gate.now())
    return redirect(url_for("studio.trial", code=code), 303)


def _told(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Raises Refusal `trial.bad_moment`, `scenario.unknown`."""
    form = request.form
    if name := form.get("story", ""):
        found = stories.of(files).every.get(name)
        if found is None:
            raise Refusal("scenario.unknown", name=name)
        return stories.told(found, steps=form.get("steps") == "all")
    channel = "counter" if form.get("channel") == "counter" else "portal"
    return {"title": _("Încercare"), "filed": _moment(form.get("filed", "")), "channel": channel, "steps": []}


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text).strftime(CLOCK)
    except ValueError as error:
        raise Refusal("trial.bad_moment") from error
