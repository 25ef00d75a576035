"""Appointments at the counter as pages show them; behind a pick-up's link and in the account alike."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.audiences.rules import Slot
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.cityhall.visits import queries
from app.cityhall.visits.models import Visit
from app.database import transaction
from app.journey import audiences, visiting
from app.refusal import Refusal
from app.web import gate, wording
from app.web.form_pages.wording import language

Answer = str | tuple[str, int] | Response
MOST_DAYS, MOST_A_DAY = 5, 10


@dataclass(frozen=True)
class Places:
    """Whose paper waits, where one came from, and the address of the page of hours."""

    case: Case
    back: str
    here: str


def spoken(visit: Visit) -> str:
    """miercuri, 02.12.2026, ora 14:00"""
    return audiences.spoken(visit.starts_at, language())


def clock(visit: Visit) -> str:
    """14:00"""
    return f"{visit.starts_at.astimezone(BUCHAREST):%H:%M}"


def of_case(case: Case) -> Visit | None:
    """The case's appointment to come."""
    return queries.of_case(case.id, gate.now())


def today(institution_ids: Collection[UUID], now: datetime) -> list[tuple[Visit, CaseTask | None]]:
    """Who comes to the counter today, each with the paper still to be handed over."""
    coming = queries.of_day(institution_ids, romanian_day(now))
    return [(visit, visiting.to_hand_over(visit.case)) for visit in coming]


def page(places: Places, error: str = "", status: int = 200) -> tuple[str, int]:
    """The free hours of the next days that have any; the hour taken already."""
    case = places.case
    free = queries.free(case.institution_id, gate.now())
    text = render_template(
        "visits/hours.html",
        case=case,
        back=places.back,
        here=places.here,
        days=list(_days(free)),
        visit=of_case(case),
        spoken=spoken,
        waits=visiting.waits_at_counter(case),
        errors=[("hour", error)] if error else [],
    )
    return text, status


def book(places: Places) -> Answer:
    """Take the hour that was chosen; refused, the page comes back with the hours that are free now."""
    try:
        gate.limit("visit", str(places.case.id), MOST_A_DAY, timedelta(days=1))
        with transaction():
            visiting.book(places.case, _chosen(), gate.house(), gate.now())
    except Refusal as refusal:
        return page(places, wording.sentence(refusal.key, refusal.facts), wording.status(refusal.key))
    made = of_case(places.case)
    if made is not None:
        flash(_("Vă așteptăm %(when)s, la %(place)s.", when=spoken(made), place=made.place), "success")
    return redirect(places.back, 303)


def cancel(places: Places) -> Response:
    """Give the hour back."""
    with transaction():
        visiting.cancel(places.case, gate.now())
    flash(_("Ați renunțat la programare. Puteți veni oricând în program."), "success")
    return redirect(places.back, 303)


def _chosen() -> datetime:
    try:
        found = datetime.fromisoformat(request.form.get("hour", ""))
    except ValueError as error:
        raise Refusal("visit.taken") from error
    if found.tzinfo is None:
        raise Refusal("visit.taken")
    return found


def _days(free: list[Slot]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each day in words, with its hours as (value, words)."""
    by_day = [(day, list(slots)) for day, slots in groupby(free, key=lambda slot: slot.day)]
    for day, slots in by_day[:MOST_DAYS]:
        yield (_day(day), [(one.starts_at.isoformat(), _hour(one)) for one in slots])


def _hour(slot: Slot) -> str:
    return f"{slot.starts_at.astimezone(BUCHAREST):%H:%M}"


def _day(day: date) -> str:
    here = datetime.combine(day, datetime.min.time(), BUCHAREST)
    return audiences.spoken(here, language()).rpartition(",")[0]
