"""The special registers: certificates, authorizations, petitions … each with numbers of its own.

A paper in a special register also stands in the general one, which is chained; here is only its second
number, gap-free for each institution, register and year.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.registry import rules
from app.cityhall.registry.models import RegisterEntry
from app.database import Base, Identified, session

# As a paper calls them. The registers' names are local usage; the certificates' is Legea 169/2026 art. 314.
TITLES = {
    "certificates": "Registrul de evidență a certificatelor de urbanism",
    "authorizations": "Registrul acordurilor și autorizațiilor de funcționare",
    "operating_hours": "Registrul orarelor de funcționare",
    "petitions": "Registrul petițiilor",
    "audiences": "Registrul audiențelor",
    "complaints": "Registrul sesizărilor",
}
LONGEST_NUMBER = 9


class SpecialBook(Base):
    """One special register of one year; its row is locked while a number is given."""

    __tablename__ = "special_book"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), primary_key=True)
    register: Mapped[str] = mapped_column(String(30), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int] = mapped_column(default=0)


class SpecialEntry(Identified, Base):
    """A paper's number in a special register. Append-only."""

    __tablename__ = "special_entry"
    __table_args__ = (
        UniqueConstraint("institution_id", "register", "year", "number"),
        UniqueConstraint("entry_id", "register"),
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    register: Mapped[str] = mapped_column(String(30))
    year: Mapped[int]
    number: Mapped[int]
    entered_on: Mapped[date]
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_entry.id"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    entry: Mapped[RegisterEntry] = relationship(lazy="joined")

    @property
    def legal_number(self) -> str:
        """As written on paper: number/day.month.year."""
        return f"{self.number}/{self.entered_on:%d.%m.%Y}"


def enter(entry: RegisterEntry, register: str, title: str, now: datetime) -> SpecialEntry:
    """The next number of that register for a paper of the general one; asked again, the same.

    The book's row stays locked until the caller's transaction ends, so that no gap can appear. Call it
    after `registry.enter`: books are always locked in this order.
    """
    query = select(SpecialEntry).where(SpecialEntry.entry_id == entry.id, SpecialEntry.register == register)
    if (found := session().scalar(query)) is not None:
        return found
    day = rules.romanian_day(now)
    book = _locked_book(entry.institution_id, register, day.year)
    book.last_number += 1
    made = SpecialEntry(
        institution_id=entry.institution_id,
        register=register,
        year=day.year,
        number=book.last_number,
        entered_on=day,
        entry=entry,
        case_id=entry.case_id,
        title=title[:200],
    )
    session().add(made)
    session().flush()
    return made


def _locked_book(institution_id: uuid.UUID, register: str, year: int) -> SpecialBook:
    key = (institution_id, register, year)
    book = session().get(SpecialBook, key, with_for_update=True, populate_existing=True)
    if book is None:
        _open_book(institution_id, register, year)
        book = session().get(SpecialBook, key, with_for_update=True, populate_existing=True)
    assert book is not None
    return book


def _open_book(institution_id: uuid.UUID, register: str, year: int) -> None:
    dialect = session().get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    row = {"institution_id": institution_id, "register": register, "year": year, "last_number": 0}
    session().execute(insert(SpecialBook).values(**row).on_conflict_do_nothing())


def printed(entry: SpecialEntry) -> str:
    """As a paper says it: the register's name and the number."""
    return f"{TITLES[entry.register]}, nr. {entry.legal_number}"


def of_case(case_id: uuid.UUID) -> list[SpecialEntry]:
    """All special numbers of a case, in the order in which they were given."""
    query = select(SpecialEntry).join(RegisterEntry).where(SpecialEntry.case_id == case_id)
    return list(session().scalars(query.order_by(RegisterEntry.registered_at)))


def numbered(
    institution_id: uuid.UUID, register: str, number: int, year: int | None = None
) -> list[SpecialEntry]:
    """The papers with that number in a register, in one year or in all."""
    query = select(SpecialEntry).where(
        SpecialEntry.institution_id == institution_id,
        SpecialEntry.register == register,
        SpecialEntry.number == number,
    )
    return list(session().scalars(query if year is None else query.where(SpecialEntry.year == year)))


def of_entry(entry_id: uuid.UUID) -> list[SpecialEntry]:
    """The special numbers of one paper."""
    query = select(SpecialEntry).where(SpecialEntry.entry_id == entry_id)
    return list(session().scalars(query.order_by(SpecialEntry.register)))


@dataclass(frozen=True)
class Asked:
    """A page of one register of one year; `words` is a number or a part of a name."""

    institutions: Collection[uuid.UUID]
    register: str
    year: int
    words: str = ""


def listed(asked: Asked, *, limit: int, offset: int = 0) -> list[SpecialEntry]:
    """The entries asked for, the latest number first."""
    query = _matching(select(SpecialEntry), asked).order_by(SpecialEntry.number.desc())
    return list(session().scalars(query.limit(limit).offset(offset)))


def after(asked: Asked, number: int, most: int) -> list[SpecialEntry]:
    """The entries asked for beyond a number, in order."""
    query = _matching(select(SpecialEntry), asked).where(SpecialEntry.number > number)
    return list(session().scalars(query.order_by(SpecialEntry.number).limit(most)))


def count(asked: Asked) -> int:
    """How many entries match."""
    return session().scalar(_matching(select(func.count(SpecialEntry.id)), asked)) or 0


def years(institutions: Collection[uuid.UUID], register: str) -> list[int]:
    """The years that have a book of this register, the latest first."""
    query = select(SpecialBook.year).where(
        SpecialBook.institution_id.in_(institutions), SpecialBook.register == register
    )
    return list(session().scalars(query.distinct().order_by(SpecialBook.year.desc())))


def _matching(query: Any, asked: Asked) -> Any:
    query = query.where(
        SpecialEntry.institution_id.in_(asked.institutions),
        SpecialEntry.register == asked.register,
        SpecialEntry.year == asked.year,
    )
    words = asked.words.strip()
    number = words.split("/")[0]
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        return query.where(SpecialEntry.number == int(number))
    return query.where(SpecialEntry.title.icontains(words, autoescape=True)) if words else query
