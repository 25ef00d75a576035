"""A draft of a procedure: the files that analysts change before they publish them."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.people.models import Person
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.database import Base, Identified


class Draft(Identified, Base):
    """What may become the next version of a procedure; a procedure has one open draft at most.

    `based_on` is the version whose files it began with. `revision` grows with every change of any file.
    """

    __tablename__ = "procedure_draft"
    __table_args__ = (
        Index(
            "uq_procedure_draft_open",
            "procedure_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    procedure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure.id"))
    based_on_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("procedure_version.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")  # open, published, discarded
    opened_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    procedure: Mapped[Procedure] = relationship(lazy="joined")
    based_on: Mapped[ProcedureVersion | None] = relationship(lazy="joined")
    opened_by: Mapped[Person] = relationship(foreign_keys=[opened_by_id])
    changed_by: Mapped[Person] = relationship(foreign_keys=[changed_by_id])


class DraftFile(Base):
    """One file of a draft; `path` as in a version. Who saves it says which `revision` they had seen."""

    __tablename__ = "procedure_draft_file"

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[Person] = relationship()


class DraftPresence(Base):
    """Somebody has a page of the draft open; `path` is the file on it, "" for another page."""

    __tablename__ = "procedure_draft_presence"

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), default="")
    seen_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")
