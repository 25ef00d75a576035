"""Very many rows at once: what one row says, said again by the database itself with some columns changed."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.database import Base

SQLITE_NUMBERS = (
    "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {}) SELECT i FROM s) AS n"
)
POSTGRES_NUMBERS = "generate_series(1, {}) AS n(i)"


def multiply(
    connection: Connection,
    table: str,
    times: int,
    changes: Mapping[str, str],
    where: str,
    **facts: object,
) -> None:
    """Insert each row found again, that many times; `changes` are SQL over its number `i` and the row `t`."""
    columns = Base.metadata.tables[table].columns.keys()
    chosen = ", ".join(changes.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    sqlite = connection.dialect.name == "sqlite"
    numbers = (SQLITE_NUMBERS if sqlite else POSTGRES_NUMBERS).format(int(times))
    # Names come from our own schema, the expressions from this folder.
    insert = f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} t, {numbers} WHERE {where}"  # noqa: S608
    connection.execute(text(insert), facts)
