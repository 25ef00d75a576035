"""Audiences as pages show them: programmes in words, the applicant's hour, the lines of the history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from app.cityhall.audiences import queries
from app.cityhall.audiences.models import AudienceHours, Booking, Official
from app.cityhall.cases.models import Case, CaseEvent
from app.cityhall.documents import queries as documents
from app.cityhall.documents.models import Document
from app.cityhall.registry.rules import BUCHAREST
from app.journey import audiences
from app.web.form_pages.wording import language

DAYS = [
    lazy("luni"),
    lazy("marți"),
    lazy("miercuri"),
    lazy("joi"),
    lazy("vineri"),
    lazy("sâmbătă"),
    lazy("duminică"),
]
STATES: Mapping[str, tuple[object, str]] = {
    "confirmed": (lazy("Așteptat"), "wait"),
    "present": (lazy("Prezent"), "ok"),
    "absent": (lazy("Neprezentat"), "bad"),
}


@dataclass(frozen=True)
class Line:
    """One line of a programme, in words."""

    day: str
    hours: str
    minutes: int
    capacity: int
    room: str
    act: str


@dataclass(frozen=True)
class Programme:
    """An official with the programme of a day."""

    title: str
    code: str
    lines: list[Line]
    conditions: list[str]


@dataclass(frozen=True)
class Appointment:
    """The applicant's hour, for the case page."""

    title: str
    when: str
    room: str
    state: str
    calendar: Document | None
    place: int | None


def title(one: Official) -> str:
    """An official in the reader's language."""
    return one.title_en if language() == "en" else one.title


def programmes(found: list[Official], today: date) -> list[Programme]:
    """What is published: who receives, when, where, by which act (Legea 544/2001 art. 5)."""
    return [_programme(one, today) for one in found]


def _programme(one: Official, today: date) -> Programme:
    valid = [row for row in one.hours if row.valid_until is None or row.valid_until >= today]
    said = []
    if one.needs_petition:
        said.append(_("cu o petiție la care s-a răspuns sau al cărei termen a trecut"))
    if one.hierarchy:
        said.append(_("după o audiență la director, la secretarul general sau la viceprimar"))
    return Programme(title(one), one.code, [_line(row) for row in valid], said)


def _line(row: AudienceHours) -> Line:
    hours = f"{row.opens:%H:%M}–{row.closes:%H:%M}"
    return Line(str(DAYS[row.weekday]), hours, row.minutes, row.capacity, row.room, row.act)


def appointment(case: Case) -> Appointment | None:
    """The hour of a case, or its place on the waiting list; None for other procedures."""
    request = queries.request_of(case.id)
    if request is None or request.official is None:
        return None
    booking, place = queries.booked(case.id), _place(case)
    if booking is None and place is None:
        return None
    return Appointment(
        title=title(request.official),
        when=when(booking) if booking else "",
        room=booking.room if booking else "",
        state=booking.state if booking else "",
        calendar=documents.of_kind(case.id, "calendar") if booking and booking.state == "confirmed" else None,
        place=place,
    )


def _place(case: Case) -> int | None:
    request = queries.request_of(case.id)
    if request is None or request.waiting_since is None:
        return None
    line = queries.waiting(case.institution_id, request.official_id)
    return [one.case_id for one in line].index(case.id) + 1


def when(booking: Booking) -> str:
    """The day and hour of a booking in the reader's language."""
    return audiences.spoken(booking.starts_at, language())


def clock(booking: Booking) -> str:
    """14:25"""
    return f"{booking.starts_at.astimezone(BUCHAREST):%H:%M}"


def needs(case: Case) -> list[str]:
    """What the room must have."""
    return [str(NEEDS[one]) for one in case.answers.get("special_needs") or () if one in NEEDS]


NEEDS: Mapping[str, object] = {
    "sign_language": lazy("interpret mimico-gestual"),
    "wheelchair": lazy("scaun rulant"),
    "companion": lazy("însoțitor"),
}


def happened(event: CaseEvent) -> str:
    """The line of the history; "" when it is not about an audience."""
    sentence = _SENTENCES.get(event.kind)
    return sentence(event.facts) if sentence else ""


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "audience_offered": lambda facts: str(
        _("Ore propuse: %(hours)s", hours="; ".join(facts.get("hours", ())))
    ),
    "audience_booked": lambda facts: str(_("Audiență programată: %(when)s", when=facts.get("when", ""))),
    "audience_waiting": lambda facts: str(
        _("Pe lista de așteptare, locul %(place)s", place=facts.get("place", ""))
    ),
    "audience_moved": lambda facts: str(
        _(
            "Audiența din %(when)s se reprogramează: %(reason)s",
            when=facts.get("when", ""),
            reason=facts.get("reason", ""),
        )
    ),
    "audience_present": lambda _facts: str(_("S-a prezentat la audiență")),
    "audience_absent": lambda _facts: str(_("Nu s-a prezentat la audiență")),
}
