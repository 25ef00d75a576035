"""Decreed days off: rows with their act, for one institution or for all; and the list they once were."""

import json
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from app.cityhall import institutions
from app.cityhall.terms import days_off
from app.database import db, session, transaction
from app.refusal import Refusal
from tests.hall import ROOT, Hall, build
from tests.halls import BOTH

D = date.fromisoformat
MIGRATIONS = str(ROOT / "migrations")


def test_a_day_holds_for_its_institution_or_for_the_whole_country(each_hall: Hall) -> None:
    ours, theirs = (institutions.by_code(code) for code in ("PS6", "ADP6"))
    assert ours is not None
    assert theirs is not None
    with transaction():
        days_off.add(D("2026-12-28"), "HG 1/2026", None)
        days_off.add(D("2026-12-29"), "Dispoziția 2/2026", ours.id)
        days_off.add(D("2026-12-05"), "HG 1/2026", None, worked=True)
    assert days_off.calendar_of(theirs.id).off == {D("2026-12-28"): "HG 1/2026"}
    assert set(days_off.calendar_of(ours.id).off) == {D("2026-12-28"), D("2026-12-29")}
    assert days_off.calendar_of(theirs.id).worked == {D("2026-12-05"): "HG 1/2026"}
    with transaction():
        days_off.remove(D("2026-12-28"), None)
    assert days_off.calendar_of(theirs.id).off == {}


@pytest.mark.parametrize(
    ("day", "worked", "key"),
    [
        ("2026-12-28", False, "day_off.known"),
        ("2026-12-25", False, "day_off.no_change"),
        ("2026-12-26", False, "day_off.no_change"),
        ("2026-12-29", True, "day_off.no_change"),
    ],
)
def test_a_day_is_decreed_once_and_only_when_it_changes_something(
    hall: Hall, day: str, worked: bool, key: str
) -> None:
    with transaction():
        days_off.add(D("2026-12-28"), "HG", None)
    with pytest.raises(Refusal) as refused:
        days_off.add(D(day), "HG", None, worked=worked)
    assert refused.value.key == key
    with pytest.raises(Refusal, match=r"day_off\.unknown"):
        days_off.remove(D("2026-12-30"), None)


@pytest.fixture(params=BOTH)
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A database as it was when days off lay in a list."""
    on_postgres = request.param == "postgres"
    made = build(tmp_path, request.getfixturevalue("empty_postgres_url") if on_postgres else None)
    with made.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS, revision="0005")
        yield made
        db.session.remove()
        db.engine.dispose()


def test_the_lists_of_days_become_rows_and_lists_again(before: Flask) -> None:
    hall, days = uuid.uuid4(), ["2026-12-28", "2026-12-29"]
    with transaction() as current:
        facts = dict.fromkeys(("name", "short_name", "cif", "address", "phone", "email", "desk_hours"), "x")
        current.execute(
            text(
                "INSERT INTO institution (id, code, is_demo, name, short_name, cif, address, phone, email, "
                "desk_hours) VALUES (:id, 'PS6', :demo, :name, :short_name, :cif, :address, :phone, :email, "
                ":desk_hours)"
            ),
            {"id": hall.hex, "demo": True, **facts},
        )
        for key, value in (("days_off", {"days": days}), ("fee", {"lei": 5})):
            current.execute(
                text(
                    "INSERT INTO local_rule (id, institution_id, key, value, act, valid_from) "
                    "VALUES (:id, :hall, :key, :value, 'HG 1/2026', '2026-01-01')"
                ),
                {"id": uuid.uuid4().hex, "hall": hall.hex, "key": key, "value": json.dumps(value)},
            )
    session().close()
    flask_migrate.upgrade(directory=MIGRATIONS, revision="0006")
    assert {str(day) for day in days_off.calendar_of(hall).off} == set(days)
    with transaction():
        days_off.add(D("2027-01-04"), "HG 2/2026", None)
    session().close()
    assert rules() == [("fee", None)]
    flask_migrate.downgrade(directory=MIGRATIONS, revision="0005")
    assert rules() == [
        ("days_off", ["2026-12-28", "2026-12-29"]),
        ("days_off", ["2027-01-04"]),
        ("fee", None),
    ]


def rules() -> list[tuple[str, list[str] | None]]:
    found = session().execute(text("SELECT key, value FROM local_rule ORDER BY key, valid_from")).all()
    session().close()
    values = [(key, json.loads(value) if isinstance(value, str) else value) for key, value in found]
    return [(key, value.get("days")) for key, value in values]
