"""Real workers, forked from the test's own process, and the ledger in which their jobs write."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.database import db, session, transaction
from app.jobs.crew import Crew
from app.journey.house import House
from app.outside import OutsideError
from app.queue import jobs
from app.queue.models import Job
from tests.hall import Hall
from tests.patience import until


@dataclass(frozen=True)
class Line:
    """Something that a job did: `what` is begun or done, `until` when its lease runs out."""

    key: str
    what: str
    pid: int
    at: float
    until: float


class Ledger:
    """A file, because it must outlive whoever writes into it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def begin(self, job: Job) -> Callable[[], None]:
        """Written as begun; call what is given back when it is done, with the row of the job gone or not."""
        assert job.lease_until is not None
        key, until = job.key, job.lease_until.timestamp()
        self._write(key, "begun", until)
        return lambda: self._write(key, "done", until)

    def _write(self, key: str, what: str, until: float) -> None:
        with self.path.open("a") as file:
            file.write(f"{key} {what} {os.getpid()} {time.time()} {until}\n")

    def lines(self, key: str = "") -> list[Line]:
        read = (line.rsplit(maxsplit=4) for line in self.path.read_text().splitlines())
        found = [Line(key, what, int(pid), float(at), float(until)) for key, what, pid, at, until in read]
        return [line for line in found if line.key.startswith(key)]

    def begun(self, key: str) -> list[Line]:
        return [line for line in self.lines(key) if line.what == "begun"]

    def done(self, key: str = "") -> list[Line]:
        return [line for line in self.lines(key) if line.what == "done"]


class Doings:
    """What these jobs do: they write into the ledger, and each effect is a row of its own besides."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def handlers(self) -> dict[str, Callable[[Job, House, datetime], Callable[[], None]]]:
        kinds = (self.work, self.dies_once, self.kills, self.fails_twice, self.meets)
        return {kind.__name__: kind for kind in kinds}

    def work(self, job: Job, _house: House, now: datetime) -> Callable[[], None]:
        key, done = job.key, self.ledger.begin(job)
        time.sleep(float(job.payload.get("seconds", 0)))

        def settle() -> None:
            assert jobs.first_time("effect", key, now), "done twice"
            done()

        return settle

    def dies_once(self, job: Job, house: House, now: datetime) -> Callable[[], None]:
        settle = self.work(job, house, now)
        if job.attempts == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return settle

    def kills(self, job: Job, _house: House, _now: datetime) -> Callable[[], None]:
        self.ledger.begin(job)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    def fails_twice(self, job: Job, house: House, now: datetime) -> Callable[[], None]:
        settle = self.work(job, house, now)
        if job.attempts <= 2:
            raise OutsideError("unreachable")
        return settle

    def meets(self, job: Job, house: House, now: datetime) -> Callable[[], None]:
        """It is done once another one of its kind has begun."""
        settle = self.work(job, house, now)
        until(lambda: len({line.pid for line in self.ledger.begun("meets")}) > 1)
        return settle


@contextmanager
def team(hall: Hall, processes: int) -> Iterator[int]:
    """A crew of workers while inside; the pid of their keeper. They must end cleanly when told to."""
    session().close()
    db.engine.dispose()
    keeper = os.fork()
    if keeper == 0:
        try:
            Crew(hall.app, processes).work()
        finally:
            os._exit(0)
    try:
        yield keeper
    finally:
        os.kill(keeper, signal.SIGTERM)
        os.waitpid(keeper, 0)


def alive(pid: int) -> bool:
    """Is that process there, and not just waiting to be buried?"""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def now() -> datetime:
    """The real time: these workers do not live in the tests' own."""
    return datetime.now(UTC)


def ask(key: str, kind: str = "work", **more: object) -> None:
    """Ask for a job, in a transaction of its own."""
    with transaction():
        jobs.enqueue(key, kind, dict(more.pop("payload", {})), now(), **more)  # type: ignore[call-overload, arg-type]
