"""Asking for what is missing: one list of defects, once, with reason codes."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Identified, session


class CompletionRequest(Identified, Base):
    """All defects of a file, told at once. `defects`: list of {paper, reason, note}."""

    __tablename__ = "completion_request"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    defects: Mapped[list[Any]]
    answered_at: Mapped[datetime | None]


def ask(case_id: uuid.UUID, defects: list[Any], by: uuid.UUID | None, now: datetime) -> None:
    """Keep what is asked of the applicant."""
    session().add(CompletionRequest(case_id=case_id, defects=defects, asked_by_id=by, asked_at=now))


def open_request(case_id: uuid.UUID) -> CompletionRequest | None:
    """The request that still waits for its answer."""
    query = select(CompletionRequest).where(
        CompletionRequest.case_id == case_id, CompletionRequest.answered_at.is_(None)
    )
    return session().scalars(query.order_by(CompletionRequest.asked_at.desc())).first()


def settle(case_id: uuid.UUID, now: datetime) -> None:
    """The applicant answered, or the time for it passed."""
    waiting = open_request(case_id)
    if waiting is not None:
        waiting.answered_at = now
