"""What a month at the cabinets came to, as figures."""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from app.cityhall.cabinets.models import Cabinet, Compartment
from app.cityhall.lockers.waiting import SIZES
from app.database import session
from app.journey.lockers import cabinets, pickups
from tools.bench.figures import Figure
from tools.bench.locker_dropoff import DropOffs
from tools.bench.locker_pickup import WAITS, Pickups
from tools.bench.locker_story import HOUR, Story

ROUND = timedelta(hours=6)  # by day each minute


@dataclass
class Watch:
    """Looks at the doors at 18:00 of each day, and has the hall's own rounds made."""

    story: Story
    papers: Pickups
    full: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def over(self, days: int) -> None:
        for hour in range(0, 24 * days, ROUND // HOUR):
            self.story.after(HOUR * hour, self._round)
        for day in range(days):
            self.story.after(timedelta(days=day, hours=10), self._look)  # 18:00 in Bucharest

    def _round(self) -> None:
        cabinets.round_(self.story.house, self.story.clock.now)
        pickups.look_for_free(self.story.house, self.story.clock.now)
        self.papers.called()

    def _look(self) -> None:
        if self.story.clock.now.weekday() < 5:
            for code, street in self.story.streets.items():
                self.full[code].append(100 * street.taken() / street.doors())


def figure(watch: Watch, drops: DropOffs, seconds: float, cpu: float) -> Figure:
    """The table, and the longest wait for a door."""
    story, papers = watch.story, watch.papers
    seen = story.seen
    served = sum(story.parcels.values())
    ended = max(1, seen["collected"] + seen["taken back"])
    parts = {
        **{f"parcels of size {size}": float(story.parcels[size]) for size in SIZES},
        **{name: float(many) for name, many in seen.items()},
        "collected, %": 100 * seen["collected"] / ended,
        "expired and taken back, %": 100 * seen["taken back"] / ended,
        **_waits(story),
        **_full(watch),
        "overtakings": float(seen["overtakings"]),
        "deadlocks (papers that never ended)": float(papers.stuck() + drops.stuck()),
        "doors left taken": float(sum(one.taken() for one in story.streets.values())),
        "doors that the mirror shows otherwise": float(_mirrored_wrong(story)),
        "seconds": seconds,
        "seconds of one core": cpu,
        "seconds per 1,000 parcels": 1_000 * seconds / max(1, served),
        "seconds of one core per 1,000 parcels": 1_000 * cpu / max(1, served),
    }
    worst = max((max(hours) for hours in story.hours.values()), default=0.0)
    note = f"{served} parcels; three cabinets, their controllers' own modules in this process"
    return Figure("locker_month", worst, None, worst, WAITS / HOUR, unit="h", note=note, parts=parts)


def _waits(story: Story) -> dict[str, float]:
    found: dict[str, float] = {}
    for size in SIZES:
        hours = sorted(story.hours[size]) or [0.0]
        found[f"wait for a door, {size}, p95, h"] = hours[int(0.95 * (len(hours) - 1))]
        found[f"wait for a door, {size}, longest, h"] = hours[-1]
    return found


def _full(watch: Watch) -> dict[str, float]:
    def told(code: str, shares: Sequence[float]) -> dict[str, float]:
        return {
            f"full at 18:00, {code}, median, %": statistics.median(shares),
            f"full at 18:00, {code}, most, %": max(shares),
        }

    return {name: share for code, shares in watch.full.items() for name, share in told(code, shares).items()}


def _mirrored_wrong(story: Story) -> int:
    """How many doors the hall believes to stand otherwise than the controller says, after a last round."""
    cabinets.round_(story.house, story.clock.now)
    session().rollback()
    query = select(Cabinet.code, Compartment.number, Compartment.state, Compartment.door).join(Cabinet)
    kept = {(code, number): (state, door) for code, number, state, door in session().execute(query)}
    told = {
        (code, one.number): (one.state, one.door)
        for code, street in story.streets.items()
        for one in street.bank.compartments()
    }
    return sum(kept.get(where) != how for where, how in told.items())
