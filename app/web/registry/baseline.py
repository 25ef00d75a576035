"""The watch of the paper days: twenty documents registered by hand, each timed."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.registry import baselines
from app.cityhall.registry.baselines import PaperBaseline
from app.cityhall.registry.measures import spread_of
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.registry import measure_words
from app.web.registry.door import halls, registry
from app.web.registry.measures import BASELINE_KEEPERS

Answer = str | tuple[str, int] | Response


@registry.get("/masuratori/hartie")
def baseline() -> Answer:
    """The measurement that is open, else a form to begin one."""
    return _page()


@registry.post("/masuratori/hartie")
def begin_baseline() -> Answer:
    """Begin a measurement, with its day and its act."""
    try:
        with transaction():
            act = request.form.get("act", "").strip()
            if not act:
                raise Refusal("baseline.act")
            baselines.begin(_hall(), _day(), act, gate.actor().person_id, gate.now())
    except Refusal as refusal:
        return _refused(refusal)
    return redirect(url_for("registry.baseline"), 303)


@registry.post("/masuratori/hartie/<uuid:baseline_id>")
def time_paper(baseline_id: UUID) -> Answer:
    """Start or stop the watch, write down another watch's time, strike one out, or close."""
    try:
        with transaction():
            found = baselines.mine(baseline_id, halls(*BASELINE_KEEPERS))
            _do(found, request.form.get("action", ""))
    except Refusal as refusal:
        if wording.status(refusal.key) == 404:
            raise
        return _refused(refusal)
    if found.closed_at is not None:
        flash(_("Măsurătoarea este încheiată; de acum cu ea se compară."), "success")
        return redirect(url_for("registry.measures"), 303)
    return redirect(url_for("registry.baseline"), 303)


def _do(found: PaperBaseline, action: str) -> None:
    by, now = gate.actor().person_id, gate.now()
    what = request.form.get("what", "").strip()
    if action == "start":
        baselines.start(found, what, by, now)
    elif action == "stop":
        baselines.stop(found, now)
    elif action == "note":
        baselines.note(found, what, _seconds(), by, now)
    elif action == "close":
        baselines.close(found, now)
        facts = {"act": found.act, "timed": len(found.timed)}
        journal.note("baseline.closed", now, actor_id=by, about=("paper_baseline", found.id), facts=facts)
    elif action.startswith("forget:"):
        baselines.forget(found, UUID(action.removeprefix("forget:")))


def _seconds() -> int:
    minutes, seconds = (request.form.get(name, "").strip() or "0" for name in ("minutes", "seconds"))
    if not (minutes.isdecimal() and seconds.isdecimal() and len(minutes) < 4 and len(seconds) < 6):
        raise Refusal("baseline.seconds")
    return 60 * int(minutes) + int(seconds)


def _day() -> date:
    day, month, year = (request.form.get(f"day.{part}", "") for part in ("day", "month", "year"))
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Refusal("baseline.day") from error


def _hall() -> UUID:
    mine, own = halls(*BASELINE_KEEPERS), gate.installed()
    return own if own in mine else min(mine, key=str)


def _refused(refusal: Refusal) -> tuple[str, int]:
    field = {"baseline.day": "day", "baseline.act": "act", "baseline.seconds": "minutes"}.get(refusal.key, "")
    return _page([(field, wording.sentence(refusal.key, refusal.facts))], wording.status(refusal.key))


def _page(errors: list[tuple[str, str]] | None = None, status: int = 200) -> tuple[str, int]:
    here = _hall()
    open_one = baselines.open_one(here)
    text = render_template(
        "registry/baseline.html",
        words=measure_words,
        errors=errors or [],
        wrong=dict(errors or []),
        typed=request.form,
        today=romanian_day(gate.now()),
        open_one=open_one,
        spread=spread_of(open_one.timed) if open_one else None,
        enough=baselines.ENOUGH,
        earlier=baselines.in_force(here),
    )
    return text, status
