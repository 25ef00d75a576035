"""One entry of the register, through somebody's rights or by the number that somebody types."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.cityhall.people.models import Person
from app.cityhall.registry import remembered
from app.cityhall.registry.models import RegisterEntry
from app.database import session
from app.refusal import Refusal


def entry(entry_id: uuid.UUID, institutions: Collection[uuid.UUID]) -> RegisterEntry:
    """An entry of one of these institutions. Raises Refusal `entry.unknown`."""
    found = session().get(RegisterEntry, entry_id)
    if found is None or found.institution_id not in institutions:
        raise Refusal("entry.unknown")
    return found


def numbered(typed: str, like: RegisterEntry) -> RegisterEntry:
    """The entry that somebody means by 12, 12/2026 or 12/23.11.2026, in the book of another entry's hall.

    Without a year, that of the other entry. Raises Refusal `entry.no_such_number`.
    """
    said = remembered.read(typed)
    year = said.year or (said.day.year if said.day else like.year)
    query = select(RegisterEntry).where(
        RegisterEntry.institution_id == like.institution_id,
        RegisterEntry.year == year,
        RegisterEntry.number == said.number,
    )
    found = session().scalar(query) if said.number is not None else None
    if found is None:
        raise Refusal("entry.no_such_number", typed=typed.strip()[:40])
    return found


def names(people: Collection[uuid.UUID | None]) -> Mapping[uuid.UUID | None, str]:
    """What those are called who wrote in the register."""
    query = select(Person.id, Person.full_name).where(Person.id.in_([one for one in people if one]))
    return {row.id: row.full_name for row in session().execute(query)}
