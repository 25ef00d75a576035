"""A pick-up's time in its compartment: how long, once longer; and who comes next when a door is free."""

import uuid
from datetime import datetime, timedelta
from typing import NamedTuple

from app.cityhall import journal
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.cases import actions as cases
from app.cityhall.cases import waiting as awaited
from app.cityhall.cases.models import Case
from app.cityhall.lockers import actions, grants, waiting
from app.cityhall.lockers.models import Grant, Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.terms import durations
from app.database import session, transaction
from app.journey import advance, messages
from app.journey.house import House
from app.journey.lockers import granting
from app.outside import OutsideError
from app.queue import jobs
from app.refusal import Refusal

HOLD, REMIND_BEFORE, EXTENSION = "PT72H", "PT24H", "PT48H"
# Asked for in the last moments it might come after the diagram's own clock: then it was not in time.
IN_TIME = timedelta(minutes=1)
EXTENDED, FREE = "pickup_extended", "compartment_free"


class Span(NamedTuple):
    """How long a paper lies, when its owner is reminded, how much longer it may lie once."""

    hold: timedelta
    remind_before: timedelta
    extension: timedelta


def span(case_id: uuid.UUID) -> Span:
    """As the procedure's settings say."""
    settings = advance.data_of(case_id)["settings"]
    told = (("locker_hold", HOLD), ("locker_remind_before", REMIND_BEFORE), ("locker_extension", EXTENSION))
    return Span(*(durations.parse(settings.get(name, usual)) for name, usual in told))


def times(case_id: uuid.UUID, until: datetime, now: datetime) -> dict[str, str]:
    """What the diagram's timers go by: until when, and when to remind (never in the past)."""
    remind = max(now, until - span(case_id).remind_before)
    return {"until": until.isoformat(), "remind_at": remind.isoformat()}


def extend(grant: Grant, by: uuid.UUID | None, now: datetime) -> datetime:
    """Keep the paper in the door longer, once; until when. The codes stay the same.

    Raises Refusal `pickup.not_yours`, `pickup.over`, `pickup.extended_already`.
    """
    parcel = grants.locked_parcel_of(grant)
    assert parcel.case_id is not None
    _check_extendable(grant, parcel, now)
    until = (parcel.expires_at or now) + span(parcel.case_id).extension
    parcel.expires_at, parcel.extended_at = until, now
    for one in grants.living(parcel.id, now):
        if one.purpose == "collect":
            one.not_after = until
    granting.changed(parcel, now)
    actions.note(parcel, "extended", now, by, grant.id)
    _say_extended(parcel, parcel.case_id, until, now)
    return until


def _check_extendable(grant: Grant, parcel: Parcel, now: datetime) -> None:
    if grant.holder != "applicant" or grant.revoked_at is not None:
        raise Refusal("pickup.not_yours")
    over = parcel.expires_at is not None and parcel.expires_at - IN_TIME <= now
    if parcel.state != ParcelState.READY or over:
        raise Refusal("pickup.over")
    if not extendable(parcel):
        raise Refusal("pickup.extended_already")


def extendable(parcel: Parcel) -> bool:
    """May it still lie longer? Once, and only where the case's diagram knows how."""
    waits = parcel.case_id is not None and awaited.awaits(parcel.case_id, EXTENDED)
    return parcel.extended_at is None and parcel.state == ParcelState.READY and waits


def _say_extended(parcel: Parcel, case_id: uuid.UUID, until: datetime, now: datetime) -> None:
    case = session().get(Case, case_id)
    assert case is not None
    cases.record(case, "parcel_extended", now, facts={"until": until.isoformat()})
    journal.note("parcel.extended", now, about=("case", case_id))
    payload = times(case_id, until, now)
    messages.post(EXTENDED, f"pickup:{parcel.id}:extended", now, case_id=case_id, payload=payload)


def door_free(cabinet: Cabinet, size: str, why: str, now: datetime, *, accessible: bool) -> bool:
    """A compartment became free: the first who waits and whom it serves is called, once for each `why`."""
    for one in waiting.whom_serves(cabinet.id, size, accessible=accessible):
        waits = awaited.awaits(one.case_id, FREE)
        if jobs.under_way(one.case_id, "message" if waits else "service"):
            # Called already for another door: it is about to take it, and keeps its place until then.
            continue
        if waits:
            key = f"{FREE}:{one.id}:{why}"
            return messages.post(FREE, key, now, case_id=one.case_id, ttl=timedelta(minutes=5))
        # Its case does not wait any more: it went to the counter meanwhile.
        waiting.leave(one.case_id, "gave_up", now)
    return False


def look_for_free(house: House, now: datetime) -> None:
    """A round: where somebody waits, ask the controller; whom a lost event forgot is called after all."""
    with transaction():
        waited = [found for one in waiting.cabinets() if (found := session().get(Cabinet, one)) is not None]
        codes = {one.id: one.code for one in waited}
    for cabinet_id, code in codes.items():
        _call_at(cabinet_id, code, house, now)


def _call_at(cabinet_id: uuid.UUID, code: str, house: House, now: datetime) -> None:
    try:
        doors = house.outside.lockers[code].compartments()
    except (KeyError, OutsideError):
        return
    free = [door for door in doors if (door.state, door.door) == ("free", "closed")]
    with transaction():
        cabinet = session().get(Cabinet, cabinet_id)
        assert cabinet is not None
        for door in free:
            why = f"round:{door.number}:{now:%Y%m%d%H%M}"
            door_free(cabinet, door.size, why, now, accessible=door.accessible)
