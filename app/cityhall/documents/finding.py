"""Documents found by what stands in them: words in any order, without diacritics, beginnings of words too.

The database's own index does the work: `tsvector` on PostgreSQL, FTS5 on SQLite.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal_column, select, text

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents.models import Document, Revision
from app.cityhall.documents.texts import INDEX, INDEXED, FileText, folded
from app.cityhall.people.rights import Actor
from app.database import session
from app.refusal import Refusal

SHORTEST = 3
AROUND = 90


@dataclass(frozen=True)
class Found:
    """A document with the place where the words stand in it."""

    document: Document
    case: Case
    excerpt: str


def found(words: str, actor: Actor, *, limit: int = 20, offset: int = 0) -> list[Found]:
    """Documents of cases that the actor may see, the latest first. Raises Refusal `search.too_short`."""
    asked = folded(words).split()
    if len("".join(asked)) < SHORTEST:
        raise Refusal("search.too_short")
    query = (
        select(Document, Case, FileText)
        .join(Revision, Revision.document_id == Document.id)
        .join(FileText, FileText.sha256 == Revision.sha256)
        .join(Case, Case.id == Document.case_id)
        .where(_holds(asked), cases.visible(actor))
        .order_by(Revision.added_at.desc(), Revision.id)
    )
    rows = session().execute(query.limit(limit).offset(offset)).all()
    return [Found(paper, case, excerpt(read.text, asked)) for paper, case, read in rows]


def _holds(asked: Sequence[str]) -> ColumnElement[bool]:
    if session().get_bind().dialect.name == "postgresql":
        wanted = " & ".join(f"{word}:*" for word in asked)
        # The same words as in the index's own expression, or it would not be used.
        vector = func.to_tsvector(literal_column("'simple'"), FileText.folded)
        return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), wanted))
    wanted = " ".join(f'"{word}"*' for word in asked)
    inside = select(INDEXED.c.sha256).where(text(f"{INDEX} MATCH :wanted").bindparams(wanted=wanted))
    return FileText.sha256.in_(inside)


def excerpt(whole: str, asked: Sequence[str]) -> str:
    """The words' surroundings; the beginning where the signs do not fall together with the folded ones."""
    parts = re.split(r"\s+", whole)
    plain = [folded(word) for word in parts]
    first = next((at for at, word in enumerate(plain) if any(word.startswith(one) for one in asked)), 0)
    said = " ".join(parts[max(0, first - 8) : first + 18])
    return f"{'… ' if first > 8 else ''}{said[: 2 * AROUND]}"
