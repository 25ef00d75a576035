"""Papers go both ways through a cabinet while web, worker and controller are killed: none is lost."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from uuid import UUID

import pytest

from tests.faults import ledger, trip_checks
from tests.faults.handing_in import HandingIn
from tests.faults.killer import Killer, anybody, table
from tests.faults.people import Street, Way
from tests.faults.stage import Stage, staged

PICK_UP, DROP_OFF = "pick-up", "drop-off"
PER_TRIP_SECONDS, PATIENCE_SECONDS = 20.0, 90.0
Trips = SimpleQueue[str]


@pytest.mark.kills
@pytest.mark.parametrize(
    ("trips", "streets", "kills", "pause"),
    [
        ([DROP_OFF] * 3, 1, ("locker", "web child", "worker child"), 0.5),
        pytest.param([PICK_UP, DROP_OFF] * 100, 4, None, 4.0, marks=pytest.mark.nightly),
    ],
    ids=["3", "200"],
)
def test_whoever_dies_each_paper_ends_in_one_state(
    trips: list[str],
    streets: int,
    kills: tuple[str, ...] | None,
    pause: float,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    with staged("sqlite", tmp_path) as stage:
        book = ledger.beside(stage.app.config["SQLALCHEMY_DATABASE_URI"])
        killer = _killer(stage, book, kills, pause)
        handed_in = play(stage, book, killer, trips, streets)
        looked_at = trip_checks.everything(
            stage, book, trips.count(PICK_UP), handed_in, patient=kills is None
        )
    assert len(killer.deaths) >= (len(kills) if kills else len(trips) // 4)
    record_property("table", "\n".join([table("sqlite", killer.deaths), *(f"  {one}" for one in looked_at)]))


def _killer(stage: Stage, book: ledger.Ledger, kills: tuple[str, ...] | None, pause: float) -> Killer:
    """As many as named, or anybody until all papers are home."""
    if kills:
        return Killer(stage, book, len(kills), plan=iter(kills), pause=pause)
    return Killer(stage, book, 10**6, plan=anybody(2026), pause=pause)


def play(stage: Stage, book: ledger.Ledger, killer: Killer, trips: Iterable[str], count: int) -> list[UUID]:
    """All trips, the streets taking one after the other; the drop-offs among them."""
    left: Trips = SimpleQueue()
    for trip in trips:
        left.put(trip)
    deadline = time.monotonic() + PATIENCE_SECONDS + PER_TRIP_SECONDS * left.qsize()
    streets = [Street(stage, book, number, deadline) for number in range(count)]
    killer.start()
    try:
        with ThreadPoolExecutor(count) as pool:
            given = [pool.submit(_street, street, left) for street in streets]
            return [one for street in given for one in street.result()]
    finally:
        if killer.kills > len(killer.deaths) > 3:
            killer.enough.set()
        killer.join(timeout=60)
        stage.calm()


def _street(street: Street, left: Trips) -> list[UUID]:
    handed_in = []
    while True:
        try:
            trip = left.get_nowait()
        except Empty:
            return handed_in
        if trip == PICK_UP:
            street.journey(Way("locker"))
        else:
            draft = street.stage.draft(street.email, phone=street.phone, delivery="email")
            handed_in.append(HandingIn(street, UUID(draft.split("/")[-2])).goes())
