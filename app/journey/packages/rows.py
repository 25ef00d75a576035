"""Rows of tables as plain JSON and back: every column by its own type, so that nothing is lost on the way."""

import base64
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

Plain = dict[str, Any]


def plain(row: Any) -> Plain:
    """A row of ours as JSON can hold it."""
    return {column.key: _plain(getattr(row, column.key)) for column in row.__table__.columns}


def _plain(value: object) -> object:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return value


def typed(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[Plain]:
    """JSON as values of that table. Raises KeyError, ValueError, TypeError for what is none of it."""
    return [{name: _typed(table.columns[name], value) for name, value in row.items()} for row in rows]


def _typed(column: Any, value: Any) -> object:
    if value is None:
        return None
    if isinstance(value, dict) and set(value) == {"base64"}:
        return base64.b64decode(value["base64"], validate=True)
    kind = _kind(column)
    if kind is uuid.UUID:
        return uuid.UUID(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind in {str, int, bool} and not isinstance(value, kind):
        raise TypeError(column.key)
    return value


def _kind(column: Any) -> type:
    kind = getattr(column.type, "impl_instance", column.type)
    try:
        found: type = kind.python_type
    except NotImplementedError:
        return object
    return found
