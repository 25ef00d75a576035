"""An entry typed by hand: what came, what leaves, what goes round inside the hall."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from app.cityhall import institutions, journal
from app.cityhall.arrivals import hints, history, words
from app.cityhall.arrivals.filled import Filled
from app.cityhall.institutions import Institution
from app.cityhall.people.rights import Actor
from app.cityhall.registry import actions as registry
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.routing import actions as routing
from app.refusal import Refusal

DIRECTIONS = ("in", "out", "internal")
CHANNELS = ("counter", "post", "email", "courier", "internal")


@dataclass(frozen=True)
class ByHand:
    """What a registrar typed; `arrived_at` and `started_at` as the measures want them."""

    institution: Institution
    direction: str
    channel: str
    filled: Filled
    recipient: str
    arrived_at: datetime
    started_at: datetime


def enter(typed: ByHand, actor: Actor, now: datetime) -> RegisterEntry:
    """The next number, in the caller's transaction; what came waits at its department for a resolution.

    Raises Refusal `arrival.number_unknown`.
    """
    filled = typed.filled
    named = by_number(typed.institution.id, filled.connected_number)
    department = institutions.department(typed.institution.id, filled.department)
    paper = registry.Paper(
        institution_id=typed.institution.id,
        direction=typed.direction,
        issuer=filled.issuer,
        summary=filled.summary,
        department=department.name if department else "",
        file_code=hints.in_force().file_code,
        channel=typed.channel,
        operator_id=actor.person_id,
        recipient=typed.recipient or None,
        sheets=filled.sheets,
        annexes=filled.annexes,
        sender_number=filled.sender_number or None,
        sender_date=filled.sender_date,
        connected_to_id=named.id if named else None,
        case_id=named.case_id if named else None,
        arrived_at=typed.arrived_at,
        started_at=typed.started_at,
    )
    entry = registry.enter(paper, now)
    if named is not None:
        registry.mark(named.id, "connected", entry.legal_number, now, actor.person_id)
        registry.mark(entry.id, "connected", named.legal_number, now, actor.person_id)
    if typed.direction == "in":
        routing.open(entry, department, now)
    facts = {"number": entry.legal_number, "direction": typed.direction}
    journal.note("entry.typed", now, actor_id=actor.person_id, about=("entry", entry.id), facts=facts)
    return entry


def by_number(institution_id: uuid.UUID, typed: str) -> RegisterEntry | None:
    """The entry of that institution whose number was typed. Raises Refusal `arrival.number_unknown`."""
    if not typed:
        return None
    said = words.numbers(f"nr. {typed}")
    found = history.by_number(institution_id, said[0]) if said else None
    if found is None:
        raise Refusal("arrival.number_unknown", number=typed)
    return found
