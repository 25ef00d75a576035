"""The jobs of drop-offs: a door given back, a door opened for whoever empties it."""

import uuid
from datetime import datetime

from app.cityhall.dropoffs import queries
from app.cityhall.dropoffs.rules import DropOffState
from app.database import session
from app.errands import at_once
from app.journey.house import House
from app.journey.lockers import dropoff_preparing, dropoffs
from app.journey.operations.context import Settle
from app.outside import OutsideError
from app.queue.models import Job

# The controller sees papers, or an open door: what it tells of them is heard soon.
STILL_USED = frozenset({"occupied", "wrong_state"})


def end(job: Job, house: House, now: datetime) -> Settle:
    """Give back the compartment of a drop-off into which nothing was laid."""
    found, how = uuid.UUID(job.payload["drop_off"]), DropOffState(job.payload["how"])
    dropped = queries.get(found)
    if dropped is None or dropped.state not in {*queries.KEPT, DropOffState.GIVEN_UP}:
        return lambda: None
    bank = house.outside.lockers[dropped.cabinet.code]
    kept, size, accessible = dropped.parcel, dropped.size, dropped.accessible
    reservation = kept.reservation if kept is not None else ""
    session().rollback()
    try:
        if not reservation:
            # Asked for, and nobody knows what the controller answered: the same key says it again.
            key = dropoff_preparing.reserving(found)
            reservation = bank.reserve(key=key, ref=str(found), size=size, accessible=accessible).id
        bank.cancel(key=job.key, reservation=reservation)
    except OutsideError as error:
        if error.code == "none_free":
            return lambda: dropoffs.ended(found, how, house, now)
        if error.code not in STILL_USED:
            raise
        return lambda: dropoffs.not_empty(found)
    return lambda: dropoffs.ended(found, how, house, now)


def empty(job: Job, house: House, now: datetime) -> Settle:
    """Open the door for a clerk, at once or not at all: nobody waits before it for long."""
    at_once.check(job, now)
    dropped = queries.get(uuid.UUID(job.payload["drop_off"]))
    assert dropped is not None
    if dropped.state == DropOffState.LAID_IN and dropped.parcel is not None:
        bank, reservation = house.outside.lockers[dropped.cabinet.code], dropped.parcel.reservation
        session().rollback()
        bank.open(key=job.key, reservation=reservation, purpose="take_back", actor=job.payload["actor"])
    return lambda: None
