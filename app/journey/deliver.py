"""Doors: an operator's, a citizen's, and what the cabinet tells about them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cityhall import journal
from app.cityhall.cases.models import CaseTask
from app.cityhall.lockers import actions, queries
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.people.rights import Actor
from app.journey.house import House
from app.outside import Opened
from app.queue import jobs
from app.refusal import Refusal

PURPOSES = {"deposit": "deposit", "take_back": "take_back"}
_CLOSED = {
    "deposit": ParcelState.DEPOSITED,
    "collect": ParcelState.COLLECTED,
    "take_back": ParcelState.RETURNED,
}


def ask_to_open(task: CaseTask, actor: Actor, now: datetime) -> Parcel:
    """An operator asks for the door of the task's parcel; a job opens it within the second.

    Raises Refusal `task.not_yours`, `parcel.unknown`.
    """
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
    for event in events:
        if jobs.first_time(f"locker:{site}", str(event["id"]), now):
            _apply(event, now)


def _apply(event: Mapping[str, Any], now: datetime) -> None:
    parcel = _parcel(event.get("ref"))
    if parcel is None:
        return
    at = datetime.fromisoformat(str(event["at"]))
    kind, purpose = str(event["type"]), str(event.get("purpose"))
    actions.note(parcel, f"{kind}:{purpose}", at)
    if kind == "door.opened":
        parcel.door_open = True
    elif kind == "door.closed":
        parcel.door_open = False
        _door_closed(parcel, purpose, at, now)


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
    """The case may not wait for the message yet, so a job carries it until it does."""
    payload = {"case": str(parcel.case_id), "message": "parcel_collected"}
    jobs.enqueue(f"message:{parcel.id}:collected", "message", payload, now, case_id=parcel.case_id)
    journal.note("parcel.collected", now, about=("case", parcel.case_id))
