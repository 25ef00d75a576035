"""Procedures and their immutable versions, with every file they are made of."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, event, inspect, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.cityhall.people.models import Person
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

    The current one is the one not retired. `source`: folder, studio or rollback. It never changes, except
    that another takes its place.
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
    source: Mapped[str] = mapped_column(String(12), default="folder")
    reason: Mapped[str] = mapped_column(Text, default="")
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    procedure: Mapped[Procedure] = relationship(lazy="joined")
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    files: Mapped[list["ProcedureFile"]] = relationship(back_populates="version")

    @property
    def code(self) -> str:
        return self.procedure.code

    @property
    def for_staff(self) -> bool:
        """Begun by the hall, not by whoever it is for (`begun_by = "staff"`)?"""
        return bool(self.config.get("begun_by") == "staff")


class ProcedureFile(Base):
    """One file of a version; `path` as in the repository (procedure.bpmn, letters/answer.docx)."""

    __tablename__ = "procedure_file"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_version.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[ProcedureVersion] = relationship(back_populates="files")


@event.listens_for(ProcedureVersion, "before_update")
def _only_retired(_mapper: object, _connection: object, version: ProcedureVersion) -> None:
    """Cases stand on it, and what was said and signed was said under it."""
    attributes = inspect(version).attrs
    changed = {one.key for one in attributes if one.history.has_changes()} - {"retired_at"}
    assert not changed, f"a version never changes: {sorted(changed)}"


@event.listens_for(ProcedureFile, "before_update")
@event.listens_for(ProcedureFile, "before_delete")
def _never(_mapper: object, _connection: object, file: ProcedureFile) -> None:
    raise AssertionError(f"a version never changes: {file.path}")
