"""Reading the register: by token, by case, and the proof that nothing was changed."""

import uuid
from dataclasses import dataclass, fields

from sqlalchemy import select

from app.cityhall.registry import rules
from app.cityhall.registry.actions import Paper
from app.cityhall.registry.models import RegisterBook, RegisterEntry, RegisterMark
from app.database import session

SAID = "said"
_CHAINED = (
    *(column.name for column in fields(Paper)),
    "year",
    "number",
    "registered_at",
    "registered_on",
    "verify_token",
)


@dataclass(frozen=True)
class Broken:
    """Where a register's chain does not hold: the number, and why."""

    number: int
    reason: str


def by_token(token: str) -> RegisterEntry | None:
    """The entry that a receipt's QR names; anyone may ask."""
    return session().scalar(select(RegisterEntry).where(RegisterEntry.verify_token == token))


def of_case(case_id: uuid.UUID) -> list[RegisterEntry]:
    """All entries of a case, in the order of the register."""
    query = select(RegisterEntry).where(RegisterEntry.case_id == case_id)
    return list(session().scalars(query.order_by(RegisterEntry.registered_at, RegisterEntry.number)))


def completions(case_id: uuid.UUID) -> list[RegisterEntry]:
    """The papers that the applicant sent after the request itself, oldest first: entries connected to it.

    What the applicant only said (that the request is withdrawn, for instance) is not among them.
    """
    later = [one for one in of_case(case_id) if one.direction == "in" and one.connected_to_id is not None]
    return [one for one in later if not any(mark.kind == SAID for mark in marks(one.id))] if later else []


def annulled_by(entry_id: uuid.UUID) -> RegisterEntry | None:
    """The later entry that annuls this one, if there is one."""
    return session().scalar(select(RegisterEntry).where(RegisterEntry.annuls_id == entry_id))


def marks(entry_id: uuid.UUID) -> list[RegisterMark]:
    """What became of an entry, in order."""
    query = select(RegisterMark).where(RegisterMark.entry_id == entry_id)
    return list(session().scalars(query.order_by(RegisterMark.at)))


def broken(institution_id: uuid.UUID, year: int) -> Broken | None:
    """The first place where the chain of a year does not hold; None when it is whole."""
    query = select(RegisterEntry).where(
        RegisterEntry.institution_id == institution_id, RegisterEntry.year == year
    )
    previous, expected = rules.GENESIS, 1
    for entry in session().scalars(query.order_by(RegisterEntry.number)):
        if entry.number != expected:
            return Broken(expected, "missing")
        content = {name: getattr(entry, name) for name in _CHAINED}
        if entry.previous_hash != previous or rules.chain_hash(content, previous) != entry.hash:
            return Broken(entry.number, "changed")
        previous, expected = entry.hash, expected + 1
    return _end_of_book(institution_id, year, previous, expected)


def _end_of_book(institution_id: uuid.UUID, year: int, previous: str, expected: int) -> Broken | None:
    """The book remembers its last number, so that the last rows cannot disappear unseen."""
    book = session().get(RegisterBook, (institution_id, year))
    if book is None or book.last_number >= expected:
        return Broken(expected, "missing") if book is not None or expected > 1 else None
    return None if book.last_hash == previous else Broken(book.last_number, "changed")
