"""What cabinets tell: in any order, any number of times."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.cityhall import journal
from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import Case
from app.cityhall.lockers import actions, grants, queries
from app.cityhall.lockers.models import Grant, Parcel
from app.cityhall.lockers.rules import ParcelState
from app.database import session
from app.journey import messages
from app.journey.house import House
from app.journey.lockers import cabinet_events, dropoffs, parcel_moves, pickup_papers, pickups
from app.logs import log
from app.queue import jobs
from app.refusal import Refusal

DROP_OFF = "drop-off"
_STANDS = {"door.opened": True, "door.closed": False}
_CLOSED = {
    "deposit": ParcelState.DEPOSITED,
    "collect": ParcelState.COLLECTED,
    "take_back": ParcelState.RETURNED,
}

_PAPERS = {ParcelState.COLLECTED: pickup_papers.PROOF, ParcelState.RETURNED: pickup_papers.MINUTE}


def hear(site: str, events: Sequence[Mapping[str, Any]], house: House, now: datetime) -> None:
    """Apply what a cabinet tells, in any order and any number of times; inside a transaction."""
    for event in filter(_readable, events):
        if jobs.first_time(f"locker:{site}", str(event["id"]), now):
            _apply(site, event, house, now)


def _readable(event: Any) -> bool:
    """One event that makes no sense must not keep all later ones from being heard."""
    try:
        moment = datetime.fromisoformat(str(event["at"]))
        readable = moment.tzinfo is not None and bool(event["id"] and event["type"])
    except (KeyError, TypeError, ValueError):
        readable = False
    if not readable:
        log.warning("cabinet.unreadable_event")
    return readable


def _apply(site: str, event: Mapping[str, Any], house: House, now: datetime) -> None:
    cabinet_events.heard(site, event, now)
    _freed(site, event, now)
    parcel = queries.by_reference(event.get("ref"))
    if parcel is None or parcel.cabinet.code != site:
        # Whoever holds one cabinet's key says nothing about the papers in another.
        return
    at = datetime.fromisoformat(str(event["at"]))
    kind, purpose = str(event["type"]), str(event.get("purpose"))
    grant = _grant(parcel, event.get("grant"))
    actions.note(parcel, f"{kind}:{purpose}", at, grant_id=grant.id if grant else None)
    if kind == "door.opened" and grant is not None and grant.used_at is None:
        grant.used_at = at
    if kind in _STANDS and not _told_later(parcel, at):
        parcel.door_open = _STANDS[kind]
        if parcel.door_open:
            parcel_moves.heard(parcel, event, house, now)
    if kind == "door.closed" and parcel.direction == DROP_OFF:
        dropoffs.door_closed(parcel, purpose, at, house, now, state=str(event.get("state")))
    elif kind == "door.closed":
        _pickup_closed(parcel, purpose, str(event.get("state")), grant, at, now)


def _pickup_closed(
    parcel: Parcel, purpose: str, state: str, grant: Grant | None, at: datetime, now: datetime
) -> None:
    """What a closing door means follows from what it was opened for, and from what a sensor saw."""
    if state == "needs_check":
        _left_inside(parcel, now)
    elif (purpose, state) == ("deposit", "reserved"):
        actions.note(parcel, "nothing_laid_in", at)
    else:
        _door_closed(parcel, purpose, at, now)
        if purpose == "deposit" and grant is not None and grant.holder == "envelope":
            _laid_in(parcel, now)


def _freed(site: str, event: Mapping[str, Any], now: datetime) -> None:
    """A compartment that is free serves the first who waits for one."""
    number = event.get("compartment")
    if event.get("state") != "free" or event["type"] == "door.opened" or not isinstance(number, int):
        return
    door = cabinets.door(site, number)
    if door is not None:
        cabinet = cabinets.cabinet(site)
        pickups.door_free(cabinet, door.size, str(event["id"]), now, accessible=door.accessible)


def _grant(parcel: Parcel, told: object) -> Grant | None:
    """Whose code opened the door: the event says its id and serial."""
    try:
        grant_id = uuid.UUID(str(told).partition(":")[0])
    except ValueError:
        return None
    return next((one for one in grants.of_parcel(parcel.id) if one.id == grant_id), None)


def _laid_in(parcel: Parcel, now: datetime) -> None:
    """The clerk showed the envelope and closed the door: nothing is left to confirm."""
    payload = {"parcel": str(parcel.id)}
    jobs.enqueue(f"laid-in:{parcel.id}", "laid_in", payload, now, case_id=parcel.case_id)


def _told_later(parcel: Parcel, at: datetime) -> bool:
    """Has the cabinet told of something newer at this door? Then this event came late."""
    doors = (e for e in queries.events(parcel.id) if e.kind.partition(":")[0] in _STANDS)
    return any(event.at > at for event in doors)


def _left_inside(parcel: Parcel, now: datetime) -> None:
    """A door was opened to take the paper out, and closed on it: nobody has taken anything."""
    case = session().get(Case, parcel.case_id)
    assert case is not None
    actions.note(parcel, "needs_check", now)
    cases.record(case, "parcel_needs_check", now, facts={"door": parcel.compartment}, public=False)


def _door_closed(parcel: Parcel, purpose: str, at: datetime, now: datetime) -> None:
    wanted = _CLOSED.get(purpose)
    if wanted is None or parcel.over or parcel.state == wanted:
        return
    if wanted == ParcelState.COLLECTED and parcel.state == ParcelState.DEPOSITED:
        # The citizen was faster than our own commit of READY.
        actions.move(parcel, ParcelState.READY, at)
    try:
        actions.move(parcel, wanted, at)
    except Refusal:
        actions.note(parcel, f"unexpected:{purpose}", at)
        return
    if wanted == ParcelState.COLLECTED:
        _tell_case(parcel, now)
    if wanted in _PAPERS:
        pickup_papers.ask_for(_PAPERS[wanted], parcel, now)


def _tell_case(parcel: Parcel, now: datetime) -> None:
    """The case may not wait for it yet: the message is kept until it does."""
    messages.post("parcel_collected", f"parcel:{parcel.id}:collected", now, case_id=parcel.case_id)
    journal.note("parcel.collected", now, about=("case", parcel.case_id))
