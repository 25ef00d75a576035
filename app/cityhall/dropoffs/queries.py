"""Finding what somebody prepared to hand in."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.cityhall import institutions
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.dropoffs.rules import POLICY, RULE, DropOffState
from app.database import session
from app.refusal import Refusal

KEPT = (DropOffState.ASKED, DropOffState.PREPARED)
STAYS = (DropOffState.PREPARED, DropOffState.LAID_IN, DropOffState.EMPTIED)


def of_parcel(parcel_id: uuid.UUID, *, lock: bool = False) -> DropOff | None:
    """The drop-off whose papers lie, or will lie, in that parcel's compartment."""
    query = select(DropOff).where(DropOff.parcel_id == parcel_id)
    return session().scalar(query.with_for_update(of=DropOff) if lock else query)


def get(drop_off_id: uuid.UUID, *, lock: bool = False) -> DropOff | None:
    """By id, for jobs."""
    locked = {"of": DropOff} if lock else None
    return session().get(DropOff, drop_off_id, with_for_update=locked, populate_existing=lock)


def mine(drop_off_id: uuid.UUID, person_id: uuid.UUID, *, lock: bool = False) -> DropOff:
    """A person's own. Raises Refusal `dropoff.unknown`."""
    found = get(drop_off_id, lock=lock)
    if found is None or found.person_id != person_id:
        raise Refusal("dropoff.unknown")
    return found


def theirs(drop_off_id: uuid.UUID, halls: Collection[uuid.UUID], *, lock: bool = False) -> DropOff:
    """One that these institutions receive. Raises Refusal `dropoff.unknown`."""
    found = get(drop_off_id, lock=lock)
    if found is None or found.institution_id not in halls:
        raise Refusal("dropoff.unknown")
    return found


def of_person(person_id: uuid.UUID, *, limit: int = 50) -> list[DropOff]:
    """All of a person's, the latest first."""
    query = select(DropOff).where(DropOff.person_id == person_id, DropOff.state != DropOffState.ASKED)
    return list(session().scalars(query.order_by(DropOff.prepared_at.desc()).limit(limit)))


def kept_for(person_id: uuid.UUID) -> int:
    """How many compartments are kept for that person now."""
    query = select(func.count()).where(DropOff.person_id == person_id, DropOff.state == DropOffState.PREPARED)
    return session().scalar(query) or 0


def prepared(about_id: uuid.UUID) -> DropOff | None:
    """The one for that draft or task whose papers are still to come."""
    about = (DropOff.draft_id == about_id) | (DropOff.task_id == about_id)
    return session().scalar(select(DropOff).where(about, DropOff.state == DropOffState.PREPARED))


def of_draft(draft_id: uuid.UUID) -> list[DropOff]:
    """All that were ever prepared for a draft."""
    return list(session().scalars(select(DropOff).where(DropOff.draft_id == draft_id)))


def in_state(halls: Collection[uuid.UUID], state: str, *, limit: int, offset: int = 0) -> list[DropOff]:
    """What these institutions receive, oldest first; what is verified: the latest first."""
    query = select(DropOff).where(DropOff.institution_id.in_(halls), DropOff.state == state)
    query = query.options(*(joinedload(one) for one in (DropOff.parcel, DropOff.entry, DropOff.person)))
    order = DropOff.verified_at.desc() if state == DropOffState.VERIFIED else DropOff.prepared_at
    return list(session().scalars(query.order_by(order, DropOff.id).limit(limit).offset(offset)))


def counts(halls: Collection[uuid.UUID]) -> dict[str, int]:
    """How many these institutions have in each state; none, where a state is not named."""
    query = select(DropOff.state, func.count()).where(DropOff.institution_id.in_(halls))
    return {row[0]: row[1] for row in session().execute(query.group_by(DropOff.state))}


def over(before: datetime, *, limit: int = 100) -> list[uuid.UUID]:
    """Those whose window ended before that moment and into which nothing was laid."""
    query = select(DropOff.id).where(DropOff.state == DropOffState.PREPARED, DropOff.window_until <= before)
    return list(session().scalars(query.order_by(DropOff.window_until).limit(limit)))


def left(before: datetime, *, limit: int = 100) -> list[uuid.UUID]:
    """Those asked for before that moment that never got a compartment: somebody died in between."""
    query = select(DropOff.id).where(DropOff.state == DropOffState.ASKED, DropOff.prepared_at <= before)
    return list(session().scalars(query.limit(limit)))


def policy(institution_id: uuid.UUID, name: str, today: date) -> int:
    """What the institution decided (`window_hours`, `most`, `check_days`), else the demonstration's."""
    rule = institutions.rule(institution_id, RULE, today)
    return int((rule.value if rule else {}).get(name, POLICY[name]))
