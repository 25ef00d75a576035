"""Where an entry stands: it waits for somebody, its matter is over, it was annulled, its number is barred."""

import uuid
from collections.abc import Collection, Mapping
from enum import StrEnum

from sqlalchemy import select

from app.cityhall.registry import cards
from app.cityhall.registry.cards import RegisterCard
from app.database import session


class Standing(StrEnum):
    """`open`: came in or goes round inside, and nobody has said yet how it ended."""

    OPEN = cards.OPEN
    CLOSED = cards.CLOSED
    ANNULLED = cards.ANNULLED
    BARRED = cards.BARRED


def of(entry_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Standing]:
    """How each of these entries stands, by its id."""
    query = select(RegisterCard.entry_id, RegisterCard.state).where(RegisterCard.entry_id.in_(entry_ids))
    return {entry_id: Standing(state) for entry_id, state in session().execute(query)}


def of_entry(entry_id: uuid.UUID) -> Standing:
    """How one entry stands."""
    return of([entry_id])[entry_id]
