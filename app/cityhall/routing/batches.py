"""The same asked for many papers (a resolution, another holder), and what came of each."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.people.models import Person
from app.database import Base, Identified, session
from app.refusal import Refusal

WAITING, DONE, REFUSED, FAILED = "waiting", "done", "refused", "failed"
RESOLVE, REASSIGN = "resolve", "reassign"
ITEM, TASK, ASSIGNMENT = "item", "task", "assignment"
MOST = 500


class RoutingBatch(Identified, Base):
    """Somebody asked for the same on many papers. `what`: resolve or reassign; `wanted` says how."""

    __tablename__ = "routing_batch"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    what: Mapped[str] = mapped_column(String(12))
    wanted: Mapped[dict[str, Any]]
    total: Mapped[int]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[Person] = relationship(lazy="joined")


class RoutingBatchItem(Base):
    """One paper of a batch: an item of the register, a case's task, or an assignment (`kind`, `about`).

    `state`: waiting, done, refused (`reason` says why, `facts` with what) or failed (an incident says why).
    """

    __tablename__ = "routing_batch_item"
    __table_args__ = (Index("ix_routing_batch_item_state", "batch_id", "state"),)

    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("routing_batch.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))
    about: Mapped[uuid.UUID]
    called: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default=WAITING)
    reason: Mapped[str] = mapped_column(String(60), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    settled_at: Mapped[datetime | None]
    batch: Mapped[RoutingBatch] = relationship(lazy="joined")


@dataclass(frozen=True)
class Picked:
    """One paper that was chosen, and the number it is called by."""

    kind: str
    about: uuid.UUID
    called: str


def open_batch(
    institution_id: uuid.UUID,
    what: str,
    wanted: dict[str, Any],
    picked: Iterable[Picked],
    by: uuid.UUID,
    now: datetime,
) -> RoutingBatch:
    """A new batch. Raises Refusal `routing.nothing`, `routing.too_many_papers`."""
    chosen = list(dict.fromkeys(picked))
    if not chosen:
        raise Refusal("routing.nothing")
    if len(chosen) > MOST:
        raise Refusal("routing.too_many_papers", most=MOST)
    batch = RoutingBatch(
        institution_id=institution_id,
        what=what,
        wanted=wanted,
        total=len(chosen),
        asked_by_id=by,
        asked_at=now,
    )
    session().add(batch)
    session().flush()
    session().add_all(
        RoutingBatchItem(batch_id=batch.id, position=place, kind=one.kind, about=one.about, called=one.called)
        for place, one in enumerate(chosen, 1)
    )
    session().flush()
    return batch


def own(batch_id: uuid.UUID, person_id: uuid.UUID) -> RoutingBatch:
    """A batch that this person asked for. Raises Refusal `routing.no_batch`."""
    found = session().get(RoutingBatch, batch_id)
    if found is None or found.asked_by_id != person_id:
        raise Refusal("routing.no_batch")
    return found


def latest(person_id: uuid.UUID, limit: int = 10) -> list[RoutingBatch]:
    """The batches that this person asked for, the latest first."""
    query = select(RoutingBatch).where(RoutingBatch.asked_by_id == person_id)
    return list(session().scalars(query.order_by(RoutingBatch.asked_at.desc()).limit(limit)))


def progress(batch_id: uuid.UUID) -> dict[str, int]:
    """How many papers of a batch are in each state."""
    query = select(RoutingBatchItem.state, func.count()).where(RoutingBatchItem.batch_id == batch_id)
    return {row[0]: row[1] for row in session().execute(query.group_by(RoutingBatchItem.state))}


def items(batch_id: uuid.UUID, state: str | None = None) -> list[RoutingBatchItem]:
    """The papers of a batch in order; all, or those in one state."""
    query = select(RoutingBatchItem).where(RoutingBatchItem.batch_id == batch_id)
    if state is not None:
        query = query.where(RoutingBatchItem.state == state)
    return list(session().scalars(query.order_by(RoutingBatchItem.position)))


def item(batch_id: uuid.UUID, position: int) -> RoutingBatchItem:
    """One paper of a batch, locked. Raises Refusal `routing.no_batch`."""
    key = (batch_id, position)
    found = session().get(
        RoutingBatchItem, key, with_for_update={"of": RoutingBatchItem}, populate_existing=True
    )
    if found is None:
        raise Refusal("routing.no_batch")
    return found
