"""A document that opens no case: one row of the register, routed to a department."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from app.cityhall.arrivals import hints
from app.cityhall.arrivals.filled import Filled
from app.cityhall.arrivals.models import Arrival
from app.cityhall.cases.models import Case
from app.cityhall.institutions import Department
from app.cityhall.people.rights import Actor
from app.cityhall.registry import actions as registry
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.routing import actions as routing
from app.database import session
from app.journey.came import Came

T = TypeVar("T")


def came(arrival: Arrival, filled: Filled, named: RegisterEntry | None, channel: str) -> Came:
    """How it came and what it says of itself, for the register."""
    return Came(
        channel=channel,
        arrived_at=arrival.arrived_at,
        started_at=arrival.started_at,
        issuer=filled.issuer,
        sheets=filled.sheets,
        annexes=filled.annexes,
        sender_number=filled.sender_number or None,
        sender_date=filled.sender_date,
        connected_to_id=named.id if named else None,
        hashes=hashes(arrival),
    )


def hashes(arrival: Arrival) -> list[str]:
    """All that came, whole, and each file that can be opened."""
    return list(dict.fromkeys([arrival.raw_sha256, *(one.sha256 for one in arrival.kept)]))


def enter(
    arrival: Arrival,
    filled: Filled,
    named: RegisterEntry | None,
    how: Came,
    department: Department | None,
    actor: Actor,
    now: datetime,
) -> RegisterEntry:
    """The row, with both connected ones marked, and its place in the queue of a department."""
    paper = registry.Paper(
        institution_id=arrival.institution_id,
        summary=filled.summary,
        department=department.name if department else "",
        file_code=hints.in_force().file_code,
        operator_id=actor.person_id,
        case_id=named.case_id if named else None,
        **how.facts(),
    )
    entry = registry.enter(paper, now)
    if named is not None:
        registry.mark(named.id, "connected", entry.legal_number, now, actor.person_id)
        registry.mark(entry.id, "connected", named.legal_number, now, actor.person_id)
    routing.open(entry, department, now)
    return entry


def registered(
    entry_id: uuid.UUID, case_id: uuid.UUID | None, made: Callable[[RegisterEntry, Case | None], T]
) -> T:
    """What was registered already."""
    entry = session().get(RegisterEntry, entry_id)
    assert entry is not None
    return made(entry, session().get(Case, case_id) if case_id else None)
