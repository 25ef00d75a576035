"""What a complaint (sesizare) says of the city: a report of a place, and the people who say „și eu”."""

import uuid
from datetime import date, datetime

from sqlalchemy import Double, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases.models import Case
from app.cityhall.complaints.rules import Point, State, state_of
from app.database import Base, Identified


class Report(Identified, Base):
    """What is wrong, and where. Its own id stands in public addresses, never the case's.

    `consent`: the person who wrote agreed that the report may be public; `listed`: the dispatcher looked at
    it and let it appear. `result` is what was found at the place, also when the petition itself was closed.
    """

    __tablename__ = "complaint_report"
    __table_args__ = (
        UniqueConstraint("case_id"),
        Index("ix_complaint_report_twins", "institution_id", "category", "reported_at"),
        Index("ix_complaint_report_listed", "listed", "reported_at"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"))
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    category: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    street: Mapped[str] = mapped_column(String(120))
    street_key: Mapped[str] = mapped_column(String(160))
    landmark: Mapped[str] = mapped_column(String(200))
    severity: Mapped[str] = mapped_column(String(20))
    observed_on: Mapped[date | None]
    consent: Mapped[bool]
    listed: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime]
    turn: Mapped[int] = mapped_column(default=1)
    turn_began: Mapped[datetime]
    due_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(String(20))
    settled_at: Mapped[datetime | None]
    photo_before_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    photo_after_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    twin_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("complaint_report.id"))
    case: Mapped[Case] = relationship(lazy="joined")

    @property
    def point(self) -> Point | None:
        """Where it is, if a point was given."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @property
    def state(self) -> State:
        """The public word for where it stands."""
        return state_of(self.case.status, self.case.outcome, self.result)


class Support(Identified, Base):
    """„Și eu”: somebody else saw the same thing. Once for each person."""

    __tablename__ = "complaint_support"
    __table_args__ = (UniqueConstraint("report_id", "person_id"),)

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint_report.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
