"""Furnished halls for tests: `hall` on SQLite, `any_hall` on SQLite and again on PostgreSQL.

Each test gets a copy of a hall that was furnished once in its worker.
"""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask

from app.cityhall.people import accounts
from tests.hall import Hall, build, furnish, opened, world
from tests.postgres import Cluster

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
BOTH_BY_NIGHT = ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.nightly])]


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Nobody attacks these passwords: hashing them may be cheap."""
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts._nobody = accounts._hasher.hash("nobody")


@pytest.fixture(scope="session", autouse=True)
def _seldom_collected() -> None:
    """What a worker keeps (diagrams, statements, pages) is looked through seldom: it stays to the end."""
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration sector in it."""
    folder = tmp_path_factory.mktemp("furnished")
    app = build(folder)
    furnish(app)
    with opened(app):
        pass
    return folder


@pytest.fixture(scope="session")
def furnished_postgres(
    postgres_cluster: Cluster, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of a PostgreSQL database with the demonstration sector in it."""
    name = postgres_cluster.create(postgres_template)
    app = build(tmp_path_factory.mktemp("furnished_postgres"), postgres_cluster.url(name))
    furnish(app, migrate=False)
    with opened(app):
        pass
    return name


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for each worker: the pages and statements it has compiled serve every test."""
    return build(tmp_path_factory.mktemp("standing"))


@pytest.fixture(scope="session")
def standing_postgres(postgres_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The same on PostgreSQL, whose database is made anew for each test."""
    url = postgres_cluster.url(f"hall_{uuid4().hex}")
    return build(tmp_path_factory.mktemp("standing_postgres"), url)


@pytest.fixture
def hall(standing: Flask, furnished: Path) -> Iterator[Hall]:
    """A hall of one's own on SQLite."""
    folder = standing.extensions["settings"].instance
    shutil.rmtree(folder)
    shutil.copytree(furnished, folder)
    with _as_new(standing) as one:
        yield one


@pytest.fixture
def postgres_hall(
    standing_postgres: Flask, postgres_cluster: Cluster, furnished_postgres: str
) -> Iterator[Hall]:
    """A hall of one's own on PostgreSQL."""
    name = standing_postgres.extensions["settings"].database_url.rpartition("/")[2]
    postgres_cluster.create(furnished_postgres, name)
    with _as_new(standing_postgres) as one:
        yield one
    postgres_cluster.drop(name)


@contextmanager
def _as_new(app: Flask) -> Iterator[Hall]:
    """The hall with a new world outside; what the test sets is forgotten after it."""
    config, house = dict(app.config), app.extensions["house"]
    app.extensions["house"] = replace(house, outside=world(app.extensions["settings"].instance))
    with opened(app) as one:
        yield one
    app.config.clear()
    app.config.update(config)


@pytest.fixture(params=BOTH)
def any_hall(request: pytest.FixtureRequest) -> Hall:
    """The same test on both databases."""
    found: Hall = request.getfixturevalue("postgres_hall" if request.param == "postgres" else "hall")
    return found


@pytest.fixture(params=BOTH_BY_NIGHT)
def each_hall(request: pytest.FixtureRequest) -> Hall:
    """The same where the databases hardly differ (no locks, no numbers, no queue): PostgreSQL by night."""
    found: Hall = request.getfixturevalue("postgres_hall" if request.param == "postgres" else "hall")
    return found
