"""Finding cabinets and parcels."""

import uuid

from sqlalchemy import select

from app.cityhall.lockers.actions import link_hash
from app.cityhall.lockers.models import Cabinet, Parcel, ParcelEvent
from app.database import session
from app.refusal import Refusal


def cabinet(code: str) -> Cabinet:
    """Raises Refusal `cabinet.unknown`."""
    found = session().scalar(select(Cabinet).where(Cabinet.code == code))
    if found is None:
        raise Refusal("cabinet.unknown")
    return found


def cabinet_of(institution_id: uuid.UUID) -> Cabinet | None:
    """The institution's cabinet, if it has one."""
    return session().scalar(select(Cabinet).where(Cabinet.institution_id == institution_id))


def living(case_id: uuid.UUID) -> Parcel | None:
    """The case's parcel that has not ended."""
    query = select(Parcel).where(Parcel.case_id == case_id).order_by(Parcel.reserved_at.desc())
    found = session().scalars(query).first()
    return None if found is None or found.over else found


def latest(case_id: uuid.UUID) -> Parcel | None:
    """The case's last parcel, ended or not."""
    query = select(Parcel).where(Parcel.case_id == case_id).order_by(Parcel.reserved_at.desc())
    return session().scalars(query).first()


def by_id(parcel_id: uuid.UUID) -> Parcel | None:
    """The parcel that a controller's event names."""
    return session().get(Parcel, parcel_id)


def by_link(code: str) -> Parcel:
    """The parcel of an SMS's address. Raises Refusal `parcel.unknown`."""
    found = session().scalar(select(Parcel).where(Parcel.link_hash == link_hash(code)))
    if found is None:
        raise Refusal("parcel.unknown")
    return found


def events(parcel_id: uuid.UUID) -> list[ParcelEvent]:
    """What happened to a parcel, in order."""
    query = select(ParcelEvent).where(ParcelEvent.parcel_id == parcel_id)
    return list(session().scalars(query.order_by(ParcelEvent.at)))
