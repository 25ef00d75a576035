"""Where a bench is set up: furnished halls in this process, on SQLite and on PostgreSQL, each its own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from flask import Flask

from app import settings
from app.assembly import create_app
from app.database import db, session
from tools import place
from tools.bench import yes
from tools.cluster import FAST, Cluster, own_cluster
from tools.place import Place

# What is measured is vacuumed by hand; the automatic one would begin at any moment, or hold ours up.
OPTIONS = (*FAST, "autovacuum=off")


class Site:
    """One run's folder and cluster; what is asked for first is made first, and all is gone at the end."""

    def __init__(self, folder: Path, until: ExitStack) -> None:
        self.folder = folder
        self._until = until

    @property
    def postgres(self) -> str | None:
        """The version, when anything was measured on it."""
        return self.cluster.version if "cluster" in vars(self) else None

    def hall(self, url: str | None = None) -> Flask:
        """A furnished hall: on SQLite in a folder of its own, or on that database."""
        folder = self.folder / uuid4().hex
        shutil.copytree(self._furnished, folder)
        return _application(folder, url)

    def postgres_hall(self) -> Flask:
        """A furnished hall on PostgreSQL."""
        return self.hall(self.cluster.url(self.cluster.create(self._furnished_postgres)))

    @cached_property
    def cluster(self) -> Cluster:
        return self._until.enter_context(own_cluster(OPTIONS))

    @cached_property
    def _furnished(self) -> Path:
        folder = self.folder / "furnished"
        _furnish(_application(folder, None))
        return folder

    @cached_property
    def _furnished_postgres(self) -> str:
        name = self.cluster.create()
        _furnish(_application(self.folder / "furnished_postgres", self.cluster.url(name)))
        return name


@contextmanager
def site() -> Iterator[Site]:
    """A building site, tidied up afterwards."""
    with ExitStack() as until:
        folder = until.enter_context(tempfile.TemporaryDirectory(prefix="hall-bench-"))
        yield Site(Path(folder), until)


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """In the hall's application; its connections are closed afterwards."""
    with app.app_context():
        yield
        session().close()
        db.engine.dispose()


def _application(folder: Path, url: str | None) -> Flask:
    here = Place(8000, folder)
    place.make(here)
    told = place.environment(here, place.keys(here))
    told |= {"RATE_LIMITS": "0", "DATABASE_URL": url or f"sqlite:///{folder / 'hall.sqlite'}"}
    return create_app(settings.from_environment(told), yes.outside())


def _furnish(app: Flask) -> None:
    """Migrations, the demonstration sector, the procedures; as `flask hall prepare` does it."""
    answer = app.test_cli_runner().invoke(args=["hall", "prepare"])
    if answer.exception:
        raise answer.exception
    with inside(app):
        pass
