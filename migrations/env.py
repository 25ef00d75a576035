"""Migrations run on the application's own engine, in one writing transaction."""

from typing import Any

from alembic import context
from flask import current_app

from app.database import Base, Instant


def render(kind: str, thing: Any, _context: Any) -> str | bool:
    """Moments are plain zoned timestamps in the migration files."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Instant) else False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render,
            render_as_batch=engine.dialect.name == "sqlite",
            compare_type=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
