"""What must be true of papers that went both ways through a cabinet, whoever died on the way."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.cityhall.dropoffs.models import DropOff
from app.cityhall.incidents import Incident
from app.cityhall.lockers.models import Parcel
from app.cityhall.registry.models import RegisterEntry
from app.queue.models import Job
from tests.faults import checks
from tests.faults.ledger import Ledger
from tests.faults.stage import Stage

# A web process that dies while a door is asked for leaves a row; a round gives the door back after this.
LEFT_FOR_SECONDS = 5 * 60 + 90
MAY_BE_TOO_LATE = ("open_door", "empty_drop_off")
GRACE = timedelta(minutes=3)


def everything(
    stage: Stage, ledger: Ledger, collected: int, handed_in: Sequence[UUID], *, patient: bool
) -> list[str]:
    """Raises AssertionError at the first thing that is not whole; else what was looked at, in words.

    `patient`: wait until doors that nobody came to are given back; else they may still be kept.
    """
    checks.wait_for_quiet(ledger)
    if patient:
        _wait_for_doors(ledger)
    locker = stage.here.instance / "locker.sqlite"
    told = [json.loads(row[0]) for row in checks.rows_of(locker, "SELECT body FROM event ORDER BY seq")]
    return [
        ends(ledger, collected, handed_in),
        numbers(ledger, told, handed_in),
        doors(told),
        compartments(ledger, locker),
        jobs(ledger),
        checks.messages(ledger, stage.here.instance / "messages.sqlite"),
        checks.chains(stage),
    ]


def _wait_for_doors(ledger: Ledger) -> None:
    deadline = time.monotonic() + LEFT_FOR_SECONDS
    while _left(ledger) or ledger.unfinished():
        assert time.monotonic() < deadline, _left(ledger)
        time.sleep(1)


def _left(ledger: Ledger) -> set[str]:
    """Drop-offs that wait for a door that nobody waits for."""
    return {str(row[0]) for row in ledger.rows(select(DropOff.id).where(DropOff.state == "asked"))}


def ends(ledger: Ledger, collected: int, handed_in: Sequence[UUID]) -> str:
    """Each parcel is in one true end state, and none is missing."""
    rows = ledger.rows(select(Parcel.direction, Parcel.state))
    wanted = {("pick-up", "collected"): collected, ("drop-off", "verified"): len(handed_in)}
    assert Counter(tuple(row) for row in rows) == {way: many for way, many in wanted.items() if many}
    states = Counter(row[0] for row in ledger.rows(select(DropOff.state)))
    assert states.pop("verified", 0) == len(handed_in) == len(set(handed_in))
    never = states.pop("lapsed", 0) + states.pop("asked", 0)
    assert not states, states
    return f"{collected} collected, {len(handed_in)} handed in and verified; {never} asked for a door in vain"


def numbers(ledger: Ledger, told: Sequence[dict[str, Any]], handed_in: Sequence[UUID]) -> str:
    """Each drop-off has exactly one entry, of the moment its door closed; no number is missing."""
    entries = ledger.rows(select(RegisterEntry.id, RegisterEntry.number, RegisterEntry.channel))
    assert sorted(one.number for one in entries) == list(range(1, len(entries) + 1))
    query = select(DropOff.id, DropOff.entry_id, DropOff.closed_at, RegisterEntry.arrived_at, DropOff.trouble)
    rows = ledger.rows(query.join(RegisterEntry, DropOff.entry_id == RegisterEntry.id))
    assert {row.id for row in rows} == set(handed_in)
    through_lockers = [one.id for one in entries if one.channel == "locker"]
    assert sorted(through_lockers, key=str) == sorted((row.entry_id for row in rows), key=str)
    closed = defaultdict(set)
    for one in told:
        if (one["type"], one["purpose"]) == ("door.closed", "deposit"):
            closed[one["ref"]].add(datetime.fromisoformat(one["at"]))
    for row in rows:
        assert row.closed_at in closed[str(row.id)], row
        assert (row.arrived_at, row.trouble) == (row.closed_at, "")
    return f"numbers 1 to {len(entries)}, {len(rows)} of them for what was handed in, each of its own moment"


def doors(told: Sequence[dict[str, Any]]) -> str:
    """Each door opened for a code, once (or again at once), or for somebody by name."""
    opened = [one for one in told if one["type"] == "door.opened"]
    times: dict[str, list[datetime]] = defaultdict(list)
    for one in opened:
        assert one["grant"] or one["actor"], one
        times[one["grant"] or ""].append(datetime.fromisoformat(one["at"]))
    times.pop("", None)
    assert all(max(each) - min(each) <= GRACE for each in times.values())
    return f"{len(opened)} doors opened, {len(times)} codes used once each"


def compartments(ledger: Ledger, locker: Path) -> str:
    """All are free but those kept for whom a round has not looked after yet."""
    query = (
        "SELECT r.ref, c.state, c.door FROM compartment c LEFT JOIN reservation r ON r.id = c.reservation"
        " WHERE c.state != 'free' OR c.door != 'closed'"
    )
    rows = list(checks.rows_of(locker, query))
    assert {tuple(row[1:]) for row in rows} <= {("reserved", "closed")}, rows
    assert {row[0] for row in rows} <= _left(ledger), rows
    return f"{len(rows)} compartments still kept"


def jobs(ledger: Ledger) -> str:
    """No job gave up but one that opens a door at once or not at all."""
    dead = ledger.rows(select(Job.kind, Job.error).where(Job.state == "dead"))
    assert [row for row in dead if row.kind not in MAY_BE_TOO_LATE] == []
    assert len(ledger.rows(select(Incident.kind, Incident.facts))) == len(dead)
    attempts = [row[0] for row in ledger.rows(select(Job.attempts).where(Job.state == "done"))]
    return f"{len(attempts)} jobs done in {sum(attempts)} attempts, {len(dead)} doors asked for too late"
