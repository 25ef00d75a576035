"""Archived files, the inventories by which they came to the archive, the lists by which they leave it."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases.models import Case
from app.cityhall.people.models import Person
from app.database import Base, Identified

PERMANENT = 0
DRAFT, HANDED, RECEIVED = "draft", "handed", "received"
LISTED, REVIEW, REVIEWED, COOLING, DONE, CANCELLED = (
    "listed",
    "review",
    "reviewed",
    "cooling",
    "done",
    "cancelled",
)


class Inventory(Identified, Base):
    """One inventory; `state`: draft, handed (by the department), received (by the archive, at a place)."""

    __tablename__ = "archive_inventory"
    __table_args__ = (UniqueConstraint("institution_id", "number"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    number: Mapped[int]
    year: Mapped[int]
    department: Mapped[str] = mapped_column(String(200))
    years: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    handed_at: Mapped[datetime | None]
    handed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    received_at: Mapped[datetime | None]
    received_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    location: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    handed_by: Mapped[Person | None] = relationship(foreign_keys=[handed_by_id], lazy="joined")
    received_by: Mapped[Person | None] = relationship(foreign_keys=[received_by_id], lazy="joined")


class ArchiveFile(Base):
    """A closed case as the archive keeps it (Legea 16/1996). `retention_years` 0 is permanent.

    `contents`: list of {title, kind, filename, media_type, size, sha256, added_at}, the file's opis.
    `commission`: its value is decided by the selection commission (C.S.), never by the calendar alone.
    """

    __tablename__ = "archive_file"
    __table_args__ = (
        Index("ix_archive_file_institution_until", "institution_id", "keep_until"),
        Index("ix_archive_file_institution_closed", "institution_id", "closed_on"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), primary_key=True)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    department: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    code: Mapped[str] = mapped_column(String(40))
    retention_years: Mapped[int]
    commission: Mapped[bool] = mapped_column(default=False)
    act: Mapped[str] = mapped_column(String(200), default="")
    closed_on: Mapped[date]
    keep_from: Mapped[date]
    keep_until: Mapped[date | None]
    contents: Mapped[list[Any]]
    archived_at: Mapped[datetime]
    inventory_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("archive_inventory.id"), index=True)
    destroyed_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship(lazy="joined", foreign_keys=[case_id])

    @property
    def permanent(self) -> bool:
        return self.retention_years == PERMANENT


class Selection(Identified, Base):
    """A list of files whose term is over; `act`: how the National Archives confirmed it."""

    __tablename__ = "archive_selection"
    __table_args__ = (UniqueConstraint("institution_id", "name"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12), default=LISTED)
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    act: Mapped[str] = mapped_column(String(200), default="")
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    cooling_until: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id], lazy="joined")
    reviewed_by: Mapped[Person | None] = relationship(foreign_keys=[reviewed_by_id], lazy="joined")
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id], lazy="joined")


class SelectionItem(Identified, Base):
    """One file of a list. `excepted_because`: the reviewer keeps it; `open` until the list has ended."""

    __tablename__ = "archive_selection_item"
    __table_args__ = (
        Index(
            "uq_archive_selection_item_open",
            "case_id",
            unique=True,
            sqlite_where=text("open"),
            postgresql_where=text("open"),
        ),
    )

    selection_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("archive_selection.id"), index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("archive_file.case_id"))
    open: Mapped[bool] = mapped_column(default=True)
    excepted_because: Mapped[str | None] = mapped_column(String(300))
    spared_because: Mapped[str | None] = mapped_column(String(60))
    destroyed_at: Mapped[datetime | None]
    files: Mapped[int] = mapped_column(default=0)
    file: Mapped[ArchiveFile] = relationship(lazy="joined")
