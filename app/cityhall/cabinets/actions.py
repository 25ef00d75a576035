"""A cabinet comes into use, is described, is closed: the hall's side of it, not its controller's."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from app.cityhall import journal
from app.cityhall.cabinets.models import Cabinet
from app.database import session
from app.refusal import Refusal

NAME_LONGEST, PLACE_LONGEST, PHONE_LONGEST = 120, 200, 20


@dataclass(frozen=True)
class Description:
    """What people read of a cabinet; `shared`: other institutions lay their papers there too."""

    name: str
    place: str
    phone: str
    shared: bool

    @classmethod
    def of(cls, name: str, place: str, phone: str, *, shared: bool) -> "Description":
        """As typed. Raises Refusal `cabinet.name_missing`, `cabinet.place_missing`, `cabinet.phone_wrong`."""
        name, place, phone = (" ".join(said.split()) for said in (name, place, phone))
        if not name:
            raise Refusal("cabinet.name_missing")
        if not place:
            raise Refusal("cabinet.place_missing")
        if len(phone) > PHONE_LONGEST or not all(sign.isdigit() or sign in " +.-()" for sign in phone):
            raise Refusal("cabinet.phone_wrong")
        return cls(name[:NAME_LONGEST], place[:PLACE_LONGEST], phone, shared)


def add(code: str, institution_id: uuid.UUID, told: Description, by_id: uuid.UUID, now: datetime) -> Cabinet:
    """A cabinet whose controller is connected comes into use; papers may be laid there from now on."""
    made = Cabinet(id=uuid.uuid4(), institution_id=institution_id, code=code)
    _describe(made, told)
    session().add(made)
    session().flush()
    _note("cabinet.added", made, by_id, now)
    return made


def describe(cabinet: Cabinet, told: Description, by_id: uuid.UUID, now: datetime) -> None:
    """Another name, place or phone; papers that lie there stay."""
    _describe(cabinet, told)
    _note("cabinet.described", cabinet, by_id, now)


def close(cabinet: Cabinet, lying: int, by_id: uuid.UUID, now: datetime) -> None:
    """Out of use: its screens go dark, nobody may choose it. Raises Refusal `cabinet.not_empty` (lying)."""
    if lying:
        raise Refusal("cabinet.not_empty", lying=lying)
    if cabinet.closed_at is None:
        cabinet.closed_at = now
        _note("cabinet.closed", cabinet, by_id, now)


def reopen(cabinet: Cabinet, by_id: uuid.UUID, now: datetime) -> None:
    """Back in use."""
    if cabinet.closed_at is not None:
        cabinet.closed_at = None
        _note("cabinet.reopened", cabinet, by_id, now)


def _describe(cabinet: Cabinet, told: Description) -> None:
    cabinet.name, cabinet.place, cabinet.shared = told.name, told.place, told.shared
    cabinet.phone = told.phone


def _note(action: str, cabinet: Cabinet, by_id: uuid.UUID, now: datetime) -> None:
    facts = {"code": cabinet.code, "name": cabinet.name, "place": cabinet.place, "shared": cabinet.shared}
    journal.note(action, now, actor_id=by_id, about=("cabinet", cabinet.id), facts=facts)
