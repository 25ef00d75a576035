"""Moving a parcel from state to state, and keeping what happened to its door."""

import uuid
from datetime import datetime

from app.cityhall.lockers.models import Parcel, ParcelEvent
from app.cityhall.lockers.rules import ParcelState, check_move
from app.database import session

_STAMPS = {
    ParcelState.DEPOSITED: "deposited_at",
    ParcelState.READY: "ready_at",
    ParcelState.COLLECTED: "ended_at",
    ParcelState.RETURNED: "ended_at",
    ParcelState.CANCELLED: "ended_at",
    ParcelState.VERIFIED: "ended_at",
}


def move(parcel: Parcel, state: ParcelState, at: datetime, actor_id: uuid.UUID | None = None) -> None:
    """Raises Refusal `parcel.wrong_state`."""
    check_move(ParcelState(parcel.state), state)
    parcel.state = state
    if stamp := _STAMPS.get(state):
        setattr(parcel, stamp, at)
    note(parcel, str(state), at, actor_id)


def note(
    parcel: Parcel,
    kind: str,
    at: datetime,
    actor_id: uuid.UUID | None = None,
    grant_id: uuid.UUID | None = None,
) -> None:
    """Keep what happened to the door: who asked, or whose grant opened it."""
    session().add(ParcelEvent(parcel_id=parcel.id, kind=kind, at=at, actor_id=actor_id, grant_id=grant_id))
