"""What somebody asks the register for again and again, kept under a name."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Identified, session
from app.refusal import Refusal

MOST = 20
LONGEST_NAME = 60


class SavedView(Identified, Base):
    """One person's question to the register: the words and filters of its address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    question: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]


def of(person_id: uuid.UUID) -> Sequence[SavedView]:
    """The views of a person, in the order in which they were kept."""
    query = select(SavedView).where(SavedView.person_id == person_id)
    return session().scalars(query.order_by(SavedView.kept_at, SavedView.name)).all()


def keep(person_id: uuid.UUID, name: str, question: dict[str, str], now: datetime) -> SavedView:
    """Keep a question; one with this name is replaced.

    Raises Refusal `view.no_name`, `view.nothing_asked`, `view.too_many`.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Refusal("view.no_name")
    if not question:
        raise Refusal("view.nothing_asked")
    found = session().scalar(
        select(SavedView).where(SavedView.person_id == person_id, SavedView.name == name)
    )
    if found is None and _count(person_id) >= MOST:
        raise Refusal("view.too_many", most=MOST)
    found = found or SavedView(person_id=person_id, name=name)
    found.question, found.kept_at = question, now
    session().add(found)
    session().flush()
    return found


def _count(person_id: uuid.UUID) -> int:
    query = select(func.count()).select_from(SavedView).where(SavedView.person_id == person_id)
    return session().scalar(query) or 0


def forget(view_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Keep it no longer. Raises Refusal `view.unknown`."""
    found = session().get(SavedView, view_id)
    if found is None or found.person_id != person_id:
        raise Refusal("view.unknown")
    session().delete(found)
