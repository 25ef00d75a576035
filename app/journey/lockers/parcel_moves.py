"""Papers that an operator laid behind another door: the parcel follows, and whoever has a code is told.

It is learned from the operator's own request, from the event of the door that opened for them, or from the
minute's round: whichever comes first, and whatever died in between.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cityhall.cases.models import Case
from app.cityhall.dropoffs import queries as dropoffs
from app.cityhall.lockers import actions, grants
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import ParcelState
from app.database import session
from app.journey import notify
from app.journey.house import House
from app.journey.lockers import dropoff_words

REASON = "moved"  # what a controller says of the door that it opened for them
TEMPLATE = "cabinet_moved"


def follow(
    parcel: Parcel, number: int, house: House, now: datetime, actor_id: uuid.UUID | None = None
) -> bool:
    """The parcel lies behind door `number` now; False when that is known already, or it has ended."""
    if parcel.over or parcel.compartment == number:
        return False
    before, parcel.compartment = parcel.compartment, number
    actions.note(parcel, f"{REASON}:{before}-{number}", now, actor_id)
    _tell(parcel, f"{REASON}:{parcel.id}:{before}-{number}:{now:%Y%m%d%H%M%S}", house, now)
    return True


def heard(parcel: Parcel, event: Mapping[str, Any], house: House, now: datetime) -> None:
    """A door opened for papers that are being moved: theirs is that one now."""
    number = event.get("compartment")
    if event.get("reason") == REASON and isinstance(number, int):
        follow(parcel, number, house, now)


def _tell(parcel: Parcel, key: str, house: House, now: datetime) -> None:
    """Only whoever has a code for the old door: its number is typed with the PIN."""
    dropped = dropoffs.of_parcel(parcel.id)
    if dropped is not None and parcel.state in {ParcelState.RESERVED, ParcelState.OPENED}:
        dropoff_words.write(dropped, REASON, house, now, key=key)
    case = session().get(Case, parcel.case_id) if parcel.case_id else None
    if case is None or parcel.state != ParcelState.READY:
        return
    notify.about_case(case, TEMPLATE, key, house, now)
    for one in grants.delegates(parcel.id, now):
        notify.to_holder(case, one, TEMPLATE, f"{key}:{one.id}", house, now)
