"""The register of incoming, outgoing and internal documents (Instrucțiunile AN 217/1996 art. 8-9)."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.database import Base, Identified


class RegisterBook(Base):
    """One institution's register of one year; its row is locked while a number is given.

    `shelf` is the book's own small number, by which its cards stand apart from all others'.
    """

    __tablename__ = "register_book"
    __table_args__ = (Index("uq_register_book_shelf", "shelf", unique=True),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int] = mapped_column(default=0)
    last_position: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(String(64))
    shelf: Mapped[int]


class RegisterEntry(Identified, Base):
    """One row of the register: its 13 legal columns, and ours. Append-only, chained by hashes.

    The five columns that the law fills later (routed to, sent on, resolution, recipient, file) are rows
    of `RegisterMark`, so that an entry is never changed.

    `position` is the order of writing, which the chain follows; a number reserved for a day without network
    is written later than its neighbours. `written_at` is when the row was made, `registered_at` when the
    paper had its number; `arrived_at` and `started_at` are unknown for the rows of scheme 1.
    """

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("institution_id", "year", "number"),
        Index("ix_register_entry_registered_at", "registered_at"),
        Index("uq_register_entry_position", "institution_id", "year", "position", unique=True),
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    number: Mapped[int]
    position: Mapped[int]
    scheme: Mapped[int]
    registered_at: Mapped[datetime]
    registered_on: Mapped[date]
    written_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    direction: Mapped[str] = mapped_column(String(10))
    sender_number: Mapped[str | None] = mapped_column(String(60))
    sender_date: Mapped[date | None]
    sheets: Mapped[int] = mapped_column(default=0)
    annexes: Mapped[int] = mapped_column(default=0)
    issuer: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str | None] = mapped_column(String(200))
    connected_to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("register_entry.id"), index=True)
    file_code: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20))
    operator_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    hashes: Mapped[list[Any]]
    verify_token: Mapped[str] = mapped_column(String(40), unique=True)
    annuls_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("register_entry.id"), index=True)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    institution: Mapped[Institution] = relationship(lazy="joined")

    @property
    def legal_number(self) -> str:
        """As written on paper: number/day.month.year."""
        return f"{self.number}/{self.registered_on:%d.%m.%Y}"


class RegisterMark(Identified, Base):
    """What became of an entry later: routed, resolved, sent, filed. Append-only."""

    __tablename__ = "register_mark"

    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_entry.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class RegisterRange(Identified, Base):
    """Numbers given away beforehand, for papers registered by hand while there is no network.

    Open until `closed_at`: by then each number is an entry, the unused ones barred.
    """

    __tablename__ = "register_range"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    year: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    reserved_at: Mapped[datetime]
    reserved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    institution: Mapped[Institution] = relationship(lazy="joined")

    def __len__(self) -> int:
        return self.last - self.first + 1
