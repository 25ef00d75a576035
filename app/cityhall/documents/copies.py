"""Copies that were made of a file: with a watermark, or as PDF/A. The file itself is never changed."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.cityhall.documents.actions import Stored
from app.database import Base, session


class FileCopy(Base):
    """A copy made of a file once; `purpose` says which: `watermark:<number>`, `archive`."""

    __tablename__ = "file_copy"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(80), primary_key=True)
    copy_sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    filename: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]


def find(sha256: str, purpose: str) -> Stored | None:
    """The copy made earlier for that purpose."""
    found = session().get(FileCopy, (sha256, purpose))
    return Stored(found.copy_sha256, found.size, found.media_type, found.filename) if found else None


def keep(sha256: str, purpose: str, made: Stored, now: datetime) -> Stored:
    """Remember a copy; whoever was faster wins."""
    if (found := find(sha256, purpose)) is not None:
        return found
    session().add(
        FileCopy(
            sha256=sha256,
            purpose=purpose,
            copy_sha256=made.sha256,
            size=made.size,
            media_type=made.media_type,
            filename=made.filename,
            made_at=now,
        )
    )
    session().flush()
    return made
