"""Is every file still what it was? Each is read again every so often, and what is wrong is told at once."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.cityhall.archive.models import ArchiveFile
from app.cityhall.arrivals.models import Arrival, ArrivalFile
from app.cityhall.documents.models import Document, Revision
from app.cityhall.registry.closings import RegisterDay
from app.cityhall.registry.yearly import BookVolume
from app.cityhall.transfers import Transfer
from app.database import Base, Identified, insert_once, session

EVERY = timedelta(days=90)


class FileCheck(Base):
    """When a file was last read and found whole."""

    __tablename__ = "file_check"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(index=True)


class FileFault(Identified, Base):
    """A file that is gone or changed (`what`: file_missing, file_damaged), until it is whole again."""

    __tablename__ = "file_fault"
    __table_args__ = (
        Index(
            "uq_file_fault_open",
            "sha256",
            unique=True,
            sqlite_where=text("mended_at IS NULL"),
            postgresql_where=text("mended_at IS NULL"),
        ),
    )

    sha256: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(20))
    found_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    mended_at: Mapped[datetime | None]
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))


def due(now: datetime, most: int) -> Sequence[str]:
    """Files never checked, then those checked longest ago, beyond `EVERY`."""
    found: list[str] = []
    for kept in _kept():
        if len(found) < most:
            column = next(iter(kept.selected_columns))
            unchecked = ~select(FileCheck).where(FileCheck.sha256 == column).exists()
            found += session().scalars(kept.where(unchecked).distinct().limit(most - len(found)))
    if len(found) < most:
        old = select(FileCheck.sha256).where(FileCheck.checked_at < now - EVERY)
        found += session().scalars(old.order_by(FileCheck.checked_at).limit(most - len(found)))
    return found


def _kept() -> Iterator[Select[Any]]:
    """Every file that must be there: documents, what arrived, minutes and volumes, packages."""
    gone = select(ArchiveFile.case_id).where(ArchiveFile.destroyed_at.is_not(None))
    here = Arrival.case_id.is_(None) | Arrival.case_id.not_in(gone)
    yield select(Revision.sha256).where(Revision.destroyed_at.is_(None))
    yield select(ArrivalFile.sha256).join(Arrival).where(ArrivalFile.state == "kept", here)
    yield select(Arrival.raw_sha256).where(here)
    yield select(RegisterDay.minute_sha256).where(RegisterDay.minute_sha256.is_not(None))
    yield select(BookVolume.sha256).where(BookVolume.sha256.is_not(None))
    yield select(Transfer.sha256)


def passed(sha256: str, now: datetime) -> None:
    """The file is whole; a fault that it had is mended."""
    _checked(sha256, now)
    for fault in session().scalars(
        select(FileFault).where(FileFault.sha256 == sha256, FileFault.mended_at.is_(None))
    ):
        fault.mended_at = now


def failed(sha256: str, what: str, now: datetime) -> None:
    """The file is gone or changed; told once, however often it is found."""
    _checked(sha256, now)
    holder = select(Document.id).join(Revision).where(Revision.sha256 == sha256).limit(1)
    known = select(FileFault.id).where(FileFault.sha256 == sha256, FileFault.mended_at.is_(None))
    if session().scalar(known) is None:
        insert_once(
            FileFault,
            id=uuid.uuid4(),
            sha256=sha256,
            what=what,
            found_at=now,
            document_id=session().scalar(holder),
        )


def _checked(sha256: str, now: datetime) -> None:
    known = session().get(FileCheck, sha256)
    if known is None:
        insert_once(FileCheck, sha256=sha256, checked_at=now)
    else:
        known.checked_at = now


def open_faults(most: int = 100) -> Sequence[FileFault]:
    """What is wrong now, the latest first."""
    query = select(FileFault).where(FileFault.mended_at.is_(None)).order_by(FileFault.found_at.desc())
    return session().scalars(query.limit(most)).all()


def untold() -> Sequence[FileFault]:
    """Faults that nobody was told of yet."""
    query = select(FileFault).where(FileFault.mended_at.is_(None), FileFault.told_at.is_(None))
    return session().scalars(query.order_by(FileFault.found_at)).all()


def standing(now: datetime) -> tuple[int, int, datetime | None]:
    """How many files were checked within `EVERY`, how many have a fault, when the last check was."""
    checked = session().scalar(
        select(func.count()).select_from(FileCheck).where(FileCheck.checked_at > now - EVERY)
    )
    faults = session().scalar(
        select(func.count()).select_from(FileFault).where(FileFault.mended_at.is_(None))
    )
    return checked or 0, faults or 0, session().scalar(select(func.max(FileCheck.checked_at)))
