"""The counter's hours for appointments: what holds, a new line by an act, a line that ends."""

from datetime import date, time
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.registry.rules import romanian_day
from app.cityhall.visits import programme, queries
from app.cityhall.visits.programme import Line
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.audience_view import DAYS
from app.web.counter.door import counter

Answer = str | tuple[str, int] | Response


@counter.get("/program")
def hours() -> Answer:
    """All lines that hold, or will."""
    return _page()


@counter.post("/program")
def add_hours() -> Answer:
    """A new line."""
    try:
        with transaction():
            made = programme.add(_hall(), _typed(), _today())
            me, facts = gate.actor().person_id, {"act": made.act, "weekday": made.weekday}
            journal.note("counter.hours", gate.now(), actor_id=me, about=("hours", made.id), facts=facts)
    except Refusal as refusal:
        return _page(wording.sentence(refusal.key, refusal.facts), wording.status(refusal.key))
    flash(_("Am adăugat orele. Se pot face programări în ele."), "success")
    return redirect(url_for("counter.hours"), 303)


@counter.post("/program/<uuid:line_id>/incheie")
def end_hours(line_id: UUID) -> Answer:
    """A line ends on a day."""
    try:
        with transaction():
            ended = programme.end(_hall(), line_id, _day("last"), _today())
            me, facts = gate.actor().person_id, {"until": str(ended.valid_until)}
            journal.note(
                "counter.hours_ended", gate.now(), actor_id=me, about=("hours", line_id), facts=facts
            )
    except Refusal as refusal:
        return _page(wording.sentence(refusal.key, refusal.facts), wording.status(refusal.key))
    flash(_("Orele țin până în ziua aleasă. Programările făcute rămân."), "success")
    return redirect(url_for("counter.hours"), 303)


def _page(error: str = "", status: int = 200) -> tuple[str, int]:
    page = render_template(
        "counter/programme.html",
        lines=queries.hours(_hall(), _today()),
        weekdays=[(number, name) for number, name in enumerate(DAYS)],
        typed=request.form,
        today=_today(),
        errors=[("", error)] if error else [],
    )
    return page, status


def _hall() -> UUID:
    """The institution of the registrar's post."""
    return next(post.institution_id for post in gate.actor().posts if post.role == "registrar")


def _today() -> date:
    return romanian_day(gate.now())


def _typed() -> Line:
    """Raises Refusal `hours.wrong` when something is no number, no hour, no day."""
    form = request.form
    try:
        return Line(
            weekday=int(form.get("weekday", "")),
            opens=time.fromisoformat(form.get("opens", "")),
            closes=time.fromisoformat(form.get("closes", "")),
            minutes=int(form.get("minutes", "")),
            capacity=int(form.get("capacity", "")),
            place=form.get("place", ""),
            act=form.get("act", ""),
            valid_from=_day("since"),
        )
    except ValueError as error:
        raise _wrong() from error


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError as error:
        raise _wrong() from error


def _wrong() -> Refusal:
    limits = {"shortest": programme.SHORTEST, "longest": programme.LONGEST, "most": programme.MOST}
    return Refusal("hours.wrong", **limits)
