"""All scenarios of a draft: played with one button, with what they reach drawn on the diagrams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.cityhall.drafts import queries as drafts
from app.cityhall.procedures import folders
from app.cityhall.rehearsals import actions as rehearsing
from app.cityhall.rehearsals import queries as rehearsals
from app.cityhall.rehearsals.models import Play
from app.database import transaction
from app.web import gate, wording
from app.web.studio import vocabulary
from app.web.studio.door import mine, studio
from app.web.studio.trying import covered, rehearsal_words, stories
from app.web.studio.trying.trial_room import frame
from app.web.studio.vocabulary import Vocabulary

STATES: Mapping[str, tuple[object, str]] = {
    "": (lazy_gettext("Nejucat"), "muted"),
    "waiting": (lazy_gettext("Așteaptă"), "wait"),
    "running": (lazy_gettext("Se joacă"), "work"),
    "passed": (lazy_gettext("Adevărat"), "ok"),
    "failed": (lazy_gettext("Nu se potrivește"), "bad"),
}


@dataclass(frozen=True)
class Row:
    """One scenario on the page."""

    name: str
    title: str
    state: tuple[str, str]
    complaints: list[str]
    seconds: str | None


@studio.get("/<code>/ciorna/scenarii")
def scenarios(code: str) -> str:
    """The list, with the results on the draft as it is now."""
    draft = mine(code)
    files = drafts.files(draft.id)
    known, told = vocabulary.of(files), stories.of(files)
    plays = {one.scenario: one for one in rehearsals.plays(draft.id, folders.digest(files))}
    plays = {name: play for name, play in plays.items() if name in told.every}
    refusal, running = told.refusal, any(one.state in rehearsals.UNDER_WAY for one in plays.values())
    return render_template(
        "studio/scenarios.html",
        **frame(code, known, "scenarios"),
        rows=[_row(name, title, plays.get(name), known) for name, title in told.titles()],
        broken=wording.sentence(refusal.key, refusal.facts) if refusal else "",
        running=running,
        counts=counts([one.state for one in plays.values()], len(told.every)),
        coverage=None if running else covered.of(files, list(plays.values()), known),
    )


@studio.post("/<code>/ciorna/scenarii/joaca")
def play_all(code: str) -> Response:
    """Let every scenario be played on the draft as it is."""
    with transaction():
        draft = mine(code, lock=True)
        files = drafts.files(draft.id)
        asked = rehearsing.ask_plays(draft, folders.digest(files), stories.of(files).every, gate.now())
    flash(_("Am pornit %(n)s scenarii.", n=asked) if asked else _("Scenariile se joacă deja."), "info")
    return redirect(url_for("studio.scenarios", code=code), 303)


def counts(states: Sequence[str], every: int) -> dict[str, Any]:
    """How far the plays are, in numbers and in words."""
    done = [one for one in states if one not in rehearsals.UNDER_WAY]
    good = done.count("passed")
    if not states:
        words = _("%(all)s scenarii, niciunul jucat pe ciorna de acum.", all=every)
    elif len(done) < every:
        words = _("Jucate %(done)s din %(all)s; adevărate: %(good)s.", done=len(done), all=every, good=good)
    elif good == every:
        words = _("Toate cele %(all)s scenarii sunt adevărate.", all=every)
    else:
        words = _("Adevărate %(good)s din %(all)s.", good=good, all=every)
    return {"all": every, "done": len(done), "words": words}


def _row(name: str, title: str, play: Play | None, known: Vocabulary) -> Row:
    word, tone = STATES[play.state if play else ""]
    complaints = [rehearsal_words.told(one, known) for one in play.complaints] if play else []
    seconds = f"{play.seconds:.1f}".replace(".", ",") if play and play.at else None
    return Row(name, title, (str(word), tone), complaints, seconds)
