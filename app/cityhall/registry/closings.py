"""The register closed day by day: what was written since the closing before, and how the chain stood then.

A closing covers the entries by their place in the chain, so that one written in the last second of a day,
or months after its day because the network was away, is in one closing and never in two.
"""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.cityhall.registry import rules
from app.cityhall.registry.models import RegisterBook, RegisterEntry
from app.database import Base, session
from app.refusal import Refusal

# Who wrote in the last second of a day has long committed when the day is closed.
SETTLED_AFTER = timedelta(minutes=5)
ONE_DAY = timedelta(days=1)
CHAINED = (
    *("institution_id", "year", "day", "first_number", "last_number"),
    *("first_position", "last_position", "count", "head_hash", "closed_at"),
)


class RegisterDay(Base):
    """The closing of one day of one year's book. Append-only, chained to the closing before it.

    Numbers and the first position are None on a day without entries; `last_position` is then that of the
    day before. `minute_sha256`: the sealed minute, once it is made.
    """

    __tablename__ = "register_day"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    first_number: Mapped[int | None]
    last_number: Mapped[int | None]
    first_position: Mapped[int | None]
    last_position: Mapped[int]
    count: Mapped[int]
    head_hash: Mapped[str] = mapped_column(String(64))
    closed_at: Mapped[datetime]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    minute_sha256: Mapped[str | None] = mapped_column(String(64))
    institution: Mapped[Institution] = relationship(lazy="joined")


class Book(NamedTuple):
    """Which book: one institution's register of one year."""

    institution_id: uuid.UUID
    year: int

    def holds(self, row: Any) -> tuple[Any, Any]:
        """The rows of this book in that table."""
        return row.institution_id == self.institution_id, row.year == self.year


class Stretch(NamedTuple):
    """Entries between two places of the chain: how many, and their lowest and highest number."""

    entries: int
    first: int | None
    last: int | None


def close_due(institution_id: uuid.UUID, now: datetime, most: int = 40) -> list[RegisterDay]:
    """Close the days that are over, the oldest first, those without entries too; at most so many at once.

    In the caller's transaction. A book of an earlier year is closed again only when something was added.
    """
    over = rules.romanian_day(now - SETTLED_AFTER) - ONE_DAY
    made: list[RegisterDay] = []
    for book in _locked_books(institution_id):
        for day in _open_days(book, over):
            if len(made) == most:
                return made
            made.append(_close(book, day, now))
    return made


def is_due(institution_id: uuid.UUID, now: datetime) -> bool:
    """Is there anything to close? Asked often, without locking anybody out."""
    over = rules.romanian_day(now - SETTLED_AFTER) - ONE_DAY
    return any(next(_open_days(book, over), None) for book in _books(institution_id))


def _books(institution_id: uuid.UUID) -> list[Book]:
    query = select(RegisterBook.year).where(RegisterBook.institution_id == institution_id)
    return [Book(institution_id, year) for year in session().scalars(query.order_by(RegisterBook.year))]


def _locked_books(institution_id: uuid.UUID) -> list[Book]:
    """Locked, so that two workers close no day twice and nothing is written meanwhile."""
    query = select(RegisterBook).where(RegisterBook.institution_id == institution_id)
    rows = session().scalars(query.order_by(RegisterBook.year).with_for_update())
    return [Book(row.institution_id, row.year) for row in rows]


def _open_days(book: Book, over: date) -> Iterator[date]:
    """Each day of the book's year that is over; later, only the last one, if the book has grown since."""
    before, end = latest(book), date(book.year, 12, 31)
    day = before.day + ONE_DAY if before else _first_day(book)
    while day is not None and day <= min(over, end):
        yield day
        day += ONE_DAY
    if day is not None and end < day <= over and reach(book, over) > _closed_to(book):
        yield over


def _first_day(book: Book) -> date | None:
    found = session().scalar(select(func.min(RegisterEntry.written_at)).where(*book.holds(RegisterEntry)))
    return rules.romanian_day(found) if found else None


def _close(book: Book, day: date, now: datetime) -> RegisterDay:
    before, start, end = latest(book), _closed_to(book), reach(book, day)
    written = stretch(book, start, end)
    made = RegisterDay(
        institution_id=book.institution_id,
        year=book.year,
        day=day,
        first_number=written.first,
        last_number=written.last,
        first_position=start + 1 if end > start else None,
        last_position=end,
        count=written.entries,
        head_hash=head(book, end),
        closed_at=now,
        previous_hash=before.hash if before else rules.GENESIS,
    )
    made.hash = day_hash(made)
    session().add(made)
    session().flush()
    return made


def day_hash(day: RegisterDay) -> str:
    """Hex SHA-256 over what a closing says and the closing before it."""
    return rules.chain_hash({name: getattr(day, name) for name in CHAINED}, day.previous_hash)


def _closed_to(book: Book) -> int:
    before = latest(book)
    return before.last_position if before else 0


def reach(book: Book, day: date) -> int:
    """The last place of the chain that was written by the end of that day, and is not closed yet."""
    start = _closed_to(book)
    query = select(func.max(RegisterEntry.position)).where(
        *book.holds(RegisterEntry),
        RegisterEntry.position > start,
        RegisterEntry.written_at < midnight(day + ONE_DAY),
    )
    return session().scalar(query) or start


def stretch(book: Book, after: int, to: int) -> Stretch:
    """The entries beyond one place of the chain, up to another."""
    number = RegisterEntry.number
    query = select(func.count(), func.min(number), func.max(number)).where(
        *book.holds(RegisterEntry), RegisterEntry.position > after, RegisterEntry.position <= to
    )
    return Stretch(*session().execute(query).one())


def head(book: Book, position: int) -> str:
    """The hash of the entry at that place; before the first, that of an empty book."""
    query = select(RegisterEntry.hash).where(*book.holds(RegisterEntry), RegisterEntry.position == position)
    return session().scalar(query) or rules.GENESIS


def midnight(day: date) -> datetime:
    """When that day begins in Bucharest."""
    return datetime.combine(day, time(), rules.BUCHAREST)


def latest(book: Book) -> RegisterDay | None:
    """The last closing of a book."""
    query = select(RegisterDay).where(*book.holds(RegisterDay))
    return session().scalar(query.order_by(RegisterDay.day.desc()).limit(1))


def of_day(book: Book, day: date, *, lock: bool = False) -> RegisterDay:
    """The closing of a day. Raises Refusal `closing.unknown`."""
    found = session().get(RegisterDay, (*book, day), with_for_update=lock, populate_existing=lock)
    if found is None:
        raise Refusal("closing.unknown")
    return found


def listed(book: Book) -> Sequence[RegisterDay]:
    """All closings of a book, the latest first."""
    query = select(RegisterDay).where(*book.holds(RegisterDay))
    return session().scalars(query.order_by(RegisterDay.day.desc())).all()


def covering(entry: RegisterEntry) -> RegisterDay | None:
    """The closing that covers an entry; None while its day is open."""
    book = Book(entry.institution_id, entry.year)
    query = select(RegisterDay).where(*book.holds(RegisterDay), RegisterDay.last_position >= entry.position)
    return session().scalar(query.order_by(RegisterDay.day).limit(1))


def without_minute(institution_id: uuid.UUID, most: int = 100) -> Sequence[RegisterDay]:
    """Closings whose minute was not made yet, the oldest first."""
    query = select(RegisterDay).where(
        RegisterDay.institution_id == institution_id, RegisterDay.minute_sha256.is_(None)
    )
    return session().scalars(query.order_by(RegisterDay.day).limit(most)).all()
