"""Furnished halls for tests: `hall` on SQLite, `any_hall` on SQLite and again on PostgreSQL.

Each test gets a copy of a hall that was furnished once in its worker.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.cityhall.people import accounts
from tests.hall import Hall, build, furnish, opened
from tests.postgres import Cluster

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Nobody attacks these passwords: hashing them may be cheap."""
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts._nobody = accounts._hasher.hash("nobody")


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


@pytest.fixture
def hall(furnished: Path, tmp_path: Path) -> Iterator[Hall]:
    """A hall of one's own on SQLite."""
    folder = tmp_path / "hall"
    shutil.copytree(furnished, folder)
    with opened(build(folder)) as one:
        yield one


@pytest.fixture
def postgres_hall(postgres_cluster: Cluster, furnished_postgres: str, tmp_path: Path) -> Iterator[Hall]:
    """A hall of one's own on PostgreSQL."""
    name = postgres_cluster.create(furnished_postgres)
    with opened(build(tmp_path / "hall", postgres_cluster.url(name))) as one:
        yield one
    postgres_cluster.drop(name)


@pytest.fixture(params=BOTH)
def any_hall(request: pytest.FixtureRequest) -> Hall:
    """The same test on both databases."""
    found: Hall = request.getfixturevalue("postgres_hall" if request.param == "postgres" else "hall")
    return found
