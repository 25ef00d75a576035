"""From what came to its number: proposed by the hall, confirmed by a registrar, in one transaction."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app import faults
from app.cityhall import institutions, journal
from app.cityhall.arrivals import actions, hints, history, proposals, queries, words
from app.cityhall.arrivals.filled import Filled
from app.cityhall.arrivals.models import Arrival
from app.cityhall.cases.models import Case
from app.cityhall.forms.rules import FormDefinition
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.models import RegisterEntry
from app.journey import entries, intake_entries, intake_filing
from app.journey.house import House
from app.queue import jobs
from app.refusal import Refusal

# How the register calls the way by which something came.
CHANNELS = {"mailbox": "email", "scanner": "scan", "counter": "counter", "locker": "locker"}
PROPOSE, REPLY = "propose", "reply_to_arrival"


@dataclass(frozen=True)
class Registered:
    """What a confirmed arrival became."""

    entry: RegisterEntry
    case: Case | None


def to_propose(arrival: Arrival, now: datetime) -> None:
    """Ask for a proposal, in the current transaction."""
    jobs.enqueue(f"propose:{arrival.id}", PROPOSE, {"arrival": str(arrival.id)}, now)


def confirm(
    arrival: Arrival, actor: Actor, seen_revision: int, filled: Filled, house: House, now: datetime
) -> Registered:
    """Give it its number, in the caller's transaction; the arrival was looked up with a lock.

    Pressed twice by the same registrar, it gives the same number again.
    Raises Refusal: `arrival.changed`, `arrival.settled`, `arrival.held`, `arrival.number_unknown`,
    `form.invalid` (the petition's or the drop-off's form is not complete); nothing is kept then.
    """
    if (before := _registered_by(arrival, actor)) is not None:
        return before
    as_seen = arrival.revision == seen_revision
    actions.hold(arrival, actor.person_id, now)
    if not as_seen:
        raise Refusal("arrival.changed")
    named = entries.by_number(arrival.institution_id, filled.connected_number)
    entry, case = _number(arrival, filled, named, actor, house, now)
    arrival.proposal = {**arrival.proposal, **_kept(filled), "number": entry.legal_number}
    actions.settle_registered(arrival, entry, case, actor.person_id, now)
    facts = {"number": entry.legal_number, "kind": filled.kind}
    _note("arrival.registered", arrival, actor, now, facts)
    if arrival.sender_address and not arrival.trust.get("automatic"):
        # A machine's letter (a bounce, a holiday notice) is not answered: two machines would go on for ever.
        jobs.enqueue(f"arrival:{arrival.id}:reply", REPLY, {"arrival": str(arrival.id)}, now)
    faults.point("intake.before_commit")
    return Registered(entry, case)


def _registered_by(arrival: Arrival, actor: Actor) -> Registered | None:
    """A double click: what this registrar has just confirmed."""
    if arrival.entry_id is None or arrival.settled_by_id != actor.person_id:
        return None
    return intake_entries.registered(arrival.entry_id, arrival.case_id, Registered)


def _number(
    arrival: Arrival,
    filled: Filled,
    named: RegisterEntry | None,
    actor: Actor,
    house: House,
    now: datetime,
) -> tuple[RegisterEntry, Case | None]:
    came = intake_entries.came(arrival, filled, named, CHANNELS[arrival.source])
    task = history.completion_task(named) if named is not None and filled.kind == "completion" else None
    if task is not None:
        return intake_filing.complete(task, arrival, filled, came, actor, house, now)
    if filled.kind in {"petition", "drop_off"}:
        return intake_filing.file(arrival, filled, came, actor, house, now)
    department = institutions.department(arrival.institution_id, filled.department)
    return intake_entries.enter(arrival, filled, named, came, department, actor, now), None


def _kept(filled: Filled) -> dict[str, Any]:
    """What was confirmed, as the next letters of this sender will be compared with it."""
    said = asdict(filled)
    return {**said, "sender_date": filled.sender_date.isoformat() if filled.sender_date else ""}


def reject(arrival: Arrival, actor: Actor, reason: str, now: datetime) -> None:
    """It gets no number, and why; it stays in the hall.

    Raises Refusal `arrival.no_reason`, `arrival.settled`, `arrival.held`.
    """
    actions.reject(arrival, reason, actor.person_id, now)
    _note("arrival.rejected", arrival, actor, now, {"reason": arrival.reason})


def split(
    arrival: Arrival, actor: Actor, groups: Sequence[Collection[uuid.UUID]], now: datetime
) -> list[Arrival]:
    """Each group of files becomes a document of its own, with a proposal of its own.

    Raises Refusal `arrival.bad_split`, `arrival.settled`, `arrival.held`.
    """
    parts = actions.split(arrival, groups, actor.person_id, now)
    for part in parts:
        to_propose(part, now)
    _note("arrival.split", arrival, actor, now, {"parts": len(parts)})
    return parts


def _note(action: str, arrival: Arrival, actor: Actor, now: datetime, facts: dict[str, Any]) -> None:
    journal.note(action, now, actor_id=actor.person_id, about=("arrival", arrival.id), facts=facts)


def propose(arrival_id: uuid.UUID) -> None:
    """Make the proposal of an arrival from its words and its history, in the current transaction."""
    arrival = queries.get(arrival_id, lock=True)
    if arrival is not None:
        made = proposals.propose(_letter(arrival), history.around(arrival), hints.in_force())
        actions.propose(arrival, made.as_json())


def form_of(kind: str, institution_id: uuid.UUID) -> FormDefinition:
    """The form that a petition's or a drop-off's letter fills."""
    version = procedures.current(kind, institution_id)
    return procedures.form(version.id, version.config["form"])


def _letter(arrival: Arrival) -> proposals.Letter:
    return proposals.Letter(
        subject=arrival.subject,
        text=arrival.text,
        sender_name=arrival.sender_name,
        sender_address=arrival.sender_address,
        filenames=[one.filename for one in arrival.kept],
        attached="\n".join(one.text for one in arrival.kept)[: words.LONGEST],
        pages=sum(one.pages or 0 for one in arrival.kept),
    )
