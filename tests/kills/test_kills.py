"""Real processes killed at random moments of fifty journeys: nothing is lost, nothing happens twice."""

import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from app.adapters.file_store import DiskFileStore
from tests.kills.people import Ledger, Patient, Street
from tools import pages, scenes, walk
from tools.place import Place
from tools.started import started_hall
from tools.visitor import Visitor

# Two in five end in the locker, the longest way; the others get their answer by e-mail.
WAYS = ("locker", "email", "email", "locker", "email")
JOURNEYS = int(os.environ.get("KILL_JOURNEYS", "50"))
AT_ONCE = 8
EVERY_SECONDS = (2.5, 7.0)
PATIENCE_SECONDS = int(os.environ.get("KILL_PATIENCE", "480"))
VICTIMS = ("web", "worker", "worker", "gunicorn-child", "gunicorn-child", "gunicorn-child")


class Killer(threading.Thread):
    """Every now and then somebody dies."""

    def __init__(self, here: Place) -> None:
        super().__init__(daemon=True)
        self.here = here
        self.killed: Counter[str] = Counter()
        self.enough = threading.Event()
        self.dice = random.Random(2026)

    def run(self) -> None:
        while not self.enough.wait(self.dice.uniform(*EVERY_SECONDS)):
            victim = self.dice.choice(VICTIMS)
            pid = self._pid(victim)
            if pid is not None and pages.answers(f"{self.here.url}/readyz"):
                os.kill(pid, signal.SIGKILL)
                self.killed[victim] += 1

    def _pid(self, victim: str) -> int | None:
        name = "web" if victim == "gunicorn-child" else victim
        try:
            pid = int((self.here.pids / f"{name}.pid").read_text())
            if victim == "gunicorn-child":
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
                return int(self.dice.choice(children)) if children else None
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid


@pytest.mark.kills
def test_fifty_journeys_with_kills(tmp_path: Path) -> None:
    with started_hall(tmp_path / "hall", {"RATE_LIMITS": "0"}) as here:
        town, ledger = scenes.town(here.url), Ledger(here.instance / "hall.sqlite")
        citizens = [walk.sign_up(town, f"+4072100090{n}", Patient) for n in range(AT_ONCE)]
        streets = [Street(town, ledger, time.monotonic() + PATIENCE_SECONDS) for _ in range(AT_ONCE)]
        for street in streets:
            for name in ("relatii", "salubrizare", "primar", "ghiseu"):
                street.who(name)
        killer = Killer(here)
        killer.start()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            played = pool.map(_play, range(AT_ONCE), streets, citizens)
            cases = [case for street in played for case in street]
        killer.enough.set()
        killer.join()
        print(f"kills: {dict(killer.killed)}")
        _wait_for_quiet(ledger)
        assert sum(killer.killed.values()) >= JOURNEYS // 4
        _check(here, ledger, cases)


def _play(first: int, street: Street, citizen: Visitor) -> list[str]:
    """One street's journeys, one after the other."""
    return [street.journey(citizen, WAYS[n % len(WAYS)]) for n in range(first, JOURNEYS, AT_ONCE)]


def _to_the_locker() -> int:
    return sum(WAYS[n % len(WAYS)] == "locker" for n in range(JOURNEYS))


def _wait_for_quiet(ledger: Ledger) -> None:
    deadline = time.monotonic() + 90
    while ledger.rows("SELECT 1 FROM job WHERE state IN ('ready', 'running')"):
        assert time.monotonic() < deadline, ledger.rows(
            "SELECT kind, state, error FROM job WHERE state != 'done'"
        )
        time.sleep(0.3)


def _check(here: Place, ledger: Ledger, cases: list[str]) -> None:
    assert len(set(cases)) == JOURNEYS == ledger.cases()
    assert ledger.rows("SELECT kind, error FROM job WHERE state = 'dead'") == []
    numbers = [row[0] for row in ledger.rows("SELECT number FROM register_entry ORDER BY number")]
    assert numbers == list(range(1, 2 * JOURNEYS + 1)), "one number for each request and each answer"
    _check_messages(here)
    _check_doors(here, ledger)
    _check_files(here, ledger)


def _check_messages(here: Place) -> None:
    """Each SMS of each case was accepted once: as many numbers as cases, a pick-up link for each parcel."""
    sent = requests.get(f"{scenes.town(here.url).sandbox}/api/sms?all=1", timeout=10).json()
    texts = Counter(message["text"] for message in sent)
    assert [text for text, times in texts.items() if times > 1] == []
    assert sum("are nr." in text for text in texts) == JOURNEYS
    assert sum("/ridicare/" in text for text in texts) == _to_the_locker()


def _check_doors(here: Place, ledger: Ledger) -> None:
    """Each paper lay in one compartment, and every compartment is free again."""
    states = Counter(row[0] for row in ledger.rows("SELECT state FROM parcel"))
    assert states == {"collected": _to_the_locker()}
    with sqlite3.connect(here.instance / "locker.sqlite") as locker:
        busy = locker.execute("SELECT number, state FROM compartment WHERE state != 'free'").fetchall()
        reserved = locker.execute("SELECT count(*), count(DISTINCT ref) FROM reservation").fetchone()
    assert busy == []
    assert reserved == (_to_the_locker(), _to_the_locker())


def _check_files(here: Place, ledger: Ledger) -> None:
    """Every document has its bytes, and they are the ones that were hashed."""
    store = DiskFileStore(here.instance / "files")
    hashes = [str(row[0]) for row in ledger.rows("SELECT sha256 FROM revision")]
    assert len(hashes) >= 3 * JOURNEYS
    for one in hashes:
        assert store.get(one)
