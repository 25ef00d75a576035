"""Is the process alive, and can the hall work? Strangers learn the parts' names and no more."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app

from app import database
from app.cityhall.procedures import queries as procedures
from app.journey import watch
from app.logs import log
from app.web import gate
from app.web.public import public

Answer = tuple[dict[str, object], int]
SQLITE = "sqlite:///"


@public.get("/healthz")
def healthz() -> Answer:
    """The process answers."""
    return {"alive": True}, 200


@public.get("/readyz")
def readyz() -> Answer:
    """Can somebody file a request now? Without a worker one still can, and its part says so."""
    found = {name: _holds(name, check) for name, check in PARTS.items()}
    ready = all(found.values())
    worker = found["database"] and _holds("worker", lambda: watch.worker_alive(gate.now()))
    return {"ready": ready, **found, "worker": worker}, 200 if ready else 503


def _holds(name: str, check: Callable[[], bool]) -> bool:
    """A part that cannot even be asked does not hold."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the answer is no
        database.session().rollback()
        log.warning("ready.part_failed", part=name, error=type(error).__name__)
        return False


def _database() -> bool:
    """Asked anew: a SQLite file that was removed goes on answering to whoever has it open."""
    url: str = current_app.extensions["settings"].database_url
    if url.startswith(SQLITE):
        file = Path(url.removeprefix(SQLITE)).resolve().as_uri()
        with closing(sqlite3.connect(f"{file}?mode=rw", uri=True)) as asked:
            asked.execute("SELECT version_num FROM alembic_version")
    return database.revision() is not None


def _migrations() -> bool:
    return database.revision() == _newest(current_app.extensions["migrate"].directory)


@cache
def _newest(folder: str) -> str | None:
    return ScriptDirectory(folder).get_current_head()


def _files() -> bool:
    gate.house().outside.files.check()
    return True


PARTS: Mapping[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "files": _files,
    "procedures": lambda: bool(procedures.offered()),
}
