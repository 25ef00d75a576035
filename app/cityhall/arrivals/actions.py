"""Receiving what came, holding it while somebody looks, and settling it: exactly once each."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.cityhall.arrivals import rules
from app.cityhall.arrivals.models import Arrival, ArrivalFile
from app.cityhall.cases.models import Case
from app.cityhall.registry.models import RegisterEntry
from app.database import insert_once, session
from app.refusal import Refusal


@dataclass(frozen=True)
class ArrivingFile:
    """One file of what came: kept under its hash, or refused and why (it is still in the raw bytes)."""

    filename: str
    media_type: str
    size: int
    sha256: str
    state: str = "kept"
    verdict: str = "not_scanned"
    reason: str = ""
    pages: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Arriving:
    """Something that came; its bytes lie in the file store already. `key`: 64 signs, the same coming twice.

    `state` is new, or quarantined when a virus was found in it.
    """

    institution_id: uuid.UUID
    source: str
    key: str
    arrived_at: datetime
    raw_sha256: str
    sender_name: str = ""
    sender_address: str = ""
    sent_at: datetime | None = None
    subject: str = ""
    text: str = ""
    message_id: str = ""
    references: Sequence[str] = ()
    trust: dict[str, Any] = field(default_factory=dict)
    problems: Sequence[dict[str, Any]] = ()
    files: Sequence[ArrivingFile] = ()
    state: str = rules.NEW
    parent_id: uuid.UUID | None = None


def receive(what: Arriving, now: datetime) -> Arrival | None:
    """Keep it, in the current transaction; None when the same has come before."""
    values = {name: getattr(what, name) for name in what.__dataclass_fields__ if name != "files"}
    made = insert_once(
        Arrival,
        **{
            **values,
            "id": uuid.uuid4(),
            "received_at": now,
            "sender_name": what.sender_name[:200],
            "sender_address": what.sender_address[:320].lower(),
            "subject": what.subject[:500],
            "message_id": what.message_id[:250],
            "references": [one[:250] for one in what.references],
            "problems": list(what.problems),
            "proposal": {},
            "reason": "",
            "revision": 1,
        },
    )
    if made is None:
        return None
    _attach(made, what.files)
    return made


def _attach(arrival: Arrival, files: Sequence[ArrivingFile]) -> None:
    session().add_all(
        ArrivalFile(arrival_id=arrival.id, position=place, **asdict(one))
        for place, one in enumerate(files, 1)
    )
    session().flush()
    session().expire(arrival, ["files"])


def quarantine(sha256: str, virus: str) -> None:
    """A later look found a virus in these bytes: what waits with them is opened by nobody any more."""
    with_it = select(ArrivalFile.arrival_id).where(ArrivalFile.sha256 == sha256)
    found = select(Arrival).where(or_(Arrival.id.in_(with_it), Arrival.raw_sha256 == sha256))
    for arrival in session().scalars(found.where(Arrival.state.in_(rules.OPEN)).with_for_update()):
        names = [file.filename for file in arrival.files if file.sha256 == sha256]
        told = {"key": "infected", "facts": {"name": next(iter(names), ""), "virus": virus}}
        arrival.state, arrival.problems = rules.QUARANTINED, [*arrival.problems, told]
        for file in arrival.files:
            file.state, file.reason = "refused", file.reason or "infected"
    session().flush()


def propose(arrival: Arrival, proposal: dict[str, Any]) -> None:
    """Keep what the hall proposes for it. A settled one stays as it is."""
    if arrival.state in rules.OPEN:
        arrival.proposal, arrival.state = proposal, rules.READY


def hold(arrival: Arrival, person_id: uuid.UUID, now: datetime) -> None:
    """Somebody opens it; the first time is when work on it began.

    Raises Refusal `arrival.held`, `arrival.settled`.
    """
    _must_wait(arrival)
    _must_be_free(arrival, person_id, now)
    arrival.holder_id, arrival.held_at = person_id, now
    arrival.started_at = arrival.started_at or now
    session().flush()


def let_go(arrival: Arrival, person_id: uuid.UUID) -> None:
    """Whoever held it leaves it to the others."""
    if arrival.holder_id == person_id:
        arrival.holder_id = arrival.held_at = None


def settle_registered(
    arrival: Arrival, entry: RegisterEntry, case: Case | None, by: uuid.UUID, now: datetime
) -> None:
    """It has its number. Raises Refusal `arrival.settled`, `arrival.held`."""
    _settle(arrival, rules.REGISTERED, by, now)
    arrival.entry_id, arrival.case_id = entry.id, case.id if case is not None else None
    session().flush()


def reject(arrival: Arrival, reason: str, by: uuid.UUID, now: datetime) -> None:
    """It gets no number, and why; it stays here. Raises Refusal `arrival.no_reason`, `.settled`, `.held`."""
    said = " ".join(reason.split())
    if not said:
        raise Refusal("arrival.no_reason")
    _settle(arrival, rules.REJECTED, by, now)
    arrival.reason = said[:300]
    session().flush()


def split(
    arrival: Arrival, groups: Sequence[Collection[uuid.UUID]], by: uuid.UUID, now: datetime
) -> list[Arrival]:
    """Several documents came in one: each group of its files becomes an arrival of its own, in order.

    Every kept file must be in exactly one group. Raises Refusal `arrival.bad_split`, `.settled`, `.held`.
    """
    files = {one.id: one for one in arrival.kept}
    chosen = [file_id for group in groups for file_id in group]
    if len(groups) < 2 or not all(groups) or sorted(chosen) != sorted(files):
        raise Refusal("arrival.bad_split")
    _settle(arrival, rules.SPLIT, by, now)
    session().flush()
    return [
        _part(arrival, place, [files[one] for one in group], by, now) for place, group in enumerate(groups, 1)
    ]


def _part(whole: Arrival, place: int, files: Sequence[ArrivalFile], by: uuid.UUID, now: datetime) -> Arrival:
    same = (
        "institution_id",
        "source",
        "arrived_at",
        "raw_sha256",
        "sender_name",
        "sender_address",
        "sent_at",
    )
    more = ("subject", "text", "message_id", "references", "trust", "problems")
    part = receive(
        Arriving(
            **{name: getattr(whole, name) for name in (*same, *more)},
            key=f"{whole.key[:58]}#{place}",
            files=[ArrivingFile(**{name: getattr(one, name) for name in _FILE}) for one in files],
            parent_id=whole.id,
        ),
        now,
    )
    assert part is not None
    part.started_at, part.holder_id, part.held_at = whole.started_at, by, now
    return part


_FILE = tuple(ArrivingFile.__dataclass_fields__)


def _settle(arrival: Arrival, state: str, by: uuid.UUID, now: datetime) -> None:
    if state not in rules.MOVES.get(arrival.state, set()):
        raise Refusal("arrival.settled", by=arrival.settled_by.full_name if arrival.settled_by else "")
    _must_be_free(arrival, by, now)
    arrival.state, arrival.settled_at, arrival.settled_by_id = state, now, by
    arrival.started_at = arrival.started_at or now
    arrival.holder_id = arrival.held_at = None


def _must_wait(arrival: Arrival) -> None:
    if arrival.state not in rules.WAITING:
        raise Refusal("arrival.settled", by=arrival.settled_by.full_name if arrival.settled_by else "")


def _must_be_free(arrival: Arrival, person_id: uuid.UUID, now: datetime) -> None:
    if rules.held_by_other(arrival.holder_id, arrival.held_at, person_id, now):
        holder = arrival.holder.full_name if arrival.holder else ""
        raise Refusal("arrival.held", holder=holder, since=arrival.held_at)
