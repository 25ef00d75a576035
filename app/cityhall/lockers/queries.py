"""Finding parcels and what happened to them."""

import uuid

from sqlalchemy import func, select

from app.cityhall.lockers.models import Parcel, ParcelEvent
from app.cityhall.lockers.rules import AT_THE_DOOR
from app.database import session


def living(case_id: uuid.UUID) -> Parcel | None:
    """The case's parcel that has not ended."""
    found = latest(case_id)
    return None if found is None or found.over else found


def latest(case_id: uuid.UUID) -> Parcel | None:
    """The case's last parcel, ended or not."""
    query = select(Parcel).where(Parcel.case_id == case_id).order_by(Parcel.reserved_at.desc())
    return session().scalars(query).first()


def lying_in(cabinet_id: uuid.UUID) -> int:
    """How many compartments of a cabinet are kept, or have papers in them."""
    query = select(func.count()).where(Parcel.cabinet_id == cabinet_id, Parcel.state.in_(AT_THE_DOOR))
    return session().scalar(query) or 0


def at_the_door(cabinet_id: uuid.UUID) -> list[Parcel]:
    """Those for which the cabinet must keep a compartment now."""
    query = select(Parcel).where(Parcel.cabinet_id == cabinet_id, Parcel.state.in_(AT_THE_DOOR))
    return list(session().scalars(query.order_by(Parcel.compartment)))


def by_id(parcel_id: uuid.UUID) -> Parcel | None:
    """One parcel."""
    return session().get(Parcel, parcel_id)


def by_reference(told: object) -> Parcel | None:
    """The parcel that a controller names; None where it names nothing of ours."""
    try:
        return by_id(uuid.UUID(str(told)))
    except ValueError:
        return None


def events(parcel_id: uuid.UUID) -> list[ParcelEvent]:
    """What happened to a parcel, in order."""
    query = select(ParcelEvent).where(ParcelEvent.parcel_id == parcel_id)
    return list(session().scalars(query.order_by(ParcelEvent.at)))
