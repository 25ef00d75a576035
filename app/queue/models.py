"""The queue's three tables: what must be done, what was done to the world, what the world told us."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Identified


class Job(Identified, Base):
    """Something to do outside a request. `key` is deterministic: asking twice makes one job.

    `state`: ready, running, done, dead. `attempts` are counted when a worker takes it, so that a job
    which kills its worker ends dead instead of killing for ever. `lease` fences a worker that was
    believed dead. `case_id` is a plain value: the queue knows no nouns. `turn` is its place in the line
    (app/queue/jobs.py says how cases take turns).
    """

    __tablename__ = "job"

    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[uuid.UUID | None]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default="ready")
    run_at: Mapped[datetime]
    turn: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=12)
    lease: Mapped[uuid.UUID | None]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(120))
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_job_state_run_at", "state", "run_at"),
        Index("ix_job_state_turn", "state", "turn"),
        # Who asks for a job looks at those that its case has waiting.
        Index(
            "ix_job_ready_case",
            "case_id",
            "turn",
            sqlite_where=text("state = 'ready'"),
            postgresql_where=text("state = 'ready'"),
        ),
        # One case's jobs run one at a time, whoever carries them.
        Index(
            "uq_job_running_case",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )


class Delivery(Identified, Base):
    """One effect on the world (SMS, e-mail, door), with its idempotency key and what happened.

    `state`: planned, handed (we called, the answer is not known), accepted, delivered, failed.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_state_planned", "state", "planned_at"),)

    key: Mapped[str] = mapped_column(String(200), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("job.id"))
    recipient: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), default="planned")
    provider_reference: Mapped[str | None] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    planned_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class Inbox(Base):
    """A call-back's id, inserted in the transaction that applies it: a second copy changes nothing."""

    __tablename__ = "inbox"

    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    received_at: Mapped[datetime]
