"""A case's legal term, as counted when it was last moved, and the times when its clock stood."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Identified


class Term(Base):
    """One term of one case. The rule is copied from the procedure, so that a later change spares it."""

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
    pauses: Mapped[list["Pause"]] = relationship(order_by="Pause.since", lazy="selectin")

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
