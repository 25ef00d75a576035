"""Doors that somebody asks for: an operator's, a citizen's."""

import uuid
from datetime import datetime

from app.cityhall.cases.models import CaseTask
from app.cityhall.lockers import actions, queries
from app.cityhall.lockers.models import Parcel
from app.cityhall.people.rights import Actor
from app.journey.house import House
from app.outside.lockers import Opened
from app.queue import jobs
from app.refusal import Refusal

PURPOSES = {"deposit": "deposit", "take_back": "take_back"}


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


def present(
    cabinet_code: str,
    credential: str,
    house: House,
    key: str,
    *,
    compartment: int | None = None,
    factor: str = "",
) -> Opened:
    """Somebody shows a QR or a PIN at the kiosk; the controller decides. No transaction is open.

    Raises OutsideError as `LockerBank.present`, Refusal `cabinet.unknown`.
    """
    bank = house.outside.lockers.get(cabinet_code)
    if bank is None:
        raise Refusal("cabinet.unknown")
    return bank.present(key=key, credential=credential.strip(), compartment=compartment, factor=factor)
