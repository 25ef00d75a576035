"""A case (dosar) and everything that stands at it: its run, tasks, timers, history and notes."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Department, Institution
from app.cityhall.people.models import Person
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.terms.models import Term
from app.database import Base, Identified


class Case(Identified, Base):
    """One request on its way. `status` is the workflow's word; legal lateness is the term's matter.

    `applicant` is whose case it is; `filed_by` is who typed it, when that was somebody else.
    """

    __tablename__ = "hall_case"
    __table_args__ = (
        Index("ix_hall_case_applicant_opened", "applicant_id", "opened_at"),
        Index("ix_hall_case_version_closed", "version_id", "closed_at"),
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_version.id"))
    applicant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    filed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_entry.id"))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    channel: Mapped[str] = mapped_column(String(20))
    delivery: Mapped[str] = mapped_column(String(20))
    form_code: Mapped[str] = mapped_column(String(40))
    form_version: Mapped[str] = mapped_column(String(20))
    answers: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(String(30), default="registered")
    outcome: Mapped[str | None] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)

    institution: Mapped[Institution] = relationship(lazy="joined")
    version: Mapped[ProcedureVersion] = relationship(lazy="joined")
    applicant: Mapped[Person] = relationship(foreign_keys=[applicant_id], lazy="joined")
    filed_by: Mapped[Person | None] = relationship(foreign_keys=[filed_by_id])
    entry: Mapped[RegisterEntry] = relationship(foreign_keys=[entry_id], lazy="joined")
    department: Mapped[Department | None] = relationship(lazy="joined")
    term: Mapped[Term | None] = relationship(lazy="joined", viewonly=True)

    __mapper_args__ = {"version_id_col": revision}


class CaseRun(Base):
    """The engine's state of a case; kept apart, so that lists of cases stay light."""

    __tablename__ = "case_run"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), primary_key=True)
    diagram: Mapped[str] = mapped_column(String(64))
    state: Mapped[bytes] = mapped_column(LargeBinary)
    finished: Mapped[bool] = mapped_column(default=False)


class CaseTask(Base):
    """A human task that the run waits for, or waited for. Its id is the engine's.

    `role` (and department) say who may take it; `draft` is text typed and not yet sent. `letter` is the one
    that the task writes, `signs` the one that it signs. `due_on` is when
    the case's term ends, copied so that very many tasks can be sorted by it, or a day of its own (`own_due`).
    """

    __tablename__ = "case_task"
    __table_args__ = (
        Index("ix_case_task_state_role", "state", "role", "department_id"),
        # The inbox, its counters and its order; few rows, however many cases were closed.
        Index(
            "ix_case_task_open",
            *("institution_id", "role", "department_id", "due_on", "created_at", "holder_id", "id"),
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_case_task_done",
            "done_by_id",
            "done_at",
            sqlite_where=text("state = 'done'"),
            postgresql_where=text("state = 'done'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    element: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(40))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    form: Mapped[str] = mapped_column(String(80))
    letter: Mapped[str | None] = mapped_column(String(80))
    signs: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12), default="open")
    created_at: Mapped[datetime]
    due_on: Mapped[date | None]
    own_due: Mapped[bool] = mapped_column(default=False)
    holder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    claimed_at: Mapped[datetime | None]
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answers: Mapped[dict[str, Any] | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=0)

    case: Mapped[Case] = relationship(lazy="joined")
    holder: Mapped[Person | None] = relationship(foreign_keys=[holder_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])
    department: Mapped[Department | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}


class CaseTimer(Base):
    """A timer that a run has armed; found by its time, without loading the case.

    `try_at` is when a worker may next try to fire it: when it is due; a while later once a worker has
    taken it; and later each time when firing it fails (`tries`).
    """

    __tablename__ = "case_timer"

    task_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    element: Mapped[str] = mapped_column(String(80))
    due_at: Mapped[datetime] = mapped_column(index=True)
    try_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)


class AwaitedMessage(Base):
    """A message or a signal (`kind`) that a run waits for; `correlation` says which of that name."""

    __tablename__ = "awaited_message"
    __table_args__ = (Index("ix_awaited_message_name_correlation", "name", "correlation"),)

    task_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(60))
    correlation: Mapped[str | None] = mapped_column(String(200))
    since: Mapped[datetime]


class Message(Identified, Base):
    """Something told to a case, kept until the case waits for it or its time is over.

    `key`: telling it twice is telling it once. Without `case_id` it goes to whoever awaits that name and
    correlation. `state`: buffered, delivered, expired.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_state_name_correlation", "state", "name", "correlation"),
        Index("ix_message_state_case", "state", "case_id"),
        Index("ix_message_state_expires", "state", "expires_at"),
    )

    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"))
    correlation: Mapped[str | None] = mapped_column(String(200))
    payload: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    state: Mapped[str] = mapped_column(String(12), default="buffered")
    posted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class CaseEvent(Identified, Base):
    """One line of a case's history. Only `public` ones are ever shown to the applicant."""

    __tablename__ = "case_event"
    __table_args__ = (Index("ix_case_event_case_sequence", "case_id", "sequence"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"))
    sequence: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    element: Mapped[str | None] = mapped_column(String(80))
    task_id: Mapped[uuid.UUID | None]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    public: Mapped[bool] = mapped_column(default=True)
    actor: Mapped[Person | None] = relationship(foreign_keys=[actor_id])


class Note(Identified, Base):
    """An internal note. No page of an applicant ever reads this table."""

    __tablename__ = "note"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="joined")
