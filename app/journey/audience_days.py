"""Days of audiences as the secretary rules them: closed, moved with everybody who is booked, opened again."""

import uuid
from datetime import date, datetime

from app.cityhall import journal
from app.cityhall.audiences import actions, queries
from app.cityhall.audiences.models import Booking, Official
from app.cityhall.audiences.rules import State
from app.cityhall.cases import actions as cases
from app.cityhall.people.rights import Actor
from app.cityhall.registry import actions as registry
from app.cityhall.registry.rules import romanian_day
from app.journey import audiences, messages, notify
from app.journey.house import House
from app.refusal import Refusal

ROLE = "audience_secretary"


def close(
    institution_id: uuid.UUID, code: str, day: date, reason: str, actor: Actor, now: datetime, house: House
) -> int:
    """An official receives nobody on a day; whoever is booked is told and offered other hours. How many.

    One act, inside a transaction. Raises Refusal `audience.not_yours`, `audience.no_official`,
    `audience.past_day`, `audience.reason_needed`, `audience.day_known`.
    """
    official = _official(institution_id, code, actor)
    if day < romanian_day(now):
        raise Refusal("audience.past_day")
    actions.black_out(official, day, reason, actor.person_id, now)
    there = actions.of_day(official, day)
    booked = [one for one in there if one.state == State.CONFIRMED]
    actions.drop(there, now, reason)
    for booking in booked:
        _tell(booking, reason, actor, now, house)
    facts = {"official": code, "day": day.isoformat(), "booked": len(booked)}
    about = ("official", official.id)
    journal.note("audience.day_closed", now, actor_id=actor.person_id, about=about, facts=facts)
    return len(booked)


def reopen(institution_id: uuid.UUID, code: str, day: date, actor: Actor, now: datetime) -> None:
    """The day is as any other again. Raises Refusal as `close`, and `audience.day_unknown`."""
    official = _official(institution_id, code, actor)
    actions.reopen_day(official, day)
    facts = {"official": code, "day": day.isoformat()}
    about = ("official", official.id)
    journal.note("audience.day_reopened", now, actor_id=actor.person_id, about=about, facts=facts)


def _official(institution_id: uuid.UUID, code: str, actor: Actor) -> Official:
    if actor.post(institution_id, ROLE) is None:
        raise Refusal("audience.not_yours")
    return actions.lock(queries.official(institution_id, code).id)


def _tell(booking: Booking, reason: str, actor: Actor, now: datetime, house: House) -> None:
    """The register, the history, the applicant, and the case itself, which then offers other hours."""
    case, when = booking.case, audiences.spoken(booking.starts_at)
    facts = {"when": when, "reason": reason}
    registry.mark(case.entry_id, "moved", f"{when}: {reason}", now, actor.person_id)
    cases.record(case, "audience_moved", now, actor_id=actor.person_id, facts=facts)
    notify.about_case(case, "audience_moved", f"moved:{booking.id}", house, now, said={"moved_from": when})
    messages.post("moved", f"moved:{booking.id}", now, case_id=case.id, payload=facts)
