"""Days that a decree made free for public staff, and days worked instead of one, each with its act."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.cityhall.terms.calendar import Calendar, is_working
from app.database import Base, Identified, session
from app.refusal import Refusal


class DayOff(Identified, Base):
    """A decreed day off; `worked`: on the contrary, worked to make up for one. No institution: national."""

    __tablename__ = "day_off"
    __table_args__ = (UniqueConstraint("institution_id", "day"),)

    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    day: Mapped[date]
    worked: Mapped[bool] = mapped_column(default=False)
    act: Mapped[str] = mapped_column(String(200))


def calendar_of(institution_id: uuid.UUID) -> Calendar:
    """What was decreed for that institution and for the whole country."""
    here = or_(DayOff.institution_id == institution_id, DayOff.institution_id.is_(None))
    found = session().scalars(select(DayOff).where(here)).all()
    return Calendar(
        off={one.day: one.act for one in found if not one.worked},
        worked={one.day: one.act for one in found if one.worked},
    )


def add(day: date, act: str, institution_id: uuid.UUID | None, *, worked: bool = False) -> DayOff:
    """Write a decreed day down.

    Raises Refusal `day_off.known`, `day_off.no_change` (nobody works on it anyway; or everybody does).
    """
    if _find(day, institution_id) is not None:
        raise Refusal("day_off.known", day=f"{day:%d.%m.%Y}")
    if is_working(day) == worked:
        raise Refusal("day_off.no_change", day=f"{day:%d.%m.%Y}")
    made = DayOff(institution_id=institution_id, day=day, act=act, worked=worked)
    session().add(made)
    session().flush()
    return made


def remove(day: date, institution_id: uuid.UUID | None) -> DayOff:
    """Strike a decreed day out. Raises Refusal `day_off.unknown`."""
    found = _find(day, institution_id)
    if found is None:
        raise Refusal("day_off.unknown", day=f"{day:%d.%m.%Y}")
    session().delete(found)
    session().flush()
    return found


def all_of_them() -> Sequence[DayOff]:
    """Every decreed day, in order."""
    return session().scalars(select(DayOff).order_by(DayOff.day)).all()


def _find(day: date, institution_id: uuid.UUID | None) -> DayOff | None:
    here = DayOff.institution_id.is_not_distinct_from(institution_id)
    return session().scalars(select(DayOff).where(DayOff.day == day, here)).first()
