"""Death, and how long the hall needs to stand again."""

import os
import random
import signal
import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg

from tests.faults.ledger import Ledger
from tests.faults.stage import Stage
from tools import pages

# Where the code names a place to die (app/faults.py); the seldom ones first, they need the longest.
POINTS = (
    *("filing.before_commit", "filing.after_commit", "job.taken", "hook.before_commit"),
    *("job.before_call", "hook.after_commit", "job.after_call", "step.before_commit"),
    *("step.after_commit", "timer.before_commit", "timer.after_commit"),
)
LOCKER = "locker"  # the controller of the first cabinet: a power failure in the street
PROCESSES = ("web child", "worker child", "web", "worker", LOCKER)
BACKEND = "database backend"
AT_ONCE = 4
CREW = 3  # a keeper and its two, as tools/hall.py starts them
GLANCE_SECONDS = 0.02


@dataclass
class Death:
    """One kill: what died, since when, how long the hall was not whole.

    `leases` are those that it may have held.
    """

    what: str
    at: float
    pid: int
    leases: set[UUID]
    seconds: float | None = None


@dataclass
class Killer(threading.Thread):
    """Kills as often as asked: each point and each process at least once, then whatever the dice say.

    `plan`: whom instead, one after the other; `pause`: seconds that all live between two deaths, at most.
    """

    stage: Stage
    ledger: Ledger
    kills: int
    plan: Iterator[str] | None = None
    pause: float = 0.0
    deaths: list[Death] = field(default_factory=list)
    armed: set[str] = field(default_factory=set)
    enough: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.dice = random.Random(2026)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Until all have died and the hall stands; `enough` says so, and then no file is left armed."""
        try:
            self._kill_all()
        finally:
            self.enough.set()

    def _kill_all(self) -> None:
        plan = self.plan or self._plan()
        left = self.kills
        while (left or self.armed or self._lying()) and not self.enough.is_set():
            self._note_the_dead()
            self._note_the_risen()
            if left and len(self.armed) < AT_ONCE and not self._lying():
                self.enough.wait(self.dice.uniform(0, self.pause))
                self._kill(next(plan))
                left -= 1
            time.sleep(GLANCE_SECONDS)

    def _plan(self) -> Iterator[str]:
        backend = (BACKEND,) if self.stage.cluster else ()
        yield from (*POINTS, *PROCESSES, *backend)
        while True:
            point = self.dice.choice(sorted(set(POINTS) - self.armed))
            # A process that must load everything again is killed seldom: the hall should also work.
            yield self.dice.choices(
                [point, "web child", "worker child", "web", "worker", LOCKER, *backend],
                [12, 4, 4, 1, 1, 2, *(1 for _ in backend)],
            )[0]

    def _kill(self, what: str) -> None:
        if what in POINTS:
            (self.stage.crash_points / what).touch()
            self.armed.add(what)
            return
        leases = self.ledger.leases()
        while not _killed(pid := self._backend() if what == BACKEND else self._victim(what)):
            time.sleep(GLANCE_SECONDS)
        self.deaths.append(Death(what, time.monotonic(), pid, leases))

    def _note_the_dead(self) -> None:
        for what in sorted(self.armed):
            for left in self.stage.crash_points.glob(f"{what}.*"):
                pid = int(left.suffix[1:])
                left.unlink()
                self.armed.discard(what)
                self.deaths.append(Death(what, time.monotonic(), pid, self.ledger.leases()))

    def _note_the_risen(self) -> None:
        """A death is over when another stands in its place, the hall answers and its lease is not held."""
        lying = [death for death in self._lying() if not _lives(death.pid)]
        if not lying or not self._complete() or not pages.answers(f"{self.stage.here.url}/readyz"):
            return
        held, now = self.ledger.leases(), time.monotonic()
        for death in lying:
            if not death.leases & held:
                death.seconds = now - death.at

    def _lying(self) -> list[Death]:
        return [death for death in self.deaths if death.seconds is None]

    def _complete(self) -> bool:
        hall = all(len(self._crew(name)) >= CREW for name in ("web", "worker"))
        return hall and _lives(self._pid(LOCKER)) and pages.answers(f"{self.stage.town.locker}/?still=1")

    def _crew(self, name: str) -> set[int]:
        """A process and its children, as far as they live."""
        keeper = self._pid(name)
        return {pid for pid in (keeper, *_children(keeper)) if _lives(pid)}

    def _pid(self, name: str) -> int:
        return int((self.stage.here.pids / f"{name}.pid").read_text())

    def _victim(self, what: str) -> int:
        name, _, child = what.partition(" ")
        children = _children(self._pid(name)) if child else []
        return self.dice.choice(children) if children else self._pid(name)

    def _backend(self) -> int:
        """One of the processes of PostgreSQL that serve this hall."""
        url = self.stage.app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            query = (
                "SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid != pg_backend_pid()"
            )
            return int(self.dice.choice(connection.execute(query).fetchall())[0])


def _killed(pid: int) -> bool:
    """False when it was gone already, and its successor's number is not yet known."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _lives(pid: int) -> bool:
    """A process that was killed stays in the list until its parent looks."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except OSError:
        return False


def anybody(seed: int) -> Iterator[str]:
    """Web, worker and controller, as the dice say; a process that must load everything again seldom."""
    dice = random.Random(seed)
    while True:
        yield dice.choices(PROCESSES, [4, 4, 1, 1, 4])[0]


def table(database: str, deaths: list[Death]) -> str:
    """What died how often, and how soon the hall stood again."""
    lines = [f"{'killed at':<22} {'database':<9} {'kills':>5} {'median':>9} {'longest':>9}"]
    for what in sorted({death.what for death in deaths}, key=(*POINTS, *PROCESSES, BACKEND).index):
        times = [death.seconds * 1000 for death in deaths if death.what == what and death.seconds is not None]
        lines.append(
            f"{what:<22} {database:<9} {len(times):>5}"
            f" {statistics.median(times):>6.0f} ms {max(times):>6.0f} ms"
        )
    return "\n".join(lines)
