"""Giving numbers: gap-free for each institution and year, in the caller's transaction."""

import secrets
import uuid
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.cityhall.registry import books, cards, rules
from app.cityhall.registry.models import RegisterBook, RegisterEntry, RegisterMark
from app.database import session
from app.refusal import Refusal

CONNECTED, ANNULLED = "connected", "annulled"


@dataclass(frozen=True)
class Paper:
    """What is being registered, in the register's own words; `direction` is in, out or internal.

    `arrived_at`: when the paper reached the hall; `started_at`: when somebody began to register it. Without
    them: at the moment of its number.
    """

    institution_id: uuid.UUID
    direction: str
    issuer: str
    summary: str
    department: str
    file_code: str
    channel: str
    operator_id: uuid.UUID | None = None
    recipient: str | None = None
    sheets: int = 0
    annexes: int = 0
    sender_number: str | None = None
    sender_date: date | None = None
    connected_to_id: uuid.UUID | None = None
    case_id: uuid.UUID | None = None
    annuls_id: uuid.UUID | None = None
    hashes: list[str] = field(default_factory=list)
    arrived_at: datetime | None = None
    started_at: datetime | None = None


_OF_PAPER = tuple(column.name for column in fields(Paper))


def enter(paper: Paper, now: datetime) -> RegisterEntry:
    """Enter a document: the next number of its institution's year (OG 27/2002 art. 6).

    The book's row stays locked until the caller's transaction ends, so a roll-back gives the number back
    and no gap can appear.
    """
    book = books.locked(paper.institution_id, rules.romanian_day(now).year)
    book.last_number += 1
    return write(book, book.last_number, paper, registered_at=now, now=now)


def write(
    book: RegisterBook, number: int, paper: Paper, *, registered_at: datetime, now: datetime
) -> RegisterEntry:
    """Write the next row of a locked book under that number, chained to the row before it, and its card."""
    entry = RegisterEntry(**row_of(book, number, paper, registered_at, now))
    session().add(entry)
    session().flush()
    cards.write(entry, book.shelf)
    if paper.connected_to_id is not None:
        mark(paper.connected_to_id, CONNECTED, entry.legal_number, now, paper.operator_id)
    return entry


def row_of(
    book: RegisterBook, number: int, paper: Paper, registered_at: datetime, now: datetime
) -> dict[str, Any]:
    """The columns of a book's next row; the book remembers it as its last."""
    facts = _facts(book, number, paper, registered_at, now)
    previous, chained = book.last_hash, rules.chain_hash(facts, book.last_hash)
    book.last_position, book.last_hash = facts["position"], chained
    return {"id": uuid.uuid4(), **facts, "previous_hash": previous, "hash": chained}


def _facts(
    book: RegisterBook, number: int, paper: Paper, registered_at: datetime, now: datetime
) -> dict[str, Any]:
    return {
        **{name: getattr(paper, name) for name in _OF_PAPER},
        "year": book.year,
        "number": number,
        "position": book.last_position + 1,
        "scheme": rules.SCHEME,
        "registered_at": registered_at,
        "registered_on": rules.romanian_day(registered_at),
        "written_at": now,
        "arrived_at": paper.arrived_at or registered_at,
        "started_at": paper.started_at or registered_at,
        "verify_token": secrets.token_urlsafe(20),
    }


def annul(entry: RegisterEntry, reason: str, by: uuid.UUID, now: datetime) -> RegisterEntry:
    """A wrong entry is annulled by a later one that names it and says why; it is never changed.

    Raises Refusal `entry.no_reason`, `entry.is_annulment`, `entry.barred` or `entry.annulled_already`.
    """
    if not reason.strip():
        raise Refusal("entry.no_reason")
    if entry.annuls_id is not None:
        raise Refusal("entry.is_annulment", number=entry.legal_number)
    if entry.channel == cards.BARRED_CHANNEL:
        raise Refusal("entry.barred", number=entry.legal_number)
    # Under the book's lock, so that of two who annul at once the second sees the first.
    books.locked(entry.institution_id, rules.romanian_day(now).year)
    if (earlier := _annulled_by(entry.id)) is not None:
        raise Refusal("entry.annulled_already", number=earlier.legal_number)
    later = enter(_annulment(entry, reason.strip(), by), now)
    mark(entry.id, ANNULLED, f"{later.legal_number}: {reason.strip()}", now, by)
    cards.annul(entry.id)
    return later


def _annulled_by(entry_id: uuid.UUID) -> RegisterEntry | None:
    return session().scalar(select(RegisterEntry).where(RegisterEntry.annuls_id == entry_id))


def _annulment(entry: RegisterEntry, reason: str, by: uuid.UUID) -> Paper:
    return Paper(
        institution_id=entry.institution_id,
        direction="internal",
        issuer=entry.department,
        summary=f"Anulare nr. {entry.legal_number}: {reason}",
        department=entry.department,
        file_code=entry.file_code,
        channel="internal",
        operator_id=by,
        annuls_id=entry.id,
    )


def connect(entry: RegisterEntry, other: RegisterEntry, by: uuid.UUID, now: datetime) -> None:
    """Two papers on one matter: each row names the other (Instrucțiunile AN 217/1996 art. 9, column 12).

    Raises Refusal `entry.connected_to_itself`, `entry.other_institution` or `entry.connected_already`.
    """
    if entry.id == other.id:
        raise Refusal("entry.connected_to_itself")
    if entry.institution_id != other.institution_id:
        raise Refusal("entry.other_institution")
    books.locked(entry.institution_id, rules.romanian_day(now).year)
    if _connected(entry, other):
        raise Refusal("entry.connected_already", number=other.legal_number)
    mark(entry.id, CONNECTED, other.legal_number, now, by)
    mark(other.id, CONNECTED, entry.legal_number, now, by)


def _connected(entry: RegisterEntry, other: RegisterEntry) -> bool:
    if entry.connected_to_id == other.id or other.connected_to_id == entry.id:
        return True
    query = select(RegisterMark.id).where(
        RegisterMark.entry_id == entry.id,
        RegisterMark.kind == CONNECTED,
        RegisterMark.value == other.legal_number,
    )
    return session().scalar(query.limit(1)) is not None


def mark(entry_id: uuid.UUID, kind: str, value: str, now: datetime, by: uuid.UUID | None = None) -> None:
    """Write what became of an entry: routed, resolved, sent, filed (`cards.CLOSING` end its matter)."""
    session().add(RegisterMark(entry_id=entry_id, kind=kind, value=value[:300], at=now, by_id=by))
    if kind in cards.CLOSING:
        entry = session().get(RegisterEntry, entry_id)
        assert entry is not None
        cards.close(entry)
