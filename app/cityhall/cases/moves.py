"""Running cases and the versions of procedures that they stand on; how they were moved, and the way back."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, func, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from app.cityhall.cases.models import Case, CaseRun
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry.models import RegisterEntry
from app.database import Base, Identified, session

BATCH = 200


class CaseMove(Identified, Base):
    """A case was moved to another version of its procedure.

    `before` is the run's state until then and `after` the digest of its state since: a step makes another
    one, and closes the way back. `released`: who held a task that went to another role.
    """

    __tablename__ = "case_move"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    from_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_version.id"))
    to_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_version.id"))
    before: Mapped[bytes] = mapped_column(LargeBinary)
    after: Mapped[str] = mapped_column(String(64))
    released: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sequence: Mapped[int]
    moved_at: Mapped[datetime]
    moved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


@dataclass(frozen=True)
class Running:
    """A case under way, as far as its moving is concerned."""

    case_id: uuid.UUID
    version_id: uuid.UUID
    version: int
    year: int
    number: int
    state: bytes

    @property
    def called(self) -> str:
        return f"{self.number}/{self.year}"


def digest(state: bytes) -> str:
    """Names a run's state."""
    return hashlib.sha256(state).hexdigest()


def running(to: ProcedureVersion, batch: int = BATCH) -> Iterator[Running]:
    """Cases of the procedure under way on other versions, by number; read a batch at a time."""
    return running_of(to.procedure_id, to.id, batch=batch)


def running_of(
    procedure_id: uuid.UUID, but: uuid.UUID | None, after: tuple[int, int] = (0, 0), batch: int = BATCH
) -> Iterator[Running]:
    """Cases of the procedure under way on versions `but` that one, after that (year, number)."""
    last = after
    while True:
        found = _after(last, procedure_id, but, batch)
        yield from found
        if len(found) < batch:
            return
        last = (found[-1].year, found[-1].number)


def _after(
    last: tuple[int, int], procedure_id: uuid.UUID, but: uuid.UUID | None, batch: int
) -> list[Running]:
    place = tuple_(RegisterEntry.year, RegisterEntry.number)
    query = (
        select(
            Case.id,
            Case.version_id,
            ProcedureVersion.number,
            RegisterEntry.year,
            RegisterEntry.number,
            CaseRun.state,
        )
        .join(CaseRun, CaseRun.case_id == Case.id)
        .join(ProcedureVersion, ProcedureVersion.id == Case.version_id)
        .join(RegisterEntry, RegisterEntry.id == Case.entry_id)
        .where(ProcedureVersion.procedure_id == procedure_id)
        .where(CaseRun.finished.is_(False), place > last)
        .order_by(RegisterEntry.year, RegisterEntry.number)
        .limit(batch)
    )
    if but is not None:
        query = query.where(ProcedureVersion.id != but)
    return [Running(*row) for row in session().execute(query)]


def counts(procedure_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many cases are under way on each version."""
    query = (
        select(Case.version_id, func.count())
        .join(CaseRun, CaseRun.case_id == Case.id)
        .join(ProcedureVersion, ProcedureVersion.id == Case.version_id)
        .where(ProcedureVersion.procedure_id == procedure_id, CaseRun.finished.is_(False))
        .group_by(Case.version_id)
    )
    return {row[0]: row[1] for row in session().execute(query)}


def note(
    case_id: uuid.UUID,
    versions: tuple[uuid.UUID, uuid.UUID],
    before: bytes,
    after: bytes,
    released: dict[str, Any],
    by: uuid.UUID | None,
    now: datetime,
) -> None:
    """Keep the way back of a case that was just moved."""
    last = session().scalar(select(func.max(CaseMove.sequence)).where(CaseMove.case_id == case_id))
    session().add(
        CaseMove(
            case_id=case_id,
            from_version_id=versions[0],
            to_version_id=versions[1],
            before=before,
            after=digest(after),
            released=released,
            sequence=(last or 0) + 1,
            moved_at=now,
            moved_by_id=by,
        )
    )


def latest(case_id: uuid.UUID) -> CaseMove | None:
    """The last move that was not taken back."""
    query = select(CaseMove).where(CaseMove.case_id == case_id, CaseMove.undone_at.is_(None))
    return session().scalars(query.order_by(CaseMove.sequence.desc()).limit(1)).first()
