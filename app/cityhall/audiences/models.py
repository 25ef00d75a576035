"""Audiences: who receives whom, when by the published programme, and the hours given out."""

import uuid
from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases.models import Case
from app.cityhall.institutions import Department
from app.database import Base, Identified

# An hour in one of these states is nobody else's.
TAKEN = ("held", "confirmed", "present", "absent")
_TAKEN = text("state IN ('held', 'confirmed', 'present', 'absent')")
_CONFIRMED = text("state IN ('confirmed', 'present')")


class Official(Identified, Base):
    """Somebody who gives audiences: the holder of a post (`role`), in a department where there is one.

    `level`: 1 director, 2 deputy mayor or general secretary, 3 mayor. `hierarchy`: hears only who was heard
    one level below (cale ierarhică); `needs_petition`: only who wrote before.
    """

    __tablename__ = "official"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    code: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120))
    level: Mapped[int]
    hierarchy: Mapped[bool] = mapped_column(default=False)
    needs_petition: Mapped[bool] = mapped_column(default=False)
    department: Mapped[Department | None] = relationship()
    hours: Mapped[list["AudienceHours"]] = relationship(
        order_by="AudienceHours.weekday, AudienceHours.opens, AudienceHours.valid_from",
        back_populates="official",
    )


class AudienceHours(Identified, Base):
    """The programme of an official on one day of the week, from a day on, by the act that set it."""

    __tablename__ = "audience_hours"
    __table_args__ = (UniqueConstraint("official_id", "weekday", "opens", "valid_from"),)

    official_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("official.id"))
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]
    minutes: Mapped[int]
    buffer: Mapped[int] = mapped_column(default=0)
    capacity: Mapped[int]
    room: Mapped[str] = mapped_column(String(120))
    act: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    official: Mapped[Official] = relationship(back_populates="hours")


class BlackoutDay(Identified, Base):
    """A day on which an official receives nobody, and why."""

    __tablename__ = "audience_blackout"
    __table_args__ = (UniqueConstraint("official_id", "day"),)

    official_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("official.id"))
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


class Booking(Identified, Base):
    """An hour given to a case. Held: offered until `held_until`; the state's words are in `rules`.

    Two cases can never hold the same hour of an official, nor a case two: the indexes see to it.
    """

    __tablename__ = "audience_booking"
    __table_args__ = (
        Index(
            "uq_audience_booking_hour",
            "official_id",
            "starts_at",
            unique=True,
            sqlite_where=_TAKEN,
            postgresql_where=_TAKEN,
        ),
        Index(
            "uq_audience_booking_case",
            "case_id",
            unique=True,
            sqlite_where=_CONFIRMED,
            postgresql_where=_CONFIRMED,
        ),
        Index("ix_audience_booking_case_state", "case_id", "state"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"))
    official_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("official.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12), default="held")
    held_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")
    case: Mapped[Case] = relationship()
    official: Mapped[Official] = relationship(lazy="joined")


class AudienceRequest(Base):
    """What a case asks of the audience desk: of whom, how often hours were offered or missed.

    `waiting_since` is its place on the waiting list of the official; None: it does not wait.
    """

    __tablename__ = "audience_request"
    __table_args__ = (Index("ix_audience_request_waiting", "official_id", "waiting_since"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), primary_key=True)
    official_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("official.id"))
    rounds: Mapped[int] = mapped_column(default=0)
    absences: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None]
    case: Mapped[Case] = relationship()
    official: Mapped[Official | None] = relationship(lazy="joined")
