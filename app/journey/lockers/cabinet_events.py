"""What an event says of the cabinet itself: its doors, and what is wrong with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cityhall.cabinets import alarms, compartments, queries
from app.cityhall.cabinets.models import Cabinet, Compartment
from app.cityhall.cabinets.rules import JAMMED, LEFT_OPEN, NEEDS_CHECK

# How the door stands after an event; others leave it as it was.
DOORS = {"door.opened": "open", "door.closed": "closed", "door.jammed": "jammed", "door.left_open": "open"}
STATES = frozenset({"free", "reserved", "occupied", "needs_check", "blocked"})


def heard(site: str, event: Mapping[str, Any], now: datetime) -> None:
    """Keep the door's new state, raise an alarm or end one; inside the transaction that hears."""
    number = event.get("compartment")
    found = queries.door(site, number) if isinstance(number, int) else None
    if found is None:
        return
    cabinet = queries.cabinet(site)
    # A clock that runs ahead would make all later news seem old.
    at = min(datetime.fromisoformat(str(event["at"])), now)
    kind, state = str(event["type"]), str(event.get("state"))
    state = state if state in STATES else found.state
    if not compartments.stands(found, state, DOORS.get(kind, found.door), at):
        return
    if kind == "compartment.blocked":
        found.reason = str(event.get("reason") or "")[:200]
    elif kind == "compartment.unblocked":
        found.reason = ""
    if kind == "door.left_open":
        alarms.raise_(cabinet, LEFT_OPEN, now, door=found.number)
    look(cabinet, found, now)


def look(cabinet: Cabinet, door: Compartment, now: datetime) -> None:
    """Alarms that follow from how the door stands: raised where it is so, ended where it is not."""
    wrongs = ((JAMMED, door.door == "jammed"), (NEEDS_CHECK, door.state == "needs_check"))
    if not any(wrong for _, wrong in wrongs) and not alarms.any_at(cabinet, door.number):
        return
    for kind, wrong in wrongs:
        if wrong:
            alarms.raise_(cabinet, kind, now, door=door.number, since=door.changed_at)
        else:
            alarms.end(cabinet, kind, now, door=door.number)
    if door.door == "closed":
        alarms.end(cabinet, LEFT_OPEN, now, door=door.number)
