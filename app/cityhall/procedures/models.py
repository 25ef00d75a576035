"""Procedures and their immutable versions, with every file they are made of."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.database import Base, Identified


class Procedure(Identified, Base):
    """A service of an institution. New cases open on its current version; running ones stay on theirs."""

    __tablename__ = "procedure"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    code: Mapped[str] = mapped_column(String(60))
    institution: Mapped[Institution] = relationship(lazy="joined")


class ProcedureVersion(Identified, Base):
    """One published version: `config` is its procedure.toml, `digest` names all its files.

    The current one is the one not retired.
    """

    __tablename__ = "procedure_version"
    __table_args__ = (
        UniqueConstraint("procedure_id", "number"),
        Index(
            "uq_procedure_version_current",
            "procedure_id",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    procedure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    config: Mapped[dict[str, Any]]
    valid_from: Mapped[date]
    published_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    procedure: Mapped[Procedure] = relationship(lazy="joined")
    files: Mapped[list["ProcedureFile"]] = relationship(back_populates="version")

    @property
    def code(self) -> str:
        return self.procedure.code


class ProcedureFile(Base):
    """One file of a version; `path` as in the repository (procedure.bpmn, letters/answer.docx)."""

    __tablename__ = "procedure_file"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_version.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[ProcedureVersion] = relationship(back_populates="files")
