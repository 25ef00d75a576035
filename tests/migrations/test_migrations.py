"""Migrations go up, down and up again, and say the same as the models; on both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import procrastinate.schema
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Column, inspect

from app.database import Base, db
from tests.hall import ROOT, build
from tests.halls import BOTH

MIGRATIONS = str(ROOT / "migrations")
# Tables of the library that carries jobs on PostgreSQL: its own, made and dropped by our migration.
LIBRARY = "procrastinate_"
# Indexes over words: each database has its own kind, which no model can say for both.
WORDS = "_fts"


@pytest.fixture(params=BOTH)
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application over a database without a single table."""
    on_postgres = request.param == "postgres"
    made = build(tmp_path, request.getfixturevalue("empty_postgres_url") if on_postgres else None)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def ours() -> set[str]:
    return {table for table in tables() if _is_ours(table, "table", None)}


def test_up_down_and_up_again(app: Flask) -> None:
    assert tables() == set()
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert ours() == set(Base.metadata.tables)
    flask_migrate.downgrade(directory=MIGRATIONS, revision="base")
    assert tables() == set()
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert ours() == set(Base.metadata.tables)


def test_the_library_that_carries_jobs_has_the_tables_that_we_made_for_it() -> None:
    """It fails when a new release of it brings others: then its own migration becomes one of ours."""
    made = max((ROOT / "migrations" / "procrastinate").glob("*.sql"))
    assert procrastinate.schema.SchemaManager.get_schema() == made.read_text()


def test_models_and_migrations_agree(app: Flask) -> None:
    flask_migrate.upgrade(directory=MIGRATIONS)
    with db.engine.connect() as connection:
        options = {"compare_type": _other_type, "include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_every_index_with_a_condition_kept_it(app: Flask) -> None:
    """What keeps two workers off one case, and two parcels out of one door."""
    flask_migrate.upgrade(directory=MIGRATIONS)
    conditional = {
        "ix_assignment_open_department",
        "ix_assignment_open_holder",
        "ix_routing_item_open",
        "ix_case_task_done",
        "ix_case_task_open",
        "uq_file_fault_open",
        "uq_legal_hold_open",
        "uq_archive_selection_item_open",
        "uq_incident_open_job",
        "uq_incident_open_place",
        "ix_job_ready_case",
        "ix_locker_waiting_standing",
        "ix_register_card_open",
        "uq_audience_booking_case",
        "uq_audience_booking_hour",
        "uq_job_running_case",
        "uq_cabinet_alarm_open",
        "uq_counter_visit_case",
        "uq_parcel_living_compartment",
        "uq_procedure_draft_open",
        "uq_procedure_version_current",
        "uq_publication_open",
    }
    found = {
        index["name"]
        for table in ours()
        for index in inspect(db.engine).get_indexes(table)
        if any(option.endswith("_where") for option in index.get("dialect_options", {}))
    }
    assert found == conditional


def _is_ours(name: str | None, _kind: str, _parents: Any) -> bool:
    return not (name or "").startswith(LIBRARY) and WORDS not in (name or "")


def _other_type(_context: Any, _inspected: Column[Any], column: Column[Any], found: Any, wanted: Any) -> bool:
    """Kinds and lengths must agree as this database spells them."""
    said, meant = (str(kind.compile(dialect=db.engine.dialect)).upper() for kind in (found, wanted))
    return said != meant


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory(MIGRATIONS)
    assert len(script.get_heads()) == 1
    assert all(one.doc for one in script.walk_revisions())
