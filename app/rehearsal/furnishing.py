"""What a hall on paper takes over from the real one: its desks, posts, programme and rules; nobody's case.

Rows are read as they are and written into the paper's own database; what leads out of what is copied (to
somebody who works there no more) is left out. Of people only the names come along, of accounts nothing.
"""

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from app.cityhall.audiences.models import AudienceHours, BlackoutDay, Official
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.institutions import Department, Institution, LocalRule
from app.cityhall.people.models import Account, Person, Post
from app.cityhall.procedures.models import Procedure
from app.cityhall.terms.days_off import DayOff
from app.database import Base, session

Row = dict[str, Any]
Rows = dict[str, list[Row]]
NOBODY_KNOWS = "!"  # no password gives this
LONG_AGO = date(2000, 1, 1)


def read(institution_id: uuid.UUID) -> Rows:
    """The rows of one institution, by table, in an order in which they can be written."""
    here = institution_id
    official = select(Official.id).where(Official.institution_id == here)
    account = select(Post.account_id).where(Post.institution_id == here)
    person = select(Account.person_id).where(Account.id.in_(account))
    wanted: Sequence[tuple[type[Base], ColumnElement[bool] | None]] = (
        (Institution, None),
        (Department, None),
        (LocalRule, LocalRule.institution_id == here),
        (DayOff, (DayOff.institution_id == here) | DayOff.institution_id.is_(None)),
        (Cabinet, Cabinet.institution_id == here),
        (Person, Person.id.in_(person)),
        (Account, Account.id.in_(account)),
        (Post, Post.institution_id == here),
        (Official, Official.institution_id == here),
        (AudienceHours, AudienceHours.official_id.in_(official)),
        (BlackoutDay, BlackoutDay.official_id.in_(official)),
        (Procedure, Procedure.institution_id == here),
    )
    rows: Rows = {}
    for model, which in wanted:
        table: Table = model.__table__  # type: ignore[assignment]
        query = select(table) if which is None else select(table).where(which)
        found = session().execute(query.order_by(*table.primary_key.columns)).mappings()
        rows[table.name] = [_made_paper(table.name, dict(row)) for row in found]
    return _closed(rows)


def _closed(rows: Rows) -> Rows:
    """Without what refers to something that is not copied."""
    known: dict[str, set[Any]] = {name: {row["id"] for row in found} for name, found in rows.items()}
    kept: Rows = {}
    for name, found in rows.items():
        kept[name] = [row for row in found if _stands(Base.metadata.tables[name], row, known)]
    return kept


def _stands(table: Table, row: Row, known: Mapping[str, set[Any]]) -> bool:
    """Does all that the row needs come along? What it can do without is taken out of it."""
    for column in table.columns:
        for key in column.foreign_keys:
            there = known.get(key.column.table.name, set())
            if row[column.name] is not None and row[column.name] not in there:
                if not column.nullable:
                    return False
                row[column.name] = None
    return True


def _made_paper(table: str, row: Row) -> Row:
    return {**row, **_CHANGED[table](row)} if table in _CHANGED else row


def _nowhere(row: Row) -> str:
    return f"{row['id'].hex}@proba.example"


# What is somebody's own stays behind; papers of a paper hall say that they are for demonstration.
_CHANGED: Mapping[str, Callable[[Row], Row]] = {
    "institution": lambda _row: {"is_demo": True},
    "person": lambda row: {"email": _nowhere(row), "phone": None, "cnp": None, "address": {}},
    "account": lambda row: {"email": _nowhere(row), "password_hash": NOBODY_KNOWS},
    # Who works there now did so, on paper, when the earliest story begins; a deputy only from the act's day.
    "post": lambda row: {} if row["delegation_act"] else {"valid_from": LONG_AGO},
}


def write(rows: Rows) -> None:
    """Into the database of this context; inside a transaction."""
    for name, found in rows.items():
        if found:
            session().execute(Base.metadata.tables[name].insert(), found)


def digest(rows: Rows) -> str:
    """Names what was read: the same again needs no new hall."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()
