"""A real PostgreSQL for the tests: one cluster a run, one migrated template, a fresh copy for each test.

None found fails the test: a skipped PostgreSQL test would prove nothing.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools import cluster
from tools.cluster import FAST, Cluster, own_cluster

__all__ = ["Cluster", "own_cluster"]

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "HALL_TEST_POSTGRES"
TEMPLATE = "hall_template"


@pytest.fixture(scope="session")
def postgres_cluster() -> Cluster:
    """The run's one cluster, started by whichever worker asks first."""
    folder = Path(os.environ[FOLDER])
    with _locked(folder / "lock"):
        port_file = folder / "port"
        if not port_file.exists():
            port_file.write_text(str(cluster.start(folder, FAST)))
        return Cluster(int(port_file.read_text()))


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database all copies are made of: empty but for our migrations."""
    with _locked(Path(os.environ[FOLDER]) / "lock"):
        if not postgres_cluster.has(TEMPLATE):
            making = postgres_cluster.create()
            _migrate(postgres_cluster.url(making), tmp_path_factory.mktemp("template"))
            postgres_cluster.run(f"ALTER DATABASE {making} RENAME TO {TEMPLATE}")
    return TEMPLATE


@pytest.fixture
def postgres_url(postgres_cluster: Cluster, postgres_template: str) -> Iterator[str]:
    """A fresh migrated database of one's own."""
    name = postgres_cluster.create(postgres_template)
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)


@pytest.fixture
def empty_postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """A fresh database without a single table, for the migrations themselves."""
    name = postgres_cluster.create()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)


def pytest_configure(config: pytest.Config) -> None:
    """The first process of a run makes the folder that its workers will share."""
    if not hasattr(config, "workerinput"):
        cluster.sweep()
        os.environ[FOLDER] = str(cluster.new_folder())


def pytest_unconfigure(config: pytest.Config) -> None:
    """It also ends the cluster, after the last worker has gone."""
    if not hasattr(config, "workerinput") and FOLDER in os.environ:
        cluster.stop(Path(os.environ.pop(FOLDER)))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str, instance: Path) -> None:
    """Our migrations, as an operator would run them."""
    secrets = ("SECRET_KEY", "SMS_API_KEY", "SMS_CALLBACK_KEY", "PAYMENT_KEY")
    told = {"DATABASE_URL": url, "INSTANCE": str(instance), **dict.fromkeys(secrets, "only for the tests")}
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    done = subprocess.run(words, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr[-3000:]}", pytrace=False)
