"""Drafts: a form being filled, kept at every page, until it is sent and becomes a case."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.procedures.models import ProcedureVersion
from app.database import Base, Identified, session
from app.refusal import Refusal


class Draft(Identified, Base):
    """Answers on their way. `owner` types them, for itself or (at the counter) for somebody else.

    A sent draft keeps the id of its case, so that a second click finds the case instead of filing twice.
    """

    __tablename__ = "draft"

    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_version.id"))
    channel: Mapped[str] = mapped_column(String(20))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    page: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"))
    version: Mapped[ProcedureVersion] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": revision}


def begin(
    owner_id: uuid.UUID, version: ProcedureVersion, channel: str, answers: dict[str, Any], now: datetime
) -> Draft:
    """A new draft with what is already known."""
    draft = Draft(
        owner_id=owner_id,
        version=version,
        channel=channel,
        answers=answers,
        created_at=now,
        saved_at=now,
    )
    session().add(draft)
    session().flush()
    return draft


def mine(draft_id: uuid.UUID, owner_id: uuid.UUID, *, lock: bool = False) -> Draft:
    """The owner's draft. Raises Refusal `draft.unknown` (also for somebody else's)."""
    found = session().get(Draft, draft_id, with_for_update={"of": Draft} if lock else None)
    if found is None or found.owner_id != owner_id:
        raise Refusal("draft.unknown")
    return found


def save(draft: Draft, answers: dict[str, Any], page: str, now: datetime) -> None:
    """Keep the whole draft as it is after a page (`forms.rules.merge`): what was emptied stays empty."""
    if draft.case_id is not None:
        raise Refusal("draft.already_sent", case_id=draft.case_id)
    draft.answers = dict(answers)
    draft.page, draft.saved_at = page, now


def unsent(owner_id: uuid.UUID, channel: str) -> list[Draft]:
    """Drafts not yet sent, latest first."""
    query = select(Draft).where(Draft.owner_id == owner_id, Draft.case_id.is_(None), Draft.channel == channel)
    return list(session().scalars(query.order_by(Draft.saved_at.desc())))


def sent(case_id: uuid.UUID, owner_id: uuid.UUID, channel: str) -> bool:
    """Did this owner send the draft that became this case?"""
    query = select(Draft.id).where(
        Draft.case_id == case_id, Draft.owner_id == owner_id, Draft.channel == channel
    )
    return session().scalar(query) is not None


def drop(draft: Draft) -> None:
    """Give up an unsent draft."""
    if draft.case_id is not None:
        raise Refusal("draft.already_sent", case_id=draft.case_id)
    session().delete(draft)
