"""Appointments at the counter: when it receives people, and who comes for which paper."""

import uuid
from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases.models import Case
from app.database import Base, Identified

_BOOKED = text("state = 'booked'")


class CounterHours(Identified, Base):
    """When the counter receives people on one day of the week, from a day on, by the act that set it.

    An appointment lasts `minutes`; at most `capacity` people come at the same time.
    """

    __tablename__ = "counter_hours"
    __table_args__ = (UniqueConstraint("institution_id", "weekday", "opens", "valid_from"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]
    minutes: Mapped[int]
    capacity: Mapped[int]
    place: Mapped[str] = mapped_column(String(120))
    act: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class Visit(Identified, Base):
    """An hour at the counter that somebody took to collect a case's paper. States: booked, cancelled.

    A case has one at a time: the index sees to it. Another hour taken cancels the one before.
    """

    __tablename__ = "counter_visit"
    __table_args__ = (
        Index(
            "uq_counter_visit_case",
            "case_id",
            unique=True,
            sqlite_where=_BOOKED,
            postgresql_where=_BOOKED,
        ),
        Index("ix_counter_visit_hour", "institution_id", "starts_at"),
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12), default="booked")
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    case: Mapped[Case] = relationship()
