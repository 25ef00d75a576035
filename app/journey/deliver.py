"""Doors: an operator's, a citizen's, and what the cabinet tells about them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cityhall import journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.lockers import actions, queries
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.people.rights import Actor
from app.database import session
from app.journey import messages
from app.journey.house import House
from app.logs import log
from app.outside import Opened
from app.queue import jobs
from app.refusal import Refusal

PURPOSES = {"deposit": "deposit", "take_back": "take_back"}
_STANDS = {"door.opened": True, "door.closed": False}
_CLOSED = {
    "deposit": ParcelState.DEPOSITED,
    "collect": ParcelState.COLLECTED,
    "take_back": ParcelState.RETURNED,
}


def ask_to_open(task: CaseTask, actor: Actor, now: datetime) -> Parcel:
    """An operator asks for the door of the task's parcel; a job opens it within the second.

    Raises Refusal `task.not_open` (a finished task opens nothing: paper may lie there for somebody),
    `task.not_yours`, `parcel.unknown`.
    """
    if task.state != "open":
        raise Refusal("task.not_open", title=task.title)
    if task.holder_id != actor.person_id or task.form not in PURPOSES:
        raise Refusal("task.not_yours")
    parcel = queries.latest(task.case_id)
    if parcel is None or parcel.over:
        raise Refusal("parcel.unknown")
    jobs.enqueue(
        f"open:{parcel.id}:{uuid.uuid4()}",
        "open_door",
        {"parcel": str(parcel.id), "purpose": PURPOSES[task.form], "actor": str(actor.person_id)},
        now,
    )
    actions.note(parcel, "door_asked", now, actor.person_id)
    return parcel


def collect(cabinet_code: str, credential: str, house: House, key: str) -> Opened:
    """Somebody shows a QR or a PIN at the kiosk; the controller decides. No transaction is open.

    Raises OutsideError `unknown`, `expired`, `used`, `jammed`, `locked`.
    """
    bank = house.outside.lockers.get(cabinet_code)
    if bank is None:
        raise Refusal("cabinet.unknown")
    return bank.present(key=key, credential=credential.strip())


def hear(site: str, events: list[Mapping[str, Any]], now: datetime) -> None:
    """Apply what a cabinet tells, in any order and any number of times; inside a transaction."""
    for event in filter(_readable, events):
        if jobs.first_time(f"locker:{site}", str(event["id"]), now):
            _apply(event, now)


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


def _apply(event: Mapping[str, Any], now: datetime) -> None:
    parcel = _parcel(event.get("ref"))
    if parcel is None:
        return
    at = datetime.fromisoformat(str(event["at"]))
    kind, purpose = str(event["type"]), str(event.get("purpose"))
    actions.note(parcel, f"{kind}:{purpose}", at)
    if kind in _STANDS and not _told_later(parcel, at):
        parcel.door_open = _STANDS[kind]
    if kind == "door.closed" and purpose == "collect" and event.get("state") == "needs_check":
        _left_inside(parcel, now)
    elif kind == "door.closed":
        _door_closed(parcel, purpose, at, now)


def _told_later(parcel: Parcel, at: datetime) -> bool:
    """Has the cabinet told of something newer at this door? Then this event came late."""
    doors = (e for e in queries.events(parcel.id) if e.kind.partition(":")[0] in _STANDS)
    return any(event.at > at for event in doors)


def _left_inside(parcel: Parcel, now: datetime) -> None:
    """The door was opened for the applicant and closed on the paper: nobody collected anything."""
    case = session().get(Case, parcel.case_id)
    assert case is not None
    actions.note(parcel, "needs_check", now)
    cases.record(case, "parcel_needs_check", now, facts={"door": parcel.compartment}, public=False)


def _parcel(reference: object) -> Parcel | None:
    try:
        return queries.by_id(uuid.UUID(str(reference)))
    except ValueError:
        return None


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


def _tell_case(parcel: Parcel, now: datetime) -> None:
    """The case may not wait for it yet: the message is kept until it does."""
    messages.post("parcel_collected", f"parcel:{parcel.id}:collected", now, case_id=parcel.case_id)
    journal.note("parcel.collected", now, about=("case", parcel.case_id))
