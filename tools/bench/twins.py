"""A case many times over: its rows copied with ids of their own, also in the engine's state."""

import json
import re
import uuid
import zlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from app.database import Base, session, transaction

# In the order in which rows may be written. What stays outside is shared: the register's entry, papers.
BY_CASE = (
    *("term", "pause", "case_event", "case_run", "case_task"),
    *("case_timer", "awaited_message", "completion_request"),
)
TEXT_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Ids = dict[UUID, UUID]
Values = dict[str, Any]


def of(case_id: UUID, how_many: int, also: Sequence[UUID] = (), tables: Sequence[str] = BY_CASE) -> list[Ids]:
    """That many copies; for each, old ids to new ones. `also`: ids that stand only in the engine's state."""
    with transaction():
        connection = session().connection()
        rows = list(_rows(connection, "hall_case", "id", case_id))
        for name in tables:
            rows += _rows(connection, name, "case_id", case_id)
        made = [_new_ids(rows) | {old: uuid.uuid4() for old in also} for _ in range(how_many)]
        for table, row in rows:
            connection.execute(table.insert(), [_renamed(row, ids) for ids in made])
    return made


def _rows(connection: Connection, name: str, column: str, key: UUID) -> Iterator[tuple[Table, Values]]:
    table = Base.metadata.tables[name]
    for row in connection.execute(select(table).where(table.c[column] == key)).mappings():
        yield table, dict(row)


def _new_ids(rows: list[tuple[Table, Values]]) -> Ids:
    """New ones for whatever a row is known by; a task's also names its timer and its place in the state."""
    return {
        row[name]: uuid.uuid4()
        for _, row in rows
        for name in ("id", "task_id")
        if isinstance(row.get(name), UUID)
    }


def _renamed(row: Values, ids: Ids) -> Values:
    return {name: _value(value, ids) for name, value in row.items()}


def _value(value: Any, ids: Ids) -> Any:
    if isinstance(value, UUID):
        return ids.get(value, value)
    if isinstance(value, bytes):
        return zlib.compress(_text(zlib.decompress(value), ids))
    if isinstance(value, dict | list):
        return json.loads(_text(json.dumps(value).encode(), ids))
    return value


def _text(text: bytes, ids: Ids) -> bytes:
    known = {str(old).encode(): str(new).encode() for old, new in ids.items()}
    return TEXT_ID.sub(lambda found: known.get(found[0], found[0]), text)
