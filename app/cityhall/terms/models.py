"""A case's legal term, as counted when it was last moved: its pauses, its extension, its alarms."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Identified


class Term(Base):
    """One term of one case. The rule is copied from the procedure, so that a later change spares it.

    `tacit_act` gives the applicant what was asked for when nobody answers; `tacit_since`: it may have.
    """

    __tablename__ = "term"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), primary_key=True)
    start: Mapped[date]
    unit: Mapped[str] = mapped_column(String(10))
    days: Mapped[int]
    pauses_on_completion: Mapped[bool]
    act: Mapped[str] = mapped_column(String(200))
    internal: Mapped[date]
    conservative: Mapped[date] = mapped_column(index=True)
    legal: Mapped[date]
    tacit_act: Mapped[str | None] = mapped_column(String(200))
    tacit_since: Mapped[date | None]
    pauses: Mapped[list["Pause"]] = relationship(order_by="Pause.since")
    extension: Mapped["Extension | None"] = relationship()
    alarms: Mapped[list["Alarm"]] = relationship(order_by="Alarm.before.desc()")

    @property
    def standing(self) -> bool:
        """Does the clock stand now?"""
        return any(pause.until is None for pause in self.pauses)


class Pause(Identified, Base):
    """The clock stood from `since` until `until` (None: it still does)."""

    __tablename__ = "pause"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("term.case_id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200))


class Extension(Base):
    """A term is extended once, by so many days of its own unit; the key sees to it."""

    __tablename__ = "term_extension"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("term.case_id"), primary_key=True)
    days: Mapped[int]
    act: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class Alarm(Base):
    """The hall warns itself so many days `before` the end, or after it (rules.AFTER).

    `due`: found by it without loading a case; None: nothing to ring. `rung_on`: when it last rang.
    """

    __tablename__ = "term_alarm"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("term.case_id"), primary_key=True)
    before: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due: Mapped[date | None] = mapped_column(index=True)
    rung_on: Mapped[date | None]
