"""Real processes killed at named places and at random: every case ends, nothing is lost, nothing is twice."""

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from tests.faults import checks, ledger
from tests.faults.killer import BACKEND, LOCKER, POINTS, Killer, table
from tests.faults.people import Street, Way
from tests.faults.stage import Stage, staged
from tests.halls import BOTH

WAYS = (Way("locker"), Way("email", "silent"), Way("locker", "answers"), Way("email"))
# By day each point on one of the databases; by night all of them on both, and whatever the dice say.
BY_DAY = {"sqlite": (*POINTS[::2], LOCKER), "postgres": (*POINTS[1::2], "worker child", BACKEND)}
BY_NIGHT = 250
PATIENCE_SECONDS = 90.0
PER_KILL_SECONDS = 4.0


@pytest.mark.kills
@pytest.mark.parametrize("database", BOTH)
@pytest.mark.parametrize(
    ("kills", "streets"), [(7, 2), pytest.param(BY_NIGHT, 6, marks=pytest.mark.nightly)], ids=["7", "250"]
)
def test_whoever_dies_every_case_ends(
    database: str, kills: int, streets: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with staged(database, tmp_path) as stage:
        book = ledger.beside(stage.app.config["SQLALCHEMY_DATABASE_URI"])
        plan = None if kills == BY_NIGHT else iter(BY_DAY[database])
        killer = Killer(stage, book, kills, plan)
        played = play(stage, book, killer, streets)
        killer.join(timeout=60)
        looked_at = checks.everything(stage, book, played)
    assert len(killer.deaths) == kills
    assert {death.what for death in killer.deaths} >= set(POINTS if kills == BY_NIGHT else BY_DAY[database])
    record_property("table", "\n".join([table(database, killer.deaths), *(f"  {one}" for one in looked_at)]))


def play(stage: Stage, book: ledger.Ledger, killer: Killer, count: int) -> list[tuple[UUID, Way]]:
    """Petitions in every street, one after the other, for as long as somebody is to be killed."""
    deadline = time.monotonic() + PATIENCE_SECONDS + PER_KILL_SECONDS * killer.kills
    streets = [Street(stage, book, number, deadline) for number in range(count)]
    ways = itertools.cycle(WAYS)
    killer.start()
    with ThreadPoolExecutor(count) as pool:
        given = [pool.submit(_street, street, killer, ways) for street in streets]
        return [one for street in given for one in street.result()]


def _street(street: Street, killer: Killer, ways: "itertools.cycle[Way]") -> list[tuple[UUID, Way]]:
    played = []
    try:
        while not killer.enough.is_set():
            way = next(ways)
            played.append((street.journey(way), way))
    finally:
        killer.enough.set()  # also when this street stands still: nobody else need begin
    return played
