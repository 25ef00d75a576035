"""How the hall stands now, in numbers: for the administrators' page and for the monitoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cityhall import incidents
from app.cityhall.cases import waiting
from app.queue import beats, watching

# Longer than any honest call outside takes with its first tries.
CONFIRMED_WITHIN = timedelta(minutes=5)
ALIVE = timedelta(seconds=30)


@dataclass(frozen=True)
class Standing:
    """One look; ages are None when there is nothing to be old."""

    jobs: Mapping[str, int]
    oldest_job: timedelta | None
    timers_late: int
    latest_timer: timedelta | None
    messages_waiting: int
    unconfirmed: int
    incidents: int
    workers: Mapping[str, timedelta]

    @property
    def workers_alive(self) -> int:
        """How many workers were seen a moment ago."""
        return sum(age < ALIVE for age in self.workers.values())


def worker_alive(now: datetime) -> bool:
    """Does anybody do the hall's jobs?"""
    seen = beats.last_seen()
    return seen is not None and now - seen < ALIVE


def look(now: datetime) -> Standing:
    """Count everything once; each count is found by an index."""
    timers_late, due = waiting.late(now)
    since = watching.due_since(now)
    return Standing(
        jobs=watching.by_state(),
        oldest_job=now - since if since else None,
        timers_late=timers_late,
        latest_timer=now - due if due else None,
        messages_waiting=waiting.buffered(),
        unconfirmed=watching.unconfirmed(now - CONFIRMED_WITHIN),
        incidents=incidents.open_in_all(),
        workers={beat.name: now - beat.at for beat in beats.seen()},
    )
