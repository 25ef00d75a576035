"""`/healthz` and `/readyz` tell the truth, `/metrics` tells figures to who has the key."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app import metrics
from app.cityhall import incidents
from app.cityhall.cases.models import CaseTimer
from app.cityhall.procedures.models import ProcedureVersion
from app.database import db, session, transaction
from app.queue.beats import Heart
from tests.hall import ROOT, Hall, build, opened
from tests.postgres import Cluster
from tests.web.citizen.people import Enter
from tests.web.desk.conftest import Browser

WHOLE = {"ready": True, "database": True, "migrations": True, "files": True, "procedures": True}
KEY = "a-key-for-the-monitoring"


def ready(hall: Hall) -> tuple[int, dict[str, bool]]:
    answer = browser(hall).get("/readyz")
    assert answer.json is not None
    return answer.status_code, answer.json


def browser(hall: Hall) -> FlaskClient:
    return Browser(hall.app, hall.app.response_class)


def test_a_whole_hall_is_ready_even_when_nobody_works(hall: Hall, enter: Enter) -> None:
    assert ready(hall) == (200, {**WHOLE, "worker": False})
    heart = Heart()
    heart.beat(hall.now)
    assert ready(hall) == (200, {**WHOLE, "worker": True})
    hall.now += timedelta(minutes=2)
    assert ready(hall) == (200, {**WHOLE, "worker": False})
    heart.beat(hall.now)
    assert ready(hall)[1]["worker"]


def test_a_removed_database_file_is_told_although_it_still_answers(hall: Hall) -> None:
    assert ready(hall)[0] == 200
    file = hall.app.extensions["settings"].instance / "hall.sqlite"
    away = file.rename(file.with_name("away"))
    status, parts = ready(hall)
    assert (status, parts["ready"], parts["database"]) == (503, False, False)
    assert not file.exists(), "asking must not make an empty one"
    assert browser(hall).get("/healthz").status_code == 200
    away.rename(file)
    assert ready(hall)[0] == 200


@pytest.mark.postgres
def test_a_postgresql_that_is_gone_is_told_and_found_again(
    postgres_cluster: Cluster, postgres_hall: Hall
) -> None:
    assert ready(postgres_hall)[0] == 200
    name = str(db.engine.url.database)
    postgres_cluster.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    postgres_cluster.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert ready(postgres_hall) == (503, {**dict.fromkeys(WHOLE, False), "files": True, "worker": False})
    postgres_cluster.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert [ready(postgres_hall)[0] for _ in range(2)][-1] == 200


@pytest.fixture
def older(furnished: Path, tmp_path: Path) -> Iterator[Hall]:
    """A hall whose database stands one migration behind the program."""
    shutil.copytree(furnished, tmp_path / "hall")
    with opened(build(tmp_path / "hall")) as one:
        flask_migrate.downgrade(directory=str(ROOT / "migrations"), revision="-1")
        yield one


def test_a_database_before_its_migration_is_told(older: Hall) -> None:
    status, parts = ready(older)
    assert (status, parts["database"], parts["migrations"]) == (503, True, False)


def test_a_store_that_cannot_be_written_is_told(hall: Hall) -> None:
    files = hall.app.extensions["settings"].instance / "files"
    shutil.rmtree(files, ignore_errors=True)
    files.write_text("a file where the folder should be")
    status, parts = ready(hall)
    assert (status, parts["files"], parts["database"]) == (503, False, True)


def test_a_hall_without_procedures_is_not_ready(hall: Hall) -> None:
    with transaction():
        session().execute(update(ProcedureVersion).values(retired_at=hall.now))
    status, parts = ready(hall)
    assert (status, parts["procedures"], parts["database"]) == (503, False, True)


@pytest.fixture
def watched(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """A hall with a key for the monitoring."""
    shutil.copytree(furnished, tmp_path / "watched")
    with opened(build(tmp_path / "watched", metrics_key=KEY)) as one:
        monkeypatch.setattr("app.web.gate.now", lambda: one.now)
        yield one


def scraped(hall: Hall) -> dict[str, float]:
    text = browser(hall).get("/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
    found = re.findall(r"^(hall_\S+) (\S+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}


def test_nobody_without_the_key_learns_that_there_are_figures(hall: Hall, watched: Hall) -> None:
    for given in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Basic {KEY}"}):
        assert browser(watched).get("/metrics", headers=given).status_code == 404
    assert browser(hall).get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    answer = browser(watched).get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_figures_follow_what_happens(watched: Hall) -> None:
    before = scraped(watched)
    assert before["hall_incidents_open"] == 0
    assert "hall_worker_seen_seconds" not in before
    watched.stopped = True
    case = watched.petition()
    with transaction():
        incidents.open("timer", watched.now, case_id=case.id, element="later", facts={})
        due = watched.now + timedelta(seconds=10)
        facts = {"task_id": case.id, "case_id": case.id, "element": "later", "due_at": due}
        session().add(CaseTimer(**facts, **({"try_at": due} if hasattr(CaseTimer, "try_at") else {})))
    Heart().beat(watched.now)
    watched.now += timedelta(seconds=40)
    after = scraped(watched)
    assert after['hall_jobs{state="ready"}'] == 1
    assert after["hall_jobs_oldest_seconds"] == 40
    assert (after["hall_timers_late"], after["hall_timers_late_seconds"]) == (1, 30)
    assert after["hall_incidents_open"] == 1
    assert (after["hall_worker_seen_seconds"], after["hall_workers_alive"]) == (40, 0)


def test_what_was_counted_is_forgotten_only_at_a_new_start(tmp_path: Path) -> None:
    counted = tmp_path / "metrics" / "counter_7.db"
    counted.parent.mkdir()
    counted.write_bytes(b"")
    metrics.begin_anew(tmp_path)
    assert not counted.exists()
    metrics.begin_anew(tmp_path / "a hall that never ran")
