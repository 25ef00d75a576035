"""The proof that nobody changed, removed or inserted a row of the register, and which one it was.

Rows are streamed in the order of their writing and forgotten at once, so that a book of millions needs no
more memory than one of ten. What does not hold is named, and the walk goes on behind it.
"""

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Select, func, select

from app.cityhall.registry import chain, ranges, rules
from app.cityhall.registry.chain import Broken, Link, Walk
from app.cityhall.registry.models import RegisterBook, RegisterEntry
from app.database import session

__all__ = ["Broken", "broken", "faults"]

BATCH = 2_000
MOST_MISSING = 1_000
_Entry = RegisterEntry.__table__.c
_COLUMNS = [_Entry[name] for name in dict.fromkeys((*rules.HASHED[2], "previous_hash", "hash"))]


def broken(institution_id: uuid.UUID, year: int) -> Broken | None:
    """The first place where the register of a year does not hold; None when it is whole."""
    return next(faults(institution_id, year), None)


def faults(institution_id: uuid.UUID, year: int) -> Iterator[Broken]:
    """Every place where the register of a year does not hold, in the order of writing."""
    book = session().get(RegisterBook, (institution_id, year), populate_existing=True)
    if book is None:
        if session().scalar(_of_year(select(func.count()), institution_id, year)):
            yield Broken(0, chain.REMOVED, 0)
        return
    last_position, last_hash = book.last_position, book.last_hash
    walk, numbers = Walk(), _Missing(book)
    for row in _rows(institution_id, year):
        if row.position - walk.shift > last_position and walk.holds(last_hash):
            break  # written since, or put behind the last one
        before = walk.number
        for fault in walk.step(_link(row)):
            yield numbers.named(fault, before)
    for fault in walk.end(last_position, last_hash):
        yield numbers.named(fault, walk.number)
    yield from _beyond(institution_id, year, walk.shift)


def _of_year(query: Select[Any], institution_id: uuid.UUID, year: int) -> Select[Any]:
    return query.where(_Entry.institution_id == institution_id, _Entry.year == year)


def _rows(institution_id: uuid.UUID, year: int) -> Iterator[Row[Any]]:
    query = _of_year(select(*_COLUMNS), institution_id, year).order_by(_Entry.position)
    yield from session().execute(query.execution_options(yield_per=BATCH))


def _link(row: Row[Any]) -> Link:
    facts = {name: getattr(row, name) for name in rules.HASHED.get(row.scheme, ())}
    own = rules.chain_hash(facts, row.previous_hash)
    return Link(row.position, row.number, row.previous_hash, row.hash, own, facts)


def _beyond(institution_id: uuid.UUID, year: int, shift: int) -> Iterator[Broken]:
    """Rows behind the last one that the book knows of; both are read in one statement."""
    book = RegisterBook.__table__.c
    query = select(_Entry.number, _Entry.position).join(
        RegisterBook, (book.institution_id == _Entry.institution_id) & (book.year == _Entry.year)
    )
    query = _of_year(query, institution_id, year).where(_Entry.position > book.last_position + shift)
    for row in session().execute(query.order_by(_Entry.position)):
        yield Broken(row.number, chain.INSERTED, row.position)


class _Missing:
    """The numbers of a book without a row, but for those kept for days without network; sought when asked."""

    def __init__(self, book: RegisterBook) -> None:
        self._book = (book.institution_id, book.year, book.last_number)

    def named(self, fault: Broken, before: int) -> Broken:
        """The fault with its number: that of a removed row is the missing one behind the row before it."""
        if fault.reason != chain.REMOVED:
            return fault
        later = [one for one in self._numbers if one > before]
        return replace(fault, number=next(iter(later or self._numbers), 0))

    @cached_property
    def _numbers(self) -> list[int]:
        institution_id, year, last = self._book
        kept = {
            number
            for one in ranges.open_ranges([institution_id])
            if one.year == year
            for number in range(one.first, one.last + 1)
        }
        there = _of_year(select(_Entry.number), institution_id, year).order_by(_Entry.number)
        missing: list[int] = []
        expected = 1
        for number in itertools.chain(
            session().scalars(there.execution_options(yield_per=BATCH)), (last + 1,)
        ):
            missing += [
                one for one in range(expected, min(number, expected + MOST_MISSING)) if one not in kept
            ]
            expected = max(expected, number + 1)
        return missing
