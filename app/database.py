"""The database: its handle, the base of all tables, and the one visible transaction.

On SQLite every writing transaction is `BEGIN IMMEDIATE`: two writers that begin DEFERRED and upgrade
fail at once instead of waiting (measured: up to 300 of 300). On PostgreSQL rows are locked with
`SELECT … FOR UPDATE` where they are read to be changed.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from alembic.runtime.migration import MigrationContext
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, TypeDecorator, Uuid, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError

__all__ = [
    "Base",
    "Identified",
    "Instant",
    "StaleDataError",
    "db",
    "insert_once",
    "locking",
    "prepare_engine",
    "session",
    "transaction",
]

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MILLISECONDS = 30_000
Row = TypeVar("Row", bound="Base")


class Instant(TypeDecorator[datetime]):
    """A moment, always aware and in UTC (SQLite keeps no zone of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table's base: constraint names by convention, so that migrations read well."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: Instant,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
        uuid.UUID: Uuid,
    }


class Identified:
    """A row known by a random id, fit for an address nobody can guess."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


def session() -> Session:
    """The session of this request or job."""
    return db.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """One writing transaction: all of it is kept, or none.

    What was read before is forgotten first, so that everything inside is as fresh as its locks.
    """
    current = session()
    current.rollback()
    current.connection(execution_options={"writes": True})
    try:
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        raise


def revision() -> str | None:
    """The migration that the database stands at; asking proves that it answers."""
    return MigrationContext.configure(session().connection()).get_current_revision()


def locking() -> bool:
    """Does this database lock single rows (PostgreSQL), or the whole file (SQLite)?"""
    return session().get_bind().dialect.name != "sqlite"


def insert_once(table: type[Row], **values: Any) -> Row | None:
    """Insert a row in one statement; None when one with a unique value of it is there."""
    insert = (postgresql.insert if locking() else sqlite.insert)(table).values(**values)
    return session().scalars(insert.on_conflict_do_nothing().returning(table)).one_or_none()


def prepare_engine(engine: Engine) -> None:
    """Teach an engine the habits above; call once for each engine made."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)


def _sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # A registration number given out must survive a power cut: FULL, not NORMAL.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
