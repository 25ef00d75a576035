"""A registered paper on its way through the departments: its item, resolutions and assignments."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Department
from app.cityhall.people.models import Person
from app.cityhall.registry.models import RegisterEntry
from app.database import Base, Identified

TO_ROUTE, IN_WORK, DONE = "to_route", "in_work", "done"
LEAD, SUPPORT, INFORM = "lead", "support", "inform"
OPEN, RETURNED, RECALLED = "open", "returned", "recalled"


class RoutingItem(Base):
    """An entry of the register that somebody in the hall must deal with; there is one for an entry.

    `queue`: to_route (at the head of `department`, or at the hall's own routers when there is none),
    in_work (its assignments say with whom) or done. `next_date` is the day by which something must happen.
    `note` is what was last said of it to whoever routes it.
    """

    __tablename__ = "routing_item"
    __table_args__ = (
        Index(
            "ix_routing_item_open",
            *("institution_id", "queue", "department_id", "next_date"),
            sqlite_where=text("queue <> 'done'"),
            postgresql_where=text("queue <> 'done'"),
        ),
        Index("ix_routing_item_closed", "institution_id", "closed_at"),
    )

    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_entry.id"), primary_key=True)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    queue: Mapped[str] = mapped_column(String(10), default=TO_ROUTE)
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    next_date: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(300))
    revision: Mapped[int] = mapped_column(default=0)
    entry: Mapped[RegisterEntry] = relationship(lazy="joined")
    department: Mapped[Department | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": revision}


class Resolution(Identified, Base):
    """What somebody who routes wrote on a paper; append-only. `act`: the delegation it was written under.

    `kind`: solve, inform, competence (its own head routes it further), urgent, or return (given back).
    """

    __tablename__ = "resolution"

    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("routing_item.entry_id"), index=True)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(120))
    act: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text)
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    due_on: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[Person] = relationship(lazy="joined")
    department: Mapped[Department | None] = relationship(lazy="joined")


class Assignment(Identified, Base):
    """A department's share of a paper (lucrare): one leads, others support or are informed.

    Without `holder` anybody of the department may take it. `state`: open, done, returned (to the head,
    `answer` says why) or recalled (a later resolution replaced it). `answer` says how it was solved.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "ix_assignment_open_department",
            *("department_id", "due_on"),
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_assignment_open_holder",
            "holder_id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_assignment_settled", "settled_by_id", "settled_at"),
    )

    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("routing_item.entry_id"), index=True)
    resolution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("resolution.id"))
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"))
    holder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    part: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_entry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("register_entry.id"))
    taken_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=0)
    item: Mapped[RoutingItem] = relationship(lazy="joined")
    resolution: Mapped[Resolution] = relationship(lazy="joined")
    department: Mapped[Department] = relationship(lazy="joined")
    holder: Mapped[Person | None] = relationship(foreign_keys=[holder_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
    answer_entry: Mapped[RegisterEntry | None] = relationship(foreign_keys=[answer_entry_id])

    __mapper_args__ = {"version_id_col": revision}
