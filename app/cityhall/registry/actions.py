"""Giving numbers: gap-free for each institution and year, in the caller's transaction."""

import secrets
import uuid
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from sqlalchemy.dialects import postgresql, sqlite

from app.cityhall.registry import rules
from app.cityhall.registry.models import RegisterBook, RegisterEntry, RegisterMark
from app.database import session


@dataclass(frozen=True)
class Paper:
    """What is being registered, in the register's own words; `direction` is in, out or internal."""

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


def enter(paper: Paper, now: datetime) -> RegisterEntry:
    """Enter a document: the next number of its institution's year (OG 27/2002 art. 6).

    The book's row stays locked until the caller's transaction ends, so a roll-back gives the number back
    and no gap can appear.
    """
    day = rules.romanian_day(now)
    book = _locked_book(paper.institution_id, day.year)
    facts = {
        **asdict(paper),
        "year": day.year,
        "number": book.last_number + 1,
        "registered_at": now,
        "registered_on": day,
        "verify_token": secrets.token_urlsafe(20),
    }
    entry = RegisterEntry(**facts, previous_hash=book.last_hash, hash=rules.chain_hash(facts, book.last_hash))
    book.last_number, book.last_hash = entry.number, entry.hash
    session().add(entry)
    session().flush()
    return entry


def annul(entry: RegisterEntry, reason: str, by: uuid.UUID, now: datetime) -> RegisterEntry:
    """A wrong entry is annulled by a later one that names it and says why; it is never changed."""
    return enter(
        Paper(
            institution_id=entry.institution_id,
            direction="internal",
            issuer=entry.department,
            summary=f"Anulare nr. {entry.legal_number}: {reason}",
            department=entry.department,
            file_code=entry.file_code,
            channel="internal",
            operator_id=by,
            annuls_id=entry.id,
        ),
        now,
    )


def mark(entry_id: uuid.UUID, kind: str, value: str, now: datetime, by: uuid.UUID | None = None) -> None:
    """Write what became of an entry: routed, resolved, sent, filed."""
    session().add(RegisterMark(entry_id=entry_id, kind=kind, value=value[:300], at=now, by_id=by))


def _locked_book(institution_id: uuid.UUID, year: int) -> RegisterBook:
    key = (institution_id, year)
    book = session().get(RegisterBook, key, with_for_update=True, populate_existing=True)
    if book is None:
        _open_book(institution_id, year)
        book = session().get(RegisterBook, key, with_for_update=True, populate_existing=True)
    assert book is not None
    return book


def _open_book(institution_id: uuid.UUID, year: int) -> None:
    """Open the year's register; when two writers meet on 1 January, one row is made."""
    dialect = session().get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    row = {"institution_id": institution_id, "year": year, "last_number": 0, "last_hash": rules.GENESIS}
    session().execute(insert(RegisterBook).values(**row).on_conflict_do_nothing())
