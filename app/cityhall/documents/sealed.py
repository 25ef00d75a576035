"""Which paper was sealed, and as which file: a paper is sealed once, and asked again it is the same file."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, insert_once, session


class SealedPaper(Base):
    """The paper as it was drawn (`source_sha256`), and as it left the hall with its seal.

    `kind`: demo or real, as the seal was then; `signers`: how many people signed inside it before the seal.
    """

    __tablename__ = "sealed_paper"

    source_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    kind: Mapped[str] = mapped_column(String(10))
    signers: Mapped[int] = mapped_column(default=0)
    sealed_at: Mapped[datetime]


def of_source(sha256: str) -> SealedPaper | None:
    """What became of the paper that was drawn with that hash."""
    return session().get(SealedPaper, sha256)


def of_file(sha256: str) -> SealedPaper | None:
    """The paper that left the hall as the file with that hash."""
    return session().scalars(select(SealedPaper).where(SealedPaper.sealed_sha256 == sha256)).one_or_none()


def keep(
    source: str, made: str, institution_id: uuid.UUID, kind: str, now: datetime, signers: int = 0
) -> str:
    """Write it down, in the caller's transaction; the file that counts: ours, or that of who was faster."""
    insert_once(
        SealedPaper,
        source_sha256=source,
        sealed_sha256=made,
        institution_id=institution_id,
        kind=kind,
        signers=signers,
        sealed_at=now,
    )
    return (
        session().scalars(select(SealedPaper.sealed_sha256).where(SealedPaper.source_sha256 == source)).one()
    )
