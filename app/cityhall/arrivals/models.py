"""Arrivals, their files, and the place up to which a mailbox is read."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.cityhall.people.models import Person
from app.database import Base, Identified


class Arrival(Identified, Base):
    """A document that came and waits for its number. Nothing of it is lost: `raw_sha256` is all that came.

    `source`: mailbox, scanner, counter, locker. `key`: the same thing coming twice has the same one.
    `state`: new, ready (its proposal is made), registered, rejected, split, quarantined (a virus).
    `trust`: {spf, dkim, dmarc: pass | fail | none, forged: bool, reasons: [...], automatic: bool}.
    `problems`: [{key, facts}], what a registrar must know of how it came.
    """

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("institution_id", "key"),
        Index("ix_arrival_waiting", "institution_id", "state", "arrived_at"),
        Index("ix_arrival_message", "institution_id", "message_id"),
        Index("ix_arrival_sender", "institution_id", "sender_address"),
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    source: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="new")
    arrived_at: Mapped[datetime]
    received_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    sender_name: Mapped[str] = mapped_column(String(200), default="")
    sender_address: Mapped[str] = mapped_column(String(320), default="")
    sent_at: Mapped[datetime | None]
    subject: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    raw_sha256: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[str] = mapped_column(String(250), default="")
    references: Mapped[list[Any]] = mapped_column(default=list)
    trust: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problems: Mapped[list[Any]] = mapped_column(default=list)
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    holder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    held_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    entry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("register_entry.id"), index=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("arrival.id"))
    institution: Mapped[Institution] = relationship()
    holder: Mapped[Person | None] = relationship(foreign_keys=[holder_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
    files: Mapped[list["ArrivalFile"]] = relationship(
        back_populates="arrival", order_by="ArrivalFile.position", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": revision}

    @property
    def kept(self) -> list["ArrivalFile"]:
        """The files that can be opened."""
        return [one for one in self.files if one.state == "kept"]


class ArrivalFile(Identified, Base):
    """One file of an arrival. `state`: kept (its bytes lie in the file store), or refused, and why.

    What was refused is still in the arrival's raw bytes. `verdict`: clean, infected or not_scanned.
    """

    __tablename__ = "arrival_file"
    __table_args__ = (UniqueConstraint("arrival_id", "position"),)

    arrival_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("arrival.id", ondelete="CASCADE"))
    position: Mapped[int]
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str] = mapped_column(String(12), default="not_scanned")
    reason: Mapped[str] = mapped_column(String(60), default="")
    pages: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    arrival: Mapped[Arrival] = relationship(back_populates="files")


class MailboxPlace(Base):
    """How far an institution's mailbox is read: all up to `uid` of this `validity` is in the hall.

    `looked_at`: the last try; `read_at`: the last that went well; `error`: why the last one did not.
    """

    __tablename__ = "mailbox_place"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), primary_key=True)
    validity: Mapped[int] = mapped_column(BigInteger, default=0)
    uid: Mapped[int] = mapped_column(BigInteger, default=0)
    looked_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(60), default="")
