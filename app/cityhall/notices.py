"""What the hall wrote to people: one row a message, shown in the case; its sending is a delivery."""

import unicodedata
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Identified, session


class Notice(Identified, Base):
    """An SMS or an e-mail. Secrets (codes, PINs, links) stand in `text` as {names}, never as values."""

    __tablename__ = "notice"

    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(10))
    template: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    delivery_key: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default="planned")
    settled_at: Mapped[datetime | None]


def by_key(delivery_key: str) -> Notice | None:
    """The notice of a delivery."""
    return session().scalar(select(Notice).where(Notice.delivery_key == delivery_key))


def of_case(case_id: uuid.UUID) -> list[Notice]:
    """What was written about a case, oldest first."""
    query = select(Notice).where(Notice.case_id == case_id).order_by(Notice.created_at)
    return list(session().scalars(query))


def for_sms(text: str) -> str:
    """Without diacritics and typographers' signs: one alone halves what fits into an SMS (GSM 03.38)."""
    plain = unicodedata.normalize("NFKD", text.translate(_TYPED))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


_TYPED = str.maketrans({"„": '"', "”": '"', "“": '"', "’": "'", "–": "-", "—": "-"})
