"""What is wrong at cabinets: raised once, told once, ended by the cabinet or by a person."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from app.cityhall import journal
from app.cityhall.cabinets.models import Cabinet, CabinetAlarm
from app.cityhall.cabinets.rules import WHOLE
from app.database import session
from app.refusal import Refusal

NOTE_LONGEST = 400


def raise_(
    cabinet: Cabinet,
    kind: str,
    now: datetime,
    *,
    door: int = WHOLE,
    note: str = "",
    since: datetime | None = None,
) -> None:
    """Ring, unless that alarm rings already at that door.

    `since`: how long it has been so; whoever ended the alarm after that knows it, and is not told again.
    """
    # Two that hear of the same fault at once come one after the other.
    session().execute(select(Cabinet.id).where(Cabinet.id == cabinet.id).with_for_update())
    if _ringing(cabinet.id, kind, door) or (since is not None and _known(cabinet.id, kind, door, since)):
        return
    session().add(
        CabinetAlarm(cabinet_id=cabinet.id, compartment=door, kind=kind, since=now, note=note[:NOTE_LONGEST])
    )
    session().flush()


def end(cabinet: Cabinet, kind: str, now: datetime, *, door: int = WHOLE) -> None:
    """The cabinet says that it is over; nothing happens where none rings."""
    found = _ringing(cabinet.id, kind, door)
    if found is not None:
        found.ended_at = now


def any_at(cabinet: Cabinet, door: int) -> bool:
    """Does any ring at that door?"""
    query = select(CabinetAlarm.id).where(
        *(CabinetAlarm.cabinet_id == cabinet.id, CabinetAlarm.compartment == door),
        CabinetAlarm.ended_at.is_(None),
    )
    return session().scalar(query.limit(1)) is not None


def end_by(alarm: CabinetAlarm, note: str, by_id: uuid.UUID, now: datetime) -> None:
    """Somebody looked and says what it was. Raises Refusal `alarm.note_missing`, `alarm.over`."""
    note = " ".join(note.split())[:NOTE_LONGEST]
    if not note:
        raise Refusal("alarm.note_missing")
    if alarm.ended_at is not None:
        raise Refusal("alarm.over")
    alarm.ended_at, alarm.ended_by_id, alarm.note = now, by_id, note
    journal.note("cabinet.alarm_ended", now, actor_id=by_id, about=("cabinet_alarm", alarm.id))


def ringing(cabinets: Collection[uuid.UUID]) -> list[CabinetAlarm]:
    """Those open in these cabinets, the oldest first."""
    query = select(CabinetAlarm).where(CabinetAlarm.cabinet_id.in_(cabinets), CabinetAlarm.ended_at.is_(None))
    return list(session().scalars(query.order_by(CabinetAlarm.since)))


def count(institutions: Collection[uuid.UUID]) -> int:
    """How many ring in the cabinets of these institutions."""
    query = select(func.count()).select_from(CabinetAlarm).join(Cabinet)
    query = query.where(Cabinet.institution_id.in_(institutions), CabinetAlarm.ended_at.is_(None))
    return session().scalar(query) or 0


def lately(cabinets: Collection[uuid.UUID], most: int) -> list[CabinetAlarm]:
    """Those that ended, the latest first."""
    query = select(CabinetAlarm).where(
        CabinetAlarm.cabinet_id.in_(cabinets), CabinetAlarm.ended_at.is_not(None)
    )
    return list(session().scalars(query.order_by(CabinetAlarm.ended_at.desc()).limit(most)))


def untold() -> list[CabinetAlarm]:
    """Those that ring and nobody was told of."""
    query = select(CabinetAlarm).where(CabinetAlarm.ended_at.is_(None), CabinetAlarm.told_at.is_(None))
    return list(session().scalars(query.order_by(CabinetAlarm.since)))


def by_id(alarm_id: uuid.UUID) -> CabinetAlarm:
    """Raises Refusal `alarm.unknown`."""
    found = session().get(CabinetAlarm, alarm_id)
    if found is None:
        raise Refusal("alarm.unknown")
    return found


def _ringing(cabinet_id: uuid.UUID, kind: str, door: int) -> CabinetAlarm | None:
    return session().scalar(
        select(CabinetAlarm).where(
            CabinetAlarm.cabinet_id == cabinet_id,
            CabinetAlarm.kind == kind,
            CabinetAlarm.compartment == door,
            CabinetAlarm.ended_at.is_(None),
        )
    )


def _known(cabinet_id: uuid.UUID, kind: str, door: int, since: datetime) -> bool:
    """Did a person end such an alarm after it began to be so?"""
    query = select(CabinetAlarm.id).where(
        CabinetAlarm.cabinet_id == cabinet_id,
        CabinetAlarm.kind == kind,
        CabinetAlarm.compartment == door,
        CabinetAlarm.ended_by_id.is_not(None),
        CabinetAlarm.ended_at >= since,
    )
    return session().scalars(query.limit(1)).first() is not None
