"""A file that must not be destroyed whatever its term: a trial, an inquiry, a request of the Archives."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.archive.models import ArchiveFile
from app.cityhall.people.models import Person
from app.database import Base, Identified, session
from app.refusal import Refusal


class LegalHold(Identified, Base):
    """One hold on one file, until it is lifted."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index(
            "uq_legal_hold_open",
            "case_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("archive_file.case_id"))
    reason: Mapped[str] = mapped_column(String(300))
    act: Mapped[str] = mapped_column(String(200))
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    lifted_because: Mapped[str | None] = mapped_column(String(300))
    placed_by: Mapped[Person] = relationship(foreign_keys=[placed_by_id], lazy="joined")


def place(file: ArchiveFile, reason: str, act: str, by: uuid.UUID, now: datetime) -> LegalHold:
    """Raises Refusal `hold.reason_needed`, `hold.act_needed`, `hold.known`, `archive.destroyed`."""
    if not reason.strip():
        raise Refusal("hold.reason_needed")
    if not act.strip():
        raise Refusal("hold.act_needed")
    if file.destroyed_at is not None:
        raise Refusal("archive.destroyed")
    if of_file(file.case_id) is not None:
        raise Refusal("hold.known")
    made = LegalHold(
        case_id=file.case_id,
        reason=reason.strip()[:300],
        act=act.strip()[:200],
        placed_at=now,
        placed_by_id=by,
    )
    session().add(made)
    session().flush()
    return made


def lift(file: ArchiveFile, because: str, by: uuid.UUID, now: datetime) -> None:
    """Raises Refusal `hold.unknown`, `hold.reason_needed`."""
    found = of_file(file.case_id)
    if found is None:
        raise Refusal("hold.unknown")
    if not because.strip():
        raise Refusal("hold.reason_needed")
    found.lifted_at, found.lifted_by_id, found.lifted_because = now, by, because.strip()[:300]


def of_file(case_id: uuid.UUID) -> LegalHold | None:
    """The hold that stands on a file now."""
    query = select(LegalHold).where(LegalHold.case_id == case_id, LegalHold.lifted_at.is_(None))
    return session().scalar(query)


def history(case_id: uuid.UUID) -> Sequence[LegalHold]:
    """All holds that ever stood on a file."""
    query = select(LegalHold).where(LegalHold.case_id == case_id)
    return session().scalars(query.order_by(LegalHold.placed_at)).all()
