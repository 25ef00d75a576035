"""The archive: a closed file with its nomenclature code, retention and the hashes of all it holds."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, session

PERMANENT = 0


class ArchiveFile(Base):
    """A closed case as the archive keeps it (Legea 16/1996). `retention_years` 0 is permanent.

    `contents`: list of {title, kind, filename, media_type, size, sha256, added_at}, the file's opis.
    """

    __tablename__ = "archive_file"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    retention_years: Mapped[int]
    closed_on: Mapped[date]
    keep_from: Mapped[date]
    keep_until: Mapped[date | None]
    contents: Mapped[list[Any]]
    archived_at: Mapped[datetime]


def keep_from(closed_on: date) -> date:
    """Retention is counted from 1 January of the year after the file is closed."""
    return date(closed_on.year + 1, 1, 1)


def keep_until(closed_on: date, years: int) -> date | None:
    """The first day on which the file may be selected; None when it is kept for ever."""
    start = keep_from(closed_on)
    return None if years == PERMANENT else start.replace(year=start.year + years)


def file_away(
    case_id: uuid.UUID, code: str, years: int, closed_on: date, contents: list[Any], now: datetime
) -> ArchiveFile:
    """Put a closed case in the archive; doing it again changes nothing."""
    found = session().get(ArchiveFile, case_id)
    if found is None:
        found = ArchiveFile(
            case_id=case_id,
            code=code,
            retention_years=years,
            closed_on=closed_on,
            keep_from=keep_from(closed_on),
            keep_until=keep_until(closed_on, years),
            contents=contents,
            archived_at=now,
        )
        session().add(found)
    return found


def of_case(case_id: uuid.UUID) -> ArchiveFile | None:
    """The archived file of a case, if it is there."""
    return session().get(ArchiveFile, case_id)
