"""Many running cases moved to another version in one go: what was asked, and what became of each case."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases.models import Case
from app.cityhall.people.models import Person
from app.cityhall.procedures.models import ProcedureVersion
from app.database import Base, Identified, session
from app.refusal import Refusal

WAITING, MOVED, STAYED, UNDONE, FAILED = "waiting", "moved", "stayed", "undone", "failed"


class MoveBatch(Identified, Base):
    """Somebody asked that these cases be moved to a version; each is a job of its own."""

    __tablename__ = "move_batch"

    procedure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure.id"), index=True)
    to_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_version.id"))
    total: Mapped[int]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    to_version: Mapped[ProcedureVersion] = relationship()
    asked_by: Mapped[Person] = relationship()


class MoveItem(Base):
    """One case of a batch. `state`: waiting, moved, stayed (`reasons` say why), undone or failed."""

    __tablename__ = "move_item"
    __table_args__ = (Index("ix_move_item_batch_state", "batch_id", "state"),)

    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("move_batch.id"), primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), primary_key=True)
    position: Mapped[int]
    from_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_version.id"))
    state: Mapped[str] = mapped_column(String(12), default=WAITING)
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    undoing: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None]
    batch: Mapped[MoveBatch] = relationship()
    case: Mapped[Case] = relationship()
    from_version: Mapped[ProcedureVersion] = relationship()


def open_batch(
    to: ProcedureVersion, cases: Iterable[tuple[uuid.UUID, uuid.UUID]], by: uuid.UUID, now: datetime
) -> MoveBatch:
    """A new batch of these cases (id and present version). Raises Refusal `move.nothing`."""
    listed = list(cases)
    if not listed:
        raise Refusal("move.nothing")
    batch = MoveBatch(
        procedure_id=to.procedure_id, to_version_id=to.id, total=len(listed), asked_by_id=by, asked_at=now
    )
    session().add(batch)
    session().flush()
    session().add_all(
        MoveItem(batch_id=batch.id, case_id=case, position=place, from_version_id=version)
        for place, (case, version) in enumerate(listed, 1)
    )
    session().flush()
    return batch


def batches(procedure_id: uuid.UUID) -> list[MoveBatch]:
    """The batches of a procedure, the latest first."""
    query = select(MoveBatch).where(MoveBatch.procedure_id == procedure_id)
    return list(session().scalars(query.order_by(MoveBatch.asked_at.desc()).limit(50)))


def batch(procedure_id: uuid.UUID, batch_id: uuid.UUID) -> MoveBatch:
    """A batch of that procedure. Raises Refusal `move.no_batch`."""
    found = session().get(MoveBatch, batch_id)
    if found is None or found.procedure_id != procedure_id:
        raise Refusal("move.no_batch")
    return found


def progress(batch_id: uuid.UUID) -> dict[str, int]:
    """How many cases of a batch are in each state."""
    query = select(MoveItem.state, func.count()).where(MoveItem.batch_id == batch_id)
    return {row[0]: row[1] for row in session().execute(query.group_by(MoveItem.state))}


def items(batch_id: uuid.UUID, first: int = 1, most: int = 100) -> list[MoveItem]:
    """The cases of a batch from that place on."""
    query = select(MoveItem).where(MoveItem.batch_id == batch_id, MoveItem.position >= first)
    return list(session().scalars(query.order_by(MoveItem.position).limit(most)))


def waiting(batch_id: uuid.UUID, after: int, most: int) -> list[MoveItem]:
    """The next cases that nobody has looked at yet."""
    query = select(MoveItem).where(MoveItem.batch_id == batch_id, MoveItem.state == WAITING)
    return list(
        session().scalars(query.where(MoveItem.position > after).order_by(MoveItem.position).limit(most))
    )


def moved(batch_id: uuid.UUID) -> list[MoveItem]:
    """The cases of a batch that were moved and not taken back."""
    query = select(MoveItem).where(MoveItem.batch_id == batch_id, MoveItem.state == MOVED)
    return list(session().scalars(query.order_by(MoveItem.position)))


def item(batch_id: uuid.UUID, case_id: uuid.UUID) -> MoveItem:
    """One case of a batch, locked. Raises Refusal `move.no_batch`."""
    found = session().get(MoveItem, (batch_id, case_id), with_for_update=True, populate_existing=True)
    if found is None:
        raise Refusal("move.no_batch")
    return found
