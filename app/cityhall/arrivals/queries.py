"""Finding arrivals, always through the rights of whoever asks."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload

from app.cityhall.arrivals import rules
from app.cityhall.arrivals.models import Arrival, MailboxPlace
from app.cityhall.people.rights import Actor
from app.database import session
from app.refusal import Refusal

# Posts that give numbers to what comes.
INTAKE = ("registrar", "public_relations")


def institutions(actor: Actor) -> set[uuid.UUID]:
    """Where the actor may register what comes."""
    return {post.institution_id for post in actor.posts if post.role in INTAKE}


def waiting(
    institution_ids: Collection[uuid.UUID],
    *,
    source: str | None = None,
    after: tuple[datetime, str] | None = None,
    most: int = 50,
) -> list[Arrival]:
    """What waits there, the oldest first; `after`: arrived_at and key of the last one that was shown."""
    query = select(Arrival).where(
        Arrival.institution_id.in_(institution_ids), Arrival.state.in_(rules.WAITING)
    )
    if source is not None:
        query = query.where(Arrival.source == source)
    if after is not None:
        query = query.where(tuple_(Arrival.arrived_at, Arrival.key) > after)
    query = query.options(joinedload(Arrival.holder)).order_by(Arrival.arrived_at, Arrival.key).limit(most)
    return list(session().scalars(query))


def how_many(institution_ids: Collection[uuid.UUID]) -> dict[str, int]:
    """How many wait there, by state."""
    query = select(Arrival.state, func.count()).where(
        Arrival.institution_id.in_(institution_ids), Arrival.state.in_(rules.WAITING)
    )
    return {row[0]: row[1] for row in session().execute(query.group_by(Arrival.state))}


def mine(arrival_id: uuid.UUID, actor: Actor, *, lock: bool = False) -> Arrival:
    """An arrival of an institution where the actor registers; locked if it is to be changed.

    Raises Refusal `arrival.unknown`.
    """
    query = select(Arrival).where(Arrival.id == arrival_id, Arrival.institution_id.in_(institutions(actor)))
    if lock:
        query = query.with_for_update(of=Arrival).execution_options(populate_existing=True)
    found = session().scalar(query)
    if found is None:
        raise Refusal("arrival.unknown")
    return found


def get(arrival_id: uuid.UUID, *, lock: bool = False) -> Arrival | None:
    """An arrival, for the hall's own jobs."""
    return session().get(Arrival, arrival_id, with_for_update=lock or None, populate_existing=lock)


def of_entry(entry_id: uuid.UUID) -> Arrival | None:
    """How a registered document came, if it came this way."""
    return session().scalar(select(Arrival).where(Arrival.entry_id == entry_id))


def parts(arrival_id: uuid.UUID) -> list[Arrival]:
    """What an arrival was split into."""
    query = select(Arrival).where(Arrival.parent_id == arrival_id).order_by(Arrival.key)
    return list(session().scalars(query))


def mailboxes() -> list[MailboxPlace]:
    """How far each mailbox is read."""
    return list(session().scalars(select(MailboxPlace)))


def is_known(institution_id: uuid.UUID, key: str) -> bool:
    """Has the same come before?"""
    query = select(Arrival.id).where(Arrival.institution_id == institution_id, Arrival.key == key)
    return session().scalar(query) is not None
