"""What a look for viruses said of each file that came from outside; what was not looked at waits."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, insert_once, session
from app.outside import Scan

CLEAN, INFECTED, REFUSED, NOT_SCANNED = "clean", "infected", "refused", "not_scanned"
DANGEROUS = frozenset({INFECTED, REFUSED})


class FileScan(Base):
    """The last look at the file with that hash; `words`: which virus, or why it was not looked at."""

    __tablename__ = "file_scan"
    __table_args__ = (Index("ix_file_scan_verdict_tries", "verdict", "tries"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(String(200), default="")
    tries: Mapped[int] = mapped_column(default=1)
    scanned_at: Mapped[datetime]


def note(sha256: str, scan: Scan, now: datetime) -> None:
    """Write a look down. What was found clean or dangerous is not unlearned by not looking."""
    said = {"verdict": scan.verdict, "words": scan.words[:200], "scanned_at": now}
    if insert_once(FileScan, sha256=sha256, tries=1, **said) is not None:
        return
    row = session().get_one(FileScan, sha256)
    row.tries += 1
    if scan.verdict != NOT_SCANNED or row.verdict == NOT_SCANNED:
        row.verdict, row.words, row.scanned_at = scan.verdict, scan.words[:200], now


def of(sha256s: Collection[str]) -> dict[str, FileScan]:
    """What is known of these files, by hash; the hall's own papers are in no list."""
    if not sha256s:
        return {}
    query = select(FileScan).where(FileScan.sha256.in_(set(sha256s)))
    return {one.sha256: one for one in session().scalars(query)}


def is_dangerous(sha256: str) -> bool:
    """Was a virus found in it, at any time?"""
    row = session().get(FileScan, sha256)
    return row is not None and row.verdict in DANGEROUS


def waiting(most: int) -> list[FileScan]:
    """Files that nobody looked at yet, those tried least first."""
    query = select(FileScan).where(FileScan.verdict == NOT_SCANNED).order_by(FileScan.tries, FileScan.sha256)
    return list(session().scalars(query.limit(most)))
