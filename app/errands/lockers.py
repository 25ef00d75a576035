"""Jobs at the cabinet: opening a door for an operator, telling who may open one, an envelope that lies in."""

import uuid
from datetime import datetime

from app.cityhall.cases import queries as cases
from app.cityhall.lockers import actions, queries
from app.cityhall.lockers.rules import ParcelState
from app.database import session
from app.errands import at_once
from app.journey import advance
from app.journey.house import House
from app.journey.lockers import granting, pickup_papers
from app.journey.operations.context import Settle
from app.outside import OutsideError
from app.queue.models import Job

OPENS_FOR = {
    "deposit": {ParcelState.RESERVED, ParcelState.OPENED},
    "take_back": {ParcelState.RECALLED},
}


def open_door(job: Job, house: House, now: datetime) -> Settle:
    """Open a compartment for an operator, at once or not at all: nobody waits at the door for long."""
    at_once.check(job, now)
    parcel = queries.by_id(uuid.UUID(job.payload["parcel"]))
    assert parcel is not None
    purpose, actor = job.payload["purpose"], job.payload["actor"]
    if parcel.state not in OPENS_FOR[purpose]:
        # An earlier try opened it, and the paper was laid in (or taken out) meanwhile: leave it closed.
        return lambda: None
    house.outside.lockers[parcel.cabinet.code].open(
        key=job.key, reservation=parcel.reservation, purpose=purpose, actor=actor
    )

    def settle() -> None:
        fresh = queries.by_id(parcel.id)
        assert fresh is not None
        if fresh.state == ParcelState.RESERVED:
            actions.move(fresh, ParcelState.OPENED, now, uuid.UUID(actor))

    return settle


def tell_grants(job: Job, house: House, now: datetime) -> Settle:
    """Tell a controller who may open a door now."""
    parcel_id, version = uuid.UUID(job.payload["parcel"]), job.payload["version"]
    try:
        granting.tell(parcel_id, version, job.key, house, now)
    except OutsideError as error:
        if error.code != "stale":
            raise
        return lambda: granting.tell_above(parcel_id, version, now)
    return lambda: None


def laid_in(job: Job, _house: House, now: datetime) -> Settle:
    """The envelope was shown and the door closed on it: whoever holds the task has nothing left to say.

    A task that nobody took stays open: somebody confirms it.
    """
    parcel_id = uuid.UUID(job.payload["parcel"])

    def settle() -> None:
        parcel = queries.by_id(parcel_id)
        if parcel is None or parcel.case_id is None or parcel.state != ParcelState.DEPOSITED:
            return
        cases.locked(parcel.case_id)
        task = next((one for one in cases.open_tasks(parcel.case_id) if one.form == "deposit"), None)
        if task is not None and task.holder_id is not None:
            advance.complete_task(task, {"confirmed": True}, task.holder_id, now)

    session().rollback()
    return settle


def delivery_paper(job: Job, house: House, now: datetime) -> Settle:
    """Draw and seal what proves a delivery, or a taking back."""
    kind = job.payload["paper"]
    parcel = queries.by_id(uuid.UUID(job.payload["parcel"]))
    if parcel is None or parcel.case_id is None:
        return lambda: None
    stored = pickup_papers.made(kind, parcel, house, now)

    def settle() -> None:
        fresh = queries.by_id(parcel.id)
        assert fresh is not None
        pickup_papers.keep(kind, fresh, stored, now)

    return settle
