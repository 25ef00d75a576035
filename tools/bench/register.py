"""A register of very many entries: each with its hash, its place in the chain and its card, quickly written.

What the database does for each row at other times (words, indexes of cards) it does once at the end.
"""

import json
import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from types import SimpleNamespace
from typing import Any

from flask import Flask
from sqlalchemy import insert, text
from sqlalchemy.engine import Connection, Engine

from app.cityhall.institutions import Institution
from app.cityhall.registry import actions, cards, rules
from app.cityhall.registry.actions import Paper
from app.cityhall.registry.models import RegisterBook
from app.database import db

BATCH = 5_000
HALL = uuid.UUID("7f1f4a9e-0b1c-4c55-9d3e-4a5d3f0e2b61")
YEAR = 2025
NEW_YEAR = datetime(YEAR, 1, 1, 6, tzinfo=UTC)
SUBJECTS = (
    "Petiție",
    "Sesizare",
    "Cerere de certificat",
    "Adresă",
    "Factură",
    "Citație",
    "Contestație",
    "Notă",
)
MATTERS = (
    "groapă în carosabil",
    "iluminat public",
    "câini fără stăpân",
    "spații verzi",
    "parcare de reședință",
)
DEPARTMENTS = ("Registratură", "Salubrizare", "Urbanism", "Buget", "Relații cu publicul", "Juridic", "Arhivă")
CHANNELS = ("portal", "counter", "email", "post", "locker")
SYLLABLES = (
    "mu",
    "re",
    "șan",
    "po",
    "pes",
    "cu",
    "io",
    "nes",
    "țe",
    "ră",
    "du",
    "vla",
    "di",
    "ste",
    "fan",
    "gră",
)


def fill(halls: Sequence[Flask], entries: int) -> uuid.UUID:
    """Write the same entries of one year into each; the institution that they are of."""
    with ExitStack() as until:
        connections = [until.enter_context(_engine(one).begin()) for one in halls]
        for connection in connections:
            _begin(connection)
        book = RegisterBook(institution_id=HALL, year=YEAR, shelf=1, last_hash=rules.GENESIS)
        book.last_number = book.last_position = 0
        rows = _rows(book, entries)
        while batch := list(islice(rows, BATCH)):
            for connection in connections:
                _write(connection, batch)
        for connection in connections:
            _end(connection, book)
    for one in halls:
        with _engine(one).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            tidy = "ANALYZE" if _lite(connection) else "VACUUM ANALYZE register_entry, register_card"
            connection.execute(text(tidy))
    return HALL


def _engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def _lite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _begin(connection: Connection) -> None:
    facts = dict.fromkeys(("name", "short_name", "cif", "address", "phone", "email", "desk_hours"), "Bench")
    connection.execute(insert(Institution).values(id=HALL, code="BENCH", **facts))
    if _lite(connection):
        connection.execute(text("DROP TRIGGER register_card_words"))
        return
    connection.execute(text("DROP INDEX ix_register_card_fts"))
    connection.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    connection.execute(text("SET LOCAL session_replication_role = replica"))


def _end(connection: Connection, book: RegisterBook) -> None:
    columns = RegisterBook.__table__.columns
    connection.execute(insert(RegisterBook).values({one.name: getattr(book, one.name) for one in columns}))
    if _lite(connection):
        connection.execute(text(cards.FTS_TRIGGER))
        connection.execute(text("INSERT INTO register_card_fts (register_card_fts) VALUES ('rebuild')"))
    else:
        connection.execute(text(cards.GIN_INDEX))


def paper(institution_id: uuid.UUID, place: int, chance: random.Random) -> Paper:
    """A paper such as come every day; one name in some hundred, one street in some thousand."""
    name = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
    street = "".join(chance.choices(SYLLABLES, k=4)).capitalize()
    number = f"{chance.choice('ABCD')}-{place}/{YEAR}" if place % 3 == 0 else None
    return Paper(
        institution_id=institution_id,
        direction=chance.choices(("in", "out", "internal"), (60, 30, 10))[0],
        issuer=f"{chance.choice(('Ioana', 'Vlad', 'Elena', 'Mihai'))} {name}",
        summary=f"{chance.choice(SUBJECTS)}: {chance.choice(MATTERS)}, str. {street} nr. {place % 90}",
        department=chance.choices(DEPARTMENTS, (40, 20, 15, 10, 8, 6, 1))[0],
        file_code="II B 4",
        channel=chance.choices(CHANNELS, (40, 30, 20, 9, 1))[0],
        sender_number=number,
    )


Made = tuple[dict[str, Any], dict[str, Any]]


def _rows(book: RegisterBook, entries: int) -> Iterator[Made]:
    chance = random.Random(entries)
    for place in range(1, entries + 1):
        now = NEW_YEAR + timedelta(days=363 * place / entries)
        book.last_number += 1
        own = paper(book.institution_id, place, chance)
        facts = actions.row_of(book, book.last_number, own, now, now)
        entry: Any = SimpleNamespace(**facts)
        card = cards.row_of(entry, book.shelf)
        if place % 20 and card["state"] == cards.OPEN:
            card["state"] = cards.CLOSED  # most of it was done long ago
        yield facts, card


def _write(connection: Connection, batch: Sequence[Made]) -> None:
    write = _inserted if _lite(connection) else _copied
    write(connection, "register_entry", [facts for facts, _ in batch])
    write(connection, "register_card", [facts for _, facts in batch])


def _inserted(connection: Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    cursor = connection.connection.cursor()
    # Names come from our own schema.
    cursor.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
        [tuple(map(_plain, row.values())) for row in rows],
    )


def _copied(connection: Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in rows[0])
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(json.dumps(one) if isinstance(one, list) else one for one in row.values()))


def _plain(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, list) else value
