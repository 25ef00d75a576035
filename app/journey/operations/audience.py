"""Audiences, as the diagram asks for them: facts, hours offered, chosen, given back, who came."""

from datetime import datetime, time
from functools import partial
from typing import Any

from app.cityhall.audiences import actions, facts, invitations, queries
from app.cityhall.audiences.models import AudienceRequest, Booking, Official
from app.cityhall.audiences.rules import State
from app.cityhall.cases import actions as cases
from app.cityhall.cases import waiting
from app.cityhall.cases.models import Case
from app.cityhall.documents import actions as documents
from app.cityhall.documents import queries as kept
from app.cityhall.documents.actions import Stored
from app.cityhall.registry import actions as registry
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.cityhall.terms import days_off, durations
from app.cityhall.terms.calendar import add_working
from app.journey import advance, audiences
from app.journey.operations.context import Context, Settle

CALENDAR = "calendar"
ABOUT_THE_HOUR = ("moved", "other_time")


def audience_facts(context: Context) -> Settle:
    """Whom the request means, and what is known for the table of eligibility."""
    return partial(_facts, context)


def offer_slots(context: Context) -> Settle:
    """Hold up to so many hours of an official for the applicant to choose from."""
    return partial(_offer, context)


def confirm_slot(context: Context) -> Settle:
    """The applicant chose: the hour is theirs, with a calendar file; the others are given back."""
    chosen = _chosen(context, queries.held(context.case_id))
    stored = _calendar(context, chosen) if chosen else None
    return partial(_confirm, context, stored)


def join_waiting_list(context: Context) -> Settle:
    """No hour, or no choice: what was held is given back, the case waits its turn."""
    return partial(_wait, context)


def release_slot(context: Context) -> Settle:
    """The hour is given back, for whoever waits."""
    return partial(_release, context)


def note_presence(context: Context) -> Settle:
    """Who came, who did not; until when the answer is owed."""
    return partial(_presence, context)


def _facts(context: Context) -> dict[str, Any]:
    case, asked = context.case, context.parameters
    official = queries.asked_for(case.institution_id, str(asked["official"]), str(asked["department"]))
    actions.ask(case.id, official)
    return facts.of(case, official, romanian_day(context.now))


def _offer(context: Context) -> dict[str, Any]:
    case, now = context.case, context.now
    code = str(context.parameters["official"])
    official = actions.lock(queries.official(case.institution_id, code).id)
    request = actions.ask(case.id, official)
    data = advance.data_of(case.id)
    wish = audiences.wish_of({**case.answers, **data.get("triage", {}), **data.get("slot_choice", {})})
    until = now + durations.parse(audiences.setting(case, "choice_term"))
    held = audiences.offer(case, official, wish, until, now)
    if held:
        request.rounds, request.waiting_since = request.rounds + 1, None
        said = [audiences.spoken(one.starts_at) for one in held]
        cases.record(case, "audience_offered", now, facts={"hours": said, "official": official.title})
    return {"count": len(held), "round": request.rounds}


def _confirm(context: Context, stored: Stored | None) -> dict[str, Any]:
    case, now = context.case, context.now
    request, official = _locked(case)
    held = queries.held(case.id)
    chosen = _chosen(context, held)
    if chosen is None or stored is None:
        audiences.give_back(case, official, held, now, audiences.DECLINED)
        return {"confirmed": False, "round": request.rounds}
    actions.move(chosen, State.CONFIRMED, now)
    # What was said of an earlier hour, and came too late for it, is not about this one.
    waiting.outdate(case.id, ABOUT_THE_HOUR, now)
    request.rounds = 0
    audiences.give_back(case, official, [one for one in held if one is not chosen], now, "other_chosen")
    _keep_calendar(context, stored)
    when = audiences.spoken(chosen.starts_at)
    registry.mark(case.entry_id, "booked", f"{official.title}: {when}", now)
    cases.record(case, "audience_booked", now, facts={"when": when, "official": official.title})
    return _booked(case, chosen)


def _chosen(context: Context, held: list[Booking]) -> Booking | None:
    """By its id, or by its place among those offered (`1`, as scenarios say it); None for `other`."""
    asked = str(context.parameters.get("slot") or "")
    return next((one for n, one in enumerate(held, 1) if asked in {str(one.id), str(n)}), None)


def _booked(case: Case, booking: Booking) -> dict[str, Any]:
    """Moments for the timers: the reminder, the beginning of the day, until when the sheet is ready."""
    day = romanian_day(booking.starts_at)
    reminder = booking.starts_at - durations.parse(audiences.setting(case, "reminder"))
    opens = datetime.combine(day, time(7), BUCHAREST)
    calendar = days_off.calendar_of(case.institution_id)
    return {
        "confirmed": True,
        "starts_at": booking.starts_at.isoformat(),
        "reminder_at": reminder.isoformat(),
        "opens_at": min(opens, booking.starts_at).isoformat(),
        "sheet_by": add_working(day, -int(audiences.setting(case, "sheet_days")), calendar).isoformat(),
        "round": 0,
    }


def _calendar(context: Context, booking: Booking) -> Stored:
    link = f"{context.house.url}/cereri/{context.case_id}"
    content = invitations.calendar_file(booking, link, context.now)
    digest = context.house.outside.files.put(content)
    return Stored(digest, len(content), invitations.MEDIA_TYPE, "audienta.ics")


def _keep_calendar(context: Context, stored: Stored) -> None:
    found = kept.of_kind(context.case_id, CALENDAR)
    if found is None:
        documents.add(CALENDAR, "Audiența, pentru calendar", stored, context.now, case_id=context.case_id)
    elif found.latest.sha256 != stored.sha256:
        documents.revise(found, stored, context.now, None)


def _wait(context: Context) -> dict[str, Any]:
    case, now = context.case, context.now
    request, official = _locked(case)
    audiences.give_back(case, official, queries.held(case.id), now, "not_chosen")
    place = actions.wait(request, now)
    request.rounds = 0
    cases.record(case, "audience_waiting", now, facts={"place": place})
    return {"place": place}


def _release(context: Context) -> dict[str, Any]:
    """Also when there is nothing to give back: the official's day was moved, or nothing was chosen yet."""
    case, now = context.case, context.now
    found = queries.request_of(case.id)
    if found is None or found.official_id is None:
        return {"released": 0}
    request, official = _locked(case)
    given = [*queries.held(case.id), *queries.confirmed(case.id)]
    reason = str(context.parameters.get("reason") or "")
    audiences.give_back(case, official, given, now, reason)
    request.waiting_since, request.rounds = None, 0
    return {"released": len(given)}


def _presence(context: Context) -> dict[str, Any]:
    case, now = context.case, context.now
    request, _official = _locked(case)
    came = context.parameters.get("result") == "present"
    for booking in queries.confirmed(case.id):
        actions.move(booking, State.PRESENT if came else State.ABSENT, now)
    request.absences += not came
    registry.mark(case.entry_id, "present" if came else "absent", "", now)
    cases.record(case, "audience_present" if came else "audience_absent", now)
    days = int(audiences.setting(case, "answer_days"))
    answer_by = add_working(romanian_day(now), days, days_off.calendar_of(case.institution_id))
    return {"present": came, "absences": request.absences, "answer_by": answer_by.isoformat()}


def _locked(case: Case) -> tuple[AudienceRequest, Official]:
    """The official first, before the row of the request is written."""
    request = queries.request_of(case.id)
    assert request is not None
    assert request.official_id is not None
    return request, actions.lock(request.official_id)
