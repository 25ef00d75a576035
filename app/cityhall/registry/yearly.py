"""The yearly book: the checks of its chain, and its volumes for printing (PDF/A with a signature page)."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.cityhall.people.models import Person
from app.cityhall.registry.closings import Book
from app.cityhall.registry.models import RegisterBook, RegisterEntry
from app.database import Base, Identified, session
from app.refusal import Refusal

WAITING, DONE = "waiting", "done"
# A volume of this many entries is set in a second and has about forty pages.
VOLUME = 1_000
MOST_FAULTS = 50


class BookCheck(Identified, Base):
    """Somebody (None: the worker, by night) asked whether a book is whole, and what was found.

    `faults`: the first `MOST_FAULTS` places where it is not: reason, number, position, or the day of a
    closing (then the reason is closing_…). None of them when the book is whole.
    """

    __tablename__ = "book_check"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    year: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    entries: Mapped[int | None]
    faults: Mapped[list[Any]] = mapped_column(default=list)
    finished_at: Mapped[datetime | None]
    asked_by: Mapped[Person | None] = relationship()


class BookExport(Identified, Base):
    """The book as it stood when somebody asked for it: that many numbers, in that many volumes."""

    __tablename__ = "book_export"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    year: Mapped[int]
    last_number: Mapped[int]
    head_hash: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    institution: Mapped[Institution] = relationship(lazy="joined")
    asked_by: Mapped[Person] = relationship()
    volumes: Mapped[list["BookVolume"]] = relationship(
        back_populates="export", order_by="BookVolume.number", lazy="selectin"
    )

    @property
    def made(self) -> int:
        """How many volumes lie there."""
        return sum(one.sha256 is not None for one in self.volumes)


class BookVolume(Identified, Base):
    """One volume: the numbers from the first to the last; `sha256` of the sealed PDF once it is made."""

    __tablename__ = "book_volume"
    __table_args__ = (UniqueConstraint("export_id", "number"),)

    export_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("book_export.id"))
    number: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    made_at: Mapped[datetime | None]
    export: Mapped[BookExport] = relationship(back_populates="volumes")


def ask_check(book: Book, by: uuid.UUID | None, now: datetime) -> BookCheck:
    """A check that waits for its job; one that waits already is not asked for twice."""
    query = select(BookCheck).where(*book.holds(BookCheck), BookCheck.state == WAITING)
    if (waiting := session().scalar(query)) is not None:
        return waiting
    made = BookCheck(institution_id=book.institution_id, year=book.year, asked_at=now, asked_by_id=by)
    session().add(made)
    session().flush()
    return made


def checks(book: Book, most: int = 10) -> Sequence[BookCheck]:
    """The checks of a book, the latest first."""
    query = select(BookCheck).where(*book.holds(BookCheck)).order_by(BookCheck.asked_at.desc())
    return session().scalars(query.limit(most)).all()


def last_check(book: Book) -> BookCheck | None:
    """The latest check that has ended; its faults stand until a later one finds none."""
    query = select(BookCheck).where(*book.holds(BookCheck), BookCheck.state == DONE)
    return session().scalars(query.order_by(BookCheck.finished_at.desc()).limit(1)).first()


def ask_export(book: Book, by: uuid.UUID, now: datetime, size: int = VOLUME) -> BookExport:
    """The book as it stands now, to be set in volumes. Raises Refusal `book.empty`."""
    row = session().get(RegisterBook, tuple(book))
    last = session().scalar(select(func.max(RegisterEntry.number)).where(*book.holds(RegisterEntry)))
    if row is None or not last:
        raise Refusal("book.empty", year=book.year)
    made = BookExport(
        institution_id=book.institution_id,
        year=book.year,
        last_number=last,
        head_hash=row.last_hash,
        asked_at=now,
        asked_by_id=by,
    )
    made.volumes = [
        BookVolume(number=place, first=first, last=min(first + size - 1, last))
        for place, first in enumerate(range(1, last + 1, size), 1)
    ]
    session().add(made)
    session().flush()
    return made


def exports(book: Book, most: int = 10) -> Sequence[BookExport]:
    """The exports of a book, the latest first."""
    query = select(BookExport).where(*book.holds(BookExport)).order_by(BookExport.asked_at.desc())
    return session().scalars(query.limit(most)).all()


def books(institution_id: uuid.UUID) -> list[RegisterBook]:
    """The books of an institution, the latest year first."""
    query = select(RegisterBook).where(RegisterBook.institution_id == institution_id)
    return list(session().scalars(query.order_by(RegisterBook.year.desc())))


def count(book: Book) -> int:
    """How many entries stand in it."""
    query = select(func.count()).select_from(RegisterEntry).where(*book.holds(RegisterEntry))
    return session().scalar(query) or 0


def volume(volume_id: uuid.UUID) -> BookVolume:
    """A volume; the caller has checked the right to its book. Raises Refusal `book.no_volume`."""
    found = session().get(BookVolume, volume_id)
    if found is None:
        raise Refusal("book.no_volume")
    return found


def entries(book: Book, first: int, last: int) -> Sequence[RegisterEntry]:
    """The entries with the numbers from first to last, in order."""
    number = RegisterEntry.number
    query = select(RegisterEntry).where(*book.holds(RegisterEntry), number >= first, number <= last)
    return session().scalars(query.order_by(number)).all()


def in_order(book: Book, step: int = 500) -> Iterator[Sequence[RegisterEntry]]:
    """All entries by number, a few hundred at a time, forgetting those that were given."""
    after = 0
    while some := _after(book, after, step):
        after = some[-1].number
        yield some
        session().expunge_all()


def _after(book: Book, number: int, most: int) -> Sequence[RegisterEntry]:
    query = select(RegisterEntry).where(*book.holds(RegisterEntry), RegisterEntry.number > number)
    return session().scalars(query.order_by(RegisterEntry.number).limit(most)).all()
