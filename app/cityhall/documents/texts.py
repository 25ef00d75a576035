"""What stands written in a file, kept by its hash: read once, searched for ever."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, String, Text, column, delete, event, insert, select, table
from sqlalchemy.orm import Mapped, mapped_column

from app.cityhall.documents.models import Revision, UnreadFile
from app.cityhall.registry import folding
from app.database import Base, session

# What a reader found in a file is kept up to here; nobody searches for the millionth sign.
MOST_SIGNS = 1_000_000
MOST_TRIES = 3
# The index over the words: a virtual table on SQLite, an index on PostgreSQL.
INDEX = "file_text_fts"
# What Romanian identity papers say of themselves.
IDENTITY_WORDS = (
    "carte de identitate",
    "carte identitate",
    "identity card",
    "pasaport passport",
    "permis de conducere",
)


class FileText(Base):
    """What was read in a file. `source`: text (its own), ocr, none.

    `facts`: pages, fonts, scripts, encrypted, standard, signatures, tool, unreadable.
    """

    __tablename__ = "file_text"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]


INDEXED = table(INDEX, column("sha256"), column("folded"))
_MADE = {
    "sqlite": f"CREATE VIRTUAL TABLE {INDEX} USING fts5(sha256 UNINDEXED, folded)",
    "postgresql": f"CREATE INDEX {INDEX} ON file_text USING gin (to_tsvector('simple', folded))",
}
for _dialect, _words in _MADE.items():
    _made = DDL(_words).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
    event.listen(FileText.__table__, "after_create", _made)


@dataclass(frozen=True)
class Read:
    """What a reader found in a file."""

    source: str
    text: str
    facts: dict[str, Any]


def of(sha256: str) -> FileText | None:
    """What was read in the file with that hash; None when nobody has read it yet."""
    return session().get(FileText, sha256)


def unread(most: int) -> Sequence[uuid.UUID]:
    """The revisions that have waited longest to be read."""
    query = select(UnreadFile.revision_id).order_by(UnreadFile.since, UnreadFile.revision_id)
    return session().scalars(query.limit(most)).all()


def begin(revision_id: uuid.UUID) -> Revision | None:
    """Take a revision to read, counting the try; None when somebody else has it, or has read it.

    After `MOST_TRIES` its readers are thought to die of it: it is kept as unreadable.
    """
    query = select(UnreadFile).where(UnreadFile.revision_id == revision_id)
    waiting = session().scalar(query.with_for_update(skip_locked=True))
    revision = session().get(Revision, revision_id)
    if waiting is None or revision is None:
        return None
    waiting.tries += 1
    return revision


def tries(revision_id: uuid.UUID) -> int:
    """How often a reader has begun with it."""
    waiting = session().get(UnreadFile, revision_id)
    return waiting.tries if waiting else 0


def keep(revision: Revision, read: Read | None, now: datetime) -> None:
    """Write down what was found (None: this file was read before); it waits no more."""
    session().execute(delete(UnreadFile).where(UnreadFile.revision_id == revision.id))
    if read is None or of(revision.sha256) is not None:
        return
    text = read.text[:MOST_SIGNS]
    session().add(
        FileText(
            sha256=revision.sha256,
            source=read.source,
            text=text,
            folded=folded(text),
            facts=read.facts,
            read_at=now,
        )
    )
    session().flush()
    if session().get_bind().dialect.name == "sqlite":
        row = {"sha256": revision.sha256, "folded": folded(text)}
        session().execute(insert(INDEXED).values(**row))


def forget(hashes: Collection[str]) -> None:
    """What was read in these files goes with them."""
    session().execute(delete(FileText).where(FileText.sha256.in_(hashes)))
    if session().get_bind().dialect.name == "sqlite":
        session().execute(delete(INDEXED).where(INDEXED.c.sha256.in_(hashes)))


def folded(text: str) -> str:
    """Small letters without diacritics, one blank between words: „Ședință” is found by „sedinta”."""
    return " ".join(folding.words(text))


def is_identity_paper(text: str) -> bool:
    """Does it read like an identity paper? Then it is shown with a watermark only (Legea 9/2023)."""
    plain = folded(text)
    return any(words in plain for words in IDENTITY_WORDS)
