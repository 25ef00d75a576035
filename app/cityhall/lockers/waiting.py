"""Cases whose papers wait for a free compartment: first come, first served, and nobody jumps the queue."""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, select

from app.cityhall.cabinets.models import Compartment
from app.cityhall.lockers.models import Parcel, Waiting
from app.cityhall.lockers.rules import AT_THE_DOOR
from app.database import session

SIZES = "SML"


def of_case(case_id: uuid.UUID) -> Waiting | None:
    """The case's place in the queue, now or once."""
    return session().scalar(select(Waiting).where(Waiting.case_id == case_id))


def open_at(cabinet_id: uuid.UUID) -> list[Waiting]:
    """Who waits at a cabinet, first come first."""
    query = (
        select(Waiting)
        .where(Waiting.cabinet_id == cabinet_id, Waiting.ended_at.is_(None))
        .order_by(Waiting.since, Waiting.id)
    )
    return list(session().scalars(query))


def cabinets() -> list[uuid.UUID]:
    """The cabinets at which somebody waits."""
    return list(session().scalars(select(Waiting.cabinet_id).where(Waiting.ended_at.is_(None)).distinct()))


def join(case_id: uuid.UUID, cabinet_id: uuid.UUID, size: str, now: datetime, *, accessible: bool) -> Waiting:
    """Take a place in the queue; who waits already keeps theirs."""
    found = of_case(case_id)
    if found is None:
        found = Waiting(case_id=case_id, since=now, ended="")
        session().add(found)
    elif found.ended_at is not None:
        found.since, found.ended_at, found.ended = now, None, ""
    found.cabinet_id, found.size, found.accessible = cabinet_id, size, accessible
    session().flush()
    return found


def leave(case_id: uuid.UUID, how: str, now: datetime) -> None:
    """Served, or gave up (`gave_up`); nothing happens to who did not wait."""
    found = of_case(case_id)
    if found is not None and found.ended_at is None:
        found.ended_at, found.ended = now, how


def must_wait(case_id: uuid.UUID, cabinet_id: uuid.UUID, size: str, *, accessible: bool) -> bool:
    """Is somebody ahead who would be served by what this one would take?

    A larger paper ahead is not robbed either: the controller gives a larger door when small ones are out,
    so the small one waits until a door is free that would serve nobody ahead.
    """
    ahead = _ahead_of(case_id, cabinet_id)
    if _anybody(ahead.where(*_served_by(size, accessible=accessible))):
        return True
    if not _anybody(ahead):
        return False
    given = _would_be_given(cabinet_id, size, accessible=accessible)
    return given is not None and _anybody(ahead.where(*_served_by(given.size, accessible=given.accessible)))


def fits(one: Waiting, size: str, *, accessible: bool) -> bool:
    """Would a compartment of that size serve who waits?"""
    return SIZES.index(one.size) <= SIZES.index(size) and (accessible or not one.accessible)


def whom_serves(cabinet_id: uuid.UUID, size: str, *, accessible: bool) -> list[Waiting]:
    """Whom a compartment that became free would serve, first come first."""
    query = _standing(cabinet_id).where(*_served_by(size, accessible=accessible))
    return list(session().scalars(query.order_by(Waiting.since, Waiting.id)))


def _standing(cabinet_id: uuid.UUID) -> Select[Waiting]:
    return select(Waiting).where(Waiting.cabinet_id == cabinet_id, Waiting.ended_at.is_(None))


def _ahead_of(case_id: uuid.UUID, cabinet_id: uuid.UUID) -> Select[Waiting]:
    """All who came before; all who wait, for a case that does not wait yet."""
    others, own = _standing(cabinet_id).where(Waiting.case_id != case_id), of_case(case_id)
    waits = own is not None and own.ended_at is None
    return others.where(Waiting.since < own.since) if waits and own else others


def _served_by(size: str, *, accessible: bool) -> list[ColumnElement[bool]]:
    """`fits`, as the database asks it."""
    smaller = Waiting.size.in_(tuple(SIZES[: SIZES.index(size) + 1]))
    return [smaller] if accessible else [smaller, Waiting.accessible.is_(False)]


def _anybody(query: Select[Waiting]) -> bool:
    return session().scalar(query.with_only_columns(Waiting.id).limit(1)) is not None


def _would_be_given(cabinet_id: uuid.UUID, size: str, *, accessible: bool) -> Compartment | None:
    """Which door the controller would give, as far as we know: it spares accessible ones, then large ones.

    The mirror learns of a reservation late, so our own living parcels count as well.
    """
    taken = select(Parcel.compartment).where(Parcel.cabinet_id == cabinet_id, Parcel.state.in_(AT_THE_DOOR))
    query = select(Compartment).where(
        *(Compartment.cabinet_id == cabinet_id, Compartment.state == "free", Compartment.door == "closed"),
        Compartment.size.in_(tuple(SIZES[SIZES.index(size) :])),
        Compartment.number.not_in(taken),
    )
    query = query.where(Compartment.accessible) if accessible else query
    order = case({letter: place for place, letter in enumerate(SIZES)}, value=Compartment.size)
    return session().scalars(query.order_by(Compartment.accessible, order, Compartment.number)).first()
