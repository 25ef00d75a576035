"""The journal: what people did, and saw of others' data, as an append-only chain of hashes."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Identified, session

GENESIS = "0" * 64


class JournalHead(Base):
    """The last link of the chain; its row is locked while a link is added."""

    __tablename__ = "journal_head"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    sequence: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default=GENESIS)


class JournalEntry(Identified, Base):
    """One act: who, for whom, what, about which object. Never changed."""

    __tablename__ = "journal_entry"

    sequence: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[uuid.UUID | None]
    facts: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


def note(
    action: str,
    now: datetime,
    *,
    actor_id: uuid.UUID | None = None,
    on_behalf_of_id: uuid.UUID | None = None,
    about: tuple[str, uuid.UUID | None] = ("hall", None),
    facts: dict[str, Any] | None = None,
) -> None:
    """Add a link to the chain, in the current transaction."""
    head = _locked_head()
    entry = JournalEntry(
        sequence=head.sequence + 1,
        at=now,
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        action=action,
        object_kind=about[0],
        object_id=about[1],
        facts=facts or {},
        previous_hash=head.hash,
    )
    entry.hash = link_hash(entry)
    head.sequence, head.hash = entry.sequence, entry.hash
    session().add(entry)


def _locked_head() -> JournalHead:
    head = session().get(JournalHead, "journal", with_for_update=True, populate_existing=True)
    if head is None:
        _open_journal()
        head = session().get(JournalHead, "journal", with_for_update=True, populate_existing=True)
    assert head is not None
    return head


def _open_journal() -> None:
    """When two writers meet at the very first act, one row is made."""
    insert = sqlite.insert if session().get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"name": "journal", "sequence": 0, "hash": GENESIS}
    session().execute(insert(JournalHead).values(**row).on_conflict_do_nothing())


def link_hash(entry: JournalEntry) -> str:
    """Hex SHA-256 of an entry's content and the hash before it."""
    content = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": str(entry.actor_id),
        "for": str(entry.on_behalf_of_id),
        "action": entry.action,
        "about": [entry.object_kind, str(entry.object_id)],
        "facts": entry.facts,
        "previous": entry.previous_hash,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken() -> int | None:
    """The first sequence that is missing or does not follow from the one before; None when whole."""
    previous, expected = GENESIS, 1
    for entry in session().scalars(select(JournalEntry).order_by(JournalEntry.sequence)):
        wrong = entry.sequence != expected or entry.previous_hash != previous
        if wrong or link_hash(entry) != entry.hash:
            return expected
        previous, expected = entry.hash, expected + 1
    head = session().get(JournalHead, "journal")
    whole = head is None or (head.sequence, head.hash) == (expected - 1, previous)
    return None if whole else expected
