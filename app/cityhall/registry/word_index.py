"""The index of words beside the cards, asked in each database's own way."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, cast, column, literal, select, table, text
from sqlalchemy.dialects import postgresql

from app.cityhall.registry.cards import RegisterCard
from app.database import locking

_FTS = table("register_card_fts", column("rowid"))


def beginning(word: str) -> str:
    """A word of which only the beginning need be right; numbers are meant as they are."""
    return word if word.isdecimal() else f"{word}*"


def cards_with(terms: Sequence[str]) -> tuple[Select[Any], ColumnElement[int]]:
    """Cards with all these words, and their place to sort by; a term that ends in `*` is a beginning."""
    if not terms:
        return select().select_from(RegisterCard), RegisterCard.__table__.c.place
    if locking():
        asked = " & ".join(f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'" for term in terms)
        has = RegisterCard.words.bool_op("@@")(cast(literal(asked), postgresql.TSQUERY))
        return select().select_from(RegisterCard).where(has), RegisterCard.__table__.c.place
    asked = " AND ".join(f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"' for term in terms)
    match = text("register_card_fts MATCH :terms").bindparams(bindparam("terms", asked))
    both = _FTS.join(RegisterCard, RegisterCard.place == _FTS.c.rowid)
    return select().select_from(both).where(match), _FTS.c.rowid
