"""The doors of a cabinet as its controller tells of them: a mirror, which the controller may overrule."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from app.cityhall.cabinets.models import Cabinet, Compartment
from app.database import session
from app.refusal import Refusal


def of(cabinet_id: uuid.UUID) -> list[Compartment]:
    """All doors, by number."""
    query = select(Compartment).where(Compartment.cabinet_id == cabinet_id)
    return list(session().scalars(query.order_by(Compartment.number)))


def door(cabinet_id: uuid.UUID, number: int) -> Compartment:
    """Raises Refusal `cabinet.no_such_door`."""
    found = session().get(Compartment, (cabinet_id, number))
    if found is None:
        raise Refusal("cabinet.no_such_door")
    return found


def keep(
    cabinet: Cabinet, number: int, size: str, *, accessible: bool, height_cm: int, at: datetime
) -> Compartment:
    """The door as it is built; a new one is made."""
    found = session().get(Compartment, (cabinet.id, number))
    if found is None:
        found = Compartment(
            cabinet_id=cabinet.id, number=number, state="", door="", reason="", changed_at=at, seen_at=at
        )
        session().add(found)
    found.size, found.accessible, found.height_cm = size, accessible, height_cm
    return found


def stands(compartment: Compartment, state: str, door: str, at: datetime) -> bool:
    """Take over how it stands as of `at` (the cabinet's clock); False when something newer is known."""
    if at < compartment.seen_at:
        return False
    if (compartment.state, compartment.door) != (state, door):
        compartment.state, compartment.door, compartment.changed_at = state, door, at
    compartment.seen_at = at
    return True


def to_clean(doors: list[Compartment], every: timedelta, now: datetime) -> list[Compartment]:
    """Those that were not cleaned for that long, never cleaned first."""
    due = [one for one in doors if one.cleaned_at is None or one.cleaned_at + every <= now]
    return sorted(due, key=lambda one: (one.cleaned_at is not None, one.cleaned_at or now, one.number))


def columns(doors: list[Compartment]) -> list[list[Compartment]]:
    """As one stands before it: a column ends where the next door is not beyond the last one in height.

    Numbers run down a column or up; where heights are unknown all doors stand in one.
    """
    found: list[list[Compartment]] = []
    for one in doors:
        if not found or _turns(found[-1], one):
            found.append([])
        found[-1].append(one)
    return [sorted(column, key=lambda one: -one.height_cm) for column in found]


def _turns(column: list[Compartment], one: Compartment) -> bool:
    """Would the door stand beside the column rather than at its end?"""
    if len(column) < 2 or column[0].height_cm == column[1].height_cm:
        return len(column) == 1 and column[0].height_cm == one.height_cm != 0
    goes_up = column[1].height_cm > column[0].height_cm
    return (one.height_cm > column[-1].height_cm) != goes_up
