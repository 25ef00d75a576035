"""The audience desk: programmes, the list of a day, the waiting list, days closed and moved, the figures."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.cityhall.audiences import queries
from app.cityhall.cases import queries as cases
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey import audience_days
from app.refusal import Refusal
from app.web import audience_view, filters, gate, wording
from app.web.desk.door import desk

YEAR = timedelta(days=365)


def _institution() -> UUID:
    """The secretary's own hall. Raises Refusal `door.closed`."""
    posts = [post for post in gate.actor().posts if post.role == audience_days.ROLE]
    if not posts:
        raise Refusal("door.closed")
    return posts[0].institution_id


@desk.get("/audiente")
def audiences() -> str:
    """Everything of the audience desk on one page."""
    return _page()


def _page(errors: Sequence[tuple[str, str]] = ()) -> str:
    here, now = _institution(), gate.now()
    found = queries.officials(here)
    today = romanian_day(now)
    return render_template(
        "desk/audiences.html",
        programmes=audience_view.programmes(found, today),
        days=queries.busy_days(here, now - timedelta(hours=12)),
        waiting=queries.waiting(here),
        closed=[(one, day) for one in found for day in queries.blackouts(one.id, today)],
        figures=queries.figures(here, now - YEAR),
        title_of=audience_view.title,
        choices=[(one.code, audience_view.title(one)) for one in found],
        errors=errors,
    )


@desk.get("/audiente/zi/<day>")
def audience_day(day: str) -> str:
    """Who comes on a day: to be printed, and to note who came."""
    here = _institution()
    chosen = _day(day)
    found = queries.day_list(here, chosen)
    tasks = {one.case_id: one for one in cases.waiting_for(gate.actor(), audience_days.ROLE, "presence")}
    return render_template(
        "desk/audience_day.html",
        day=chosen,
        bookings=found,
        tasks=tasks,
        titles=list(dict.fromkeys(audience_view.title(one.official) for one in found)),
        view=audience_view,
    )


@desk.post("/audiente/inchide-ziua")
def close_audience_day() -> Response | tuple[str, int]:
    """Nobody is received on a day; whoever was booked is offered other hours, in the same act."""
    here, code = _institution(), request.form.get("official", "")
    try:
        day = _typed_day()
        with transaction():
            moved = audience_days.close(
                here, code, day, request.form.get("reason", ""), gate.actor(), gate.now(), gate.house()
            )
    except Refusal as refusal:
        said = wording.sentence(refusal.key, refusal.facts)
        field = {"audience.reason_needed": "reason", "audience.no_official": "official"}.get(
            refusal.key, "day"
        )
        return _page([(field, said)]), wording.status(refusal.key)
    flash(_closed(day, moved), "ok")
    return redirect(url_for("desk.audiences", _anchor="zile"), 303)


def _closed(day: date, moved: int) -> str:
    said = _("Ziua %(day)s este închisă.", day=filters.day(day))
    told = ngettext(
        "O persoană programată a fost anunțată și primește alte ore.",
        "Persoane programate, anunțate și cu alte ore propuse: %(num)s.",
        moved,
    )
    return f"{said} {told}" if moved else str(said)


@desk.post("/audiente/deschide-ziua")
def reopen_audience_day() -> Response:
    """The day is as any other again."""
    here = _institution()
    day = _day(request.form.get("day", ""))
    with transaction():
        audience_days.reopen(here, request.form.get("official", ""), day, gate.actor(), gate.now())
    flash(_("Ziua %(day)s este din nou deschisă.", day=filters.day(day)), "ok")
    return redirect(url_for("desk.audiences", _anchor="zile"), 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal("audience.bad_day") from error


def _typed_day() -> date:
    """From the three boxes of the form. Raises Refusal `audience.bad_day`."""
    parts = [request.form.get(f"day.{name}", "").strip() for name in ("year", "month", "day")]
    if not all(part.isdecimal() for part in parts):
        raise Refusal("audience.bad_day")
    return _day("-".join(part.zfill(2) for part in parts))
