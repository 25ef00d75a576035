"""What was found of the signatures in a file that somebody sent: looked at once, and the report is kept."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, session
from app.outside import FoundSignature
from app.queue import jobs

PDF = "application/pdf"
JOB = "read_signatures"
NONE, WHOLE, UNREADABLE = "none", "whole", "unreadable"
# The worst one of a file's signatures is what the file is called by.
FROM_WORST = (UNREADABLE, "changed", "revoked", "added", "expired", "unknown_authority", WHOLE)


class SignatureReport(Base):
    """The report on one file's signatures (after EN 319 102-1), by the file's hash.

    `outcome`: none, or the worst of what each of `found` came to; `found` is a list of what `FoundSignature`
    names. It says how things stood at `checked_at`.
    """

    __tablename__ = "signature_report"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20))
    found: Mapped[list[Any]]
    checked_at: Mapped[datetime]


def ask(sha256: str, media_type: str, now: datetime) -> None:
    """Have a file looked at that somebody sent; only PDFs carry signatures that we know."""
    if media_type == PDF:
        jobs.enqueue(f"{JOB}:{sha256}", JOB, {"sha256": sha256}, now)


def of(sha256s: Collection[str]) -> dict[str, SignatureReport]:
    """The reports that are there already, by the file's hash."""
    if not sha256s:
        return {}
    query = select(SignatureReport).where(SignatureReport.sha256.in_(set(sha256s)))
    return {one.sha256: one for one in session().scalars(query)}


def keep(sha256: str, found: Sequence[FoundSignature], now: datetime, *, readable: bool = True) -> None:
    """Write the report down; one made before is replaced."""
    row = session().get(SignatureReport, sha256) or SignatureReport(sha256=sha256)
    row.outcome = worst(found) if readable else UNREADABLE
    row.found = [{**one._asdict(), "at": one.at.isoformat() if one.at else None} for one in found]
    row.checked_at = now
    session().add(row)


def worst(found: Sequence[FoundSignature]) -> str:
    """What a file with these signatures is called by."""
    return min((one.outcome for one in found), key=FROM_WORST.index, default=NONE)
