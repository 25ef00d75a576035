"""The workers' beats: a row for each worker, written while it lives."""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, session, transaction

EVERY = timedelta(seconds=5)
# A worker of yesterday is history, not news.
FORGOTTEN = timedelta(days=1)


class WorkerBeat(Base):
    """When a worker was last seen; `name` is its host and process."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]


class Heart:
    """One worker's own: beats when it is time to, and costs nothing in between."""

    def __init__(self) -> None:
        self.last: datetime | None = None

    def beat(self, now: datetime) -> None:
        """Write that this worker lives, unless that was said a moment ago."""
        if self.last is not None and now - self.last < EVERY:
            return
        with transaction():
            session().merge(WorkerBeat(name=me(), at=now))
            session().execute(delete(WorkerBeat).where(WorkerBeat.at < now - FORGOTTEN))
        self.last = now


def me() -> str:
    """The name of the worker that asks."""
    return f"{here()}{os.getpid()}"


def here() -> str:
    """How the names of this host's workers begin; containers may share a name, never their numbers."""
    space = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()[:80]}/{space.stat().st_ino if space.exists() else 0}:"


def alive(name: str) -> bool:
    """Is there a process of that number? To be asked of this host's workers only."""
    try:
        os.kill(int(name.removeprefix(here())), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def seen() -> list[WorkerBeat]:
    """All workers, the one seen last first."""
    return list(session().scalars(select(WorkerBeat).order_by(WorkerBeat.at.desc())))


def last_seen() -> datetime | None:
    """When any worker was last seen."""
    return session().scalar(select(func.max(WorkerBeat.at)))
