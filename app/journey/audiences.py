"""Audiences on the way of their cases: hours proposed, freed hours offered in order, the words of it all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.cityhall.audiences import actions, queries
from app.cityhall.audiences.models import AudienceRequest, Booking, Official
from app.cityhall.audiences.rules import Slot, Wish, propose
from app.cityhall.cases.models import Case
from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.terms import durations
from app.journey import advance, messages

CODE = "audience"
DECLINED = "declined"
_MISSED = {
    "ro": "Nu v-ați prezentat la ora aleasă, nici după ce am reprogramat audiența.",
    "en": "You did not come at the chosen hour, nor after the audience was planned again.",
}
_DAYS = ["luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"]
_DAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def setting(case: Case, name: str) -> Any:
    """A setting of the procedure, in the version that the case runs on."""
    return case.version.config["settings"][name]


def spoken(moment: datetime, locale: str = "ro") -> str:
    """miercuri, 02.12.2026, ora 14:00"""
    here = moment.astimezone(BUCHAREST)
    if locale == "en":
        return f"{_DAYS_EN[here.weekday()]}, {here:%d.%m.%Y}, at {here:%H:%M}"
    return f"{_DAYS[here.weekday()]}, {here:%d.%m.%Y}, ora {here:%H:%M}"


def wish_of(answers: Mapping[str, Any]) -> Wish:
    """What an applicant would like, by the form."""
    day = answers.get("not_before")
    return Wish(
        not_before=date.fromisoformat(day) if day else None,
        part=str(answers.get("preferred_time") or ""),
        weekdays=[int(one) for one in answers.get("preferred_days") or ()],
    )


def offer(case: Case, official: Official, wish: Wish, until: datetime, now: datetime) -> list[Booking]:
    """Hours held for a case to choose from: those kept for it already, else the best free ones.

    The official is locked. What the case declined is not offered to it again.
    """
    give_back(case, official, actions.expired(official.id, now), now, "expired")
    kept = [one for one in queries.held(case.id) if one.official_id == official.id]
    if not kept:
        free = queries.free(official, now, setting(case, "lead_days"), setting(case, "horizon_days"))
        declined = queries.declined(case.id)
        slots = propose(
            [one for one in free if one.starts_at not in declined], wish, setting(case, "offered")
        )
        kept = actions.hold(case.id, official, slots, until, now)
    for one in kept:
        one.held_until = until
    return kept


def give_back(
    case: Case, official: Official, bookings: Iterable[Booking], now: datetime, reason: str
) -> None:
    """Hours are nobody's any more: who waits longest is offered them. The official is locked."""
    freed = actions.drop(bookings, now, reason)
    first = queries.earliest(official.institution_id, now, setting(case, "lead_days"))
    off = {one.day for one in queries.blackouts(official.id, first)}
    possible = [slot for slot in freed if slot.day >= first and slot.day not in off]
    line = [one for one in _unserved(official) if one.case_id != case.id]
    for slot in possible:
        fitting = next((one for one in line if wish_of(one.case.answers).met_by(slot)), None)
        if fitting is not None:
            line.remove(fitting)
            _offer_freed(fitting, official, slot, now)


def _unserved(official: Official) -> list[AudienceRequest]:
    line = queries.waiting(official.institution_id, official.id)
    return [one for one in line if not queries.held(one.case_id)]


def _offer_freed(request: AudienceRequest, official: Official, slot: Slot, now: datetime) -> None:
    """Kept for the first of the list, who is told by a message to the case."""
    until = now + durations.parse(setting(request.case, "choice_term"))
    (booking,) = actions.hold(request.case_id, official, [slot], until, now)
    messages.post("slot_freed", f"slot_freed:{booking.id}", now, case_id=request.case_id)


NAMES = frozenset(
    {"audience_official", "audience_when", "audience_room", "audience_choices", "audience_reason"}
)


def said(case: Case, locale: str = "ro") -> dict[str, str]:
    """What notices and letters may say of an audience; nothing for other procedures."""
    if case.version.code != CODE:
        return {}
    request, booking = queries.request_of(case.id), queries.booked(case.id)
    official = request.official if request else None
    return {
        "audience_official": (official.title_en if locale == "en" else official.title) if official else "",
        "audience_when": spoken(booking.starts_at, locale) if booking else "",
        "audience_room": booking.room if booking else "",
        "audience_choices": _choices(queries.held(case.id), locale),
        "audience_reason": _reason(advance.data_of(case.id), locale),
    }


def _choices(held: Sequence[Booking], locale: str) -> str:
    return "\n".join(f"- {spoken(one.starts_at, locale)}, {one.room}" for one in held)


def _reason(data: Mapping[str, Any], locale: str) -> str:
    """Why there is no audience: who did not come, what the secretary wrote, or what the table says."""
    if data.get("attendance", {}).get("present") is False:
        return _MISSED.get(locale, _MISSED["ro"])
    if data.get("triage", {}).get("decision") == "refuse":
        return str(data["triage"].get("reason") or "")
    found = data.get("eligibility") or {}
    return str(found.get("reason_en" if locale == "en" else "reason") or "")
