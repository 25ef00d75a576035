"""The books of the register: one an institution and year, locked while somebody writes in it."""

import uuid

from sqlalchemy import func, select

from app.cityhall.registry import cards, rules
from app.cityhall.registry.models import RegisterBook
from app.database import insert_once, session


def locked(institution_id: uuid.UUID, year: int) -> RegisterBook:
    """The year's book, opened when it is the first entry; its row is ours until the transaction ends."""
    key = (institution_id, year)
    while (book := session().get(RegisterBook, key, with_for_update=True, populate_existing=True)) is None:
        _open(institution_id, year)
    return book


def _open(institution_id: uuid.UUID, year: int) -> None:
    """Put a new book on the next shelf; when two writers meet on 1 January, one of them does."""
    shelf = (session().scalar(select(func.max(RegisterBook.shelf))) or 0) + 1
    if shelf >= cards.MOST_BOOKS:
        raise ValueError(f"a card names one of {cards.MOST_BOOKS} books")
    facts = {"last_number": 0, "last_position": 0, "last_hash": rules.GENESIS, "shelf": shelf}
    insert_once(RegisterBook, institution_id=institution_id, year=year, **facts)
