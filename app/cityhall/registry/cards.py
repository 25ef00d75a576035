"""The card index of the register: one card an entry, with its words and where it stands.

Cards are derived: they are no part of what was written down, the chain does not cover them, and they can be
made anew from the entries and their marks (docs/decisions/0015-register-chain-and-search.md).
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DDL, BigInteger, ForeignKey, Index, Integer, String, Text, event, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from app.cityhall.registry import folding
from app.cityhall.registry.models import RegisterEntry
from app.database import Base, session

OPEN, CLOSED, ANNULLED, BARRED = "open", "closed", "annulled", "barred"
BARRED_CHANNEL = "barred"
# Marks that end a matter: its solution, its place in the archive, a second entry that took it back.
CLOSING = frozenset({"resolved", "filed"})
MOST_WORDS = 200
# A place is the minute, then the number, then the book's shelf: newest first is the order of places.
NUMBER_BITS, SHELF_BITS = 24, 13
MOST_BOOKS = 1 << SHELF_BITS
LAST_MINUTE = (1 << 26) - 1  # in 2127
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_WAITS = text("state = 'open'")


class RegisterCard(Base):
    """What the search looks at: the folded words of an entry, its place in time, where it stands."""

    __tablename__ = "register_card"
    __table_args__ = (
        Index("ix_register_card_institution_id_place", "institution_id", "place"),
        Index(
            "ix_register_card_open",
            *("institution_id", "place"),
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    place: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    entry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("register_entry.id", ondelete="CASCADE"), unique=True
    )
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    state: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text().with_variant(postgresql.TSVECTOR(), "postgresql"))


# The index of words: on SQLite a table beside, on PostgreSQL one of GIN. Migration 0017 says the same.
FTS_TABLE = (
    "CREATE VIRTUAL TABLE register_card_fts USING fts5(words, content='register_card', "
    "content_rowid='place', detail=none, columnsize=0, prefix='2 3 4 5 6 7 8', "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
)
FTS_TRIGGER = (
    "CREATE TRIGGER register_card_words AFTER INSERT ON register_card BEGIN "
    "INSERT INTO register_card_fts (rowid, words) VALUES (new.place, new.words); END"
)
GIN_INDEX = "CREATE INDEX ix_register_card_fts ON register_card USING gin (words)"
_MADE = (("sqlite", FTS_TABLE), ("sqlite", FTS_TRIGGER), ("postgresql", GIN_INDEX))
for _dialect, _statement in _MADE:
    _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
    event.listen(RegisterCard.__table__, "after_create", _ddl.execute_if(dialect=_dialect))


def place_of(moment: datetime, number: int, shelf: int) -> int:
    """Where a card stands: later ones are greater, whichever the book."""
    return (first_place(moment) >> SHELF_BITS | number) << SHELF_BITS | shelf


def first_place(moment: datetime) -> int:
    """The place before all cards of that minute."""
    minute = int((moment - _EPOCH).total_seconds() // 60)
    return min(max(minute, 0), LAST_MINUTE) << (NUMBER_BITS + SHELF_BITS)


def write(entry: RegisterEntry, shelf: int) -> None:
    """Put the card of a new entry into the index."""
    session().add(RegisterCard(**row_of(entry, shelf)))


def row_of(entry: RegisterEntry, shelf: int) -> dict[str, Any]:
    """The columns of a new entry's card."""
    return {
        "place": place_of(entry.registered_at, entry.number, shelf),
        "entry_id": entry.id,
        "institution_id": entry.institution_id,
        "state": first_state(entry),
        "words": " ".join(words_of(entry)),
    }


def first_state(entry: RegisterEntry) -> str:
    """Where a new entry stands: what comes in, or goes round inside, waits for somebody."""
    if entry.channel == BARRED_CHANNEL:
        return BARRED
    return CLOSED if entry.direction == "out" or entry.annuls_id is not None else OPEN


def words_of(entry: RegisterEntry) -> list[str]:
    """The words on a card, each once; those that begin with `_` are said by filters only."""
    said = (entry.issuer, entry.recipient, entry.sender_number, entry.department, entry.summary)
    found = dict.fromkeys([str(entry.number)])
    for one in said:
        found |= dict.fromkeys(folding.words(one or ""))
    return [*list(found)[:MOST_WORDS], *facets(entry)]


def facets(entry: RegisterEntry) -> list[str]:
    """What filters ask for, as words of the index."""
    found = [
        facet("direction", entry.direction),
        facet("channel", entry.channel),
        facet("department", entry.department),
    ]
    if entry.sender_number:
        found.append(facet("sender", entry.sender_number))
    if entry.operator_id:
        found.append(facet("operator", entry.operator_id.hex))
    return found


def facet(kind: str, value: str) -> str:
    """One such word: `_channel_email` for instance."""
    return f"_{kind}_{folding.joined(value)}"


def close(entry: RegisterEntry) -> None:
    """A matter has ended: the entry waits for nobody, nor do the others of its case."""
    query = update(RegisterCard).where(RegisterCard.state == OPEN)
    if entry.case_id is None:
        query = query.where(RegisterCard.entry_id == entry.id)
    else:
        query = query.where(
            RegisterCard.entry_id.in_(select(RegisterEntry.id).where(RegisterEntry.case_id == entry.case_id))
        )
    session().execute(query.values(state=CLOSED))


def annul(entry_id: uuid.UUID) -> None:
    """A later entry took this one back."""
    session().execute(update(RegisterCard).where(RegisterCard.entry_id == entry_id).values(state=ANNULLED))
