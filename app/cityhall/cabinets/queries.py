"""Finding cabinets."""

import uuid
from collections.abc import Collection

from sqlalchemy import or_, select

from app.cityhall.cabinets.models import Cabinet, Compartment
from app.database import session
from app.refusal import Refusal


def cabinet(code: str) -> Cabinet:
    """Raises Refusal `cabinet.unknown`."""
    found = session().scalar(select(Cabinet).where(Cabinet.code == code))
    if found is None:
        raise Refusal("cabinet.unknown")
    return found


def serving(institution_id: uuid.UUID) -> list[Cabinet]:
    """The cabinets where the institution's papers may lie: its own first, then those of others, by name."""
    query = (
        select(Cabinet)
        .where(Cabinet.closed_at.is_(None))
        .where(or_(Cabinet.institution_id == institution_id, Cabinet.shared))
        .order_by(Cabinet.institution_id != institution_id, Cabinet.name)
    )
    return list(session().scalars(query))


def door(site: str, number: int) -> Compartment | None:
    """A door as its controller last told of it."""
    query = select(Compartment).join(Cabinet, Cabinet.id == Compartment.cabinet_id)
    return session().scalar(query.where(Cabinet.code == site, Compartment.number == number))


def codes() -> set[str]:
    """Of all cabinets that there ever were."""
    return set(session().scalars(select(Cabinet.code)))


def closed_ones(halls: Collection[uuid.UUID]) -> list[Cabinet]:
    """Those of these institutions that are out of use."""
    query = select(Cabinet).where(Cabinet.institution_id.in_(halls), Cabinet.closed_at.is_not(None))
    return list(session().scalars(query.order_by(Cabinet.name)))


def open_ones() -> list[Cabinet]:
    """All that are in use, by code."""
    return list(session().scalars(select(Cabinet).where(Cabinet.closed_at.is_(None)).order_by(Cabinet.code)))
