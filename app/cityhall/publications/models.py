"""A publication: somebody asked that a draft, or an earlier version, become the current one."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.drafts.models import Draft
from app.cityhall.people.models import Person
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.database import Base, Identified

WAITING, SCHEDULED, PUBLISHED = "waiting", "scheduled", "published"
REFUSED, WITHDRAWN, LAPSED = "refused", "withdrawn", "lapsed"
OPEN = (WAITING, SCHEDULED)


class Publication(Identified, Base):
    """What was asked, and what became of it; a procedure has one open publication at most.

    Of a draft (`draft_id`), or back to an earlier version (`returns_to_id`). `digest` names the files that
    were looked at and `against_id` the version that was current then: with others it lapses. `state`:
    waiting (for a second person), scheduled (for its day), published, refused, withdrawn, lapsed; `note`
    says why it was refused, or is the key of why it lapsed.
    """

    __tablename__ = "publication"
    __table_args__ = (
        Index(
            "uq_publication_open",
            "procedure_id",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'scheduled')"),
            postgresql_where=text("state IN ('waiting', 'scheduled')"),
        ),
        Index("ix_publication_state_valid_from", "state", "valid_from"),
    )

    procedure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure.id"), index=True)
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("procedure_draft.id"))
    returns_to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("procedure_version.id"))
    against_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("procedure_version.id"))
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    difference: Mapped[list[Any]]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("procedure_version.id"))

    procedure: Mapped[Procedure] = relationship(lazy="joined")
    draft: Mapped[Draft | None] = relationship()
    returns_to: Mapped[ProcedureVersion | None] = relationship(foreign_keys=[returns_to_id])
    version: Mapped[ProcedureVersion | None] = relationship(foreign_keys=[version_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])

    @property
    def open(self) -> bool:
        return self.state in OPEN
