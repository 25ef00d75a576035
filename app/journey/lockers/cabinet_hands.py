"""What operators do at a cabinet: open a door with a reason, out of service and back, papers to another door.

The controller is asked outside a transaction; its events say what became of it. Who asked, and why, is in the
journal before the door moves.
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from app.cityhall import journal
from app.cityhall.cabinets.models import Cabinet, Compartment
from app.cityhall.lockers.models import Parcel
from app.cityhall.people.rights import Actor
from app.database import session, transaction
from app.journey.house import House
from app.journey.lockers import parcel_moves
from app.outside import OutsideError
from app.outside.lockers import LockerBank
from app.refusal import Refusal

T = TypeVar("T")
REASON_LONGEST = 200
# What a controller says to an operator; anything else is that it does not answer.
SAID = frozenset({"jammed", "wrong_state", "occupied", "none_free", "unknown_compartment"})


def open_door(
    door: Compartment, cabinet: Cabinet, reason: str, actor: Actor, house: House, now: datetime
) -> None:
    """Open a door; what lies inside stays. Raises Refusal as `_ask`, `cabinet.reason_missing`."""
    reason, code, number = _reason(reason), cabinet.code, door.number
    key = _noted("cabinet.door_opened", cabinet, number, actor, now, reason)
    bank, who = _bank(code, house), str(actor.person_id)
    _ask(lambda: bank.open_compartment(key=key, compartment=number, actor=who, reason=reason))


def block(
    door: Compartment, cabinet: Cabinet, reason: str, actor: Actor, house: House, now: datetime
) -> None:
    """Take an empty compartment out of service. Raises Refusal as `_ask`, `cabinet.reason_missing`."""
    reason, code, number = _reason(reason), cabinet.code, door.number
    key = _noted("cabinet.door_blocked", cabinet, number, actor, now, reason)
    bank = _bank(code, house)
    _ask(lambda: bank.block(key=key, compartment=number, reason=reason))


def unblock(door: Compartment, cabinet: Cabinet, actor: Actor, house: House, now: datetime) -> None:
    """Back into service; somebody looked, and nothing lies inside. Raises Refusal as `_ask`."""
    code, number = cabinet.code, door.number
    key = _noted("cabinet.door_unblocked", cabinet, number, actor, now)
    bank = _bank(code, house)
    _ask(lambda: bank.unblock(key=key, compartment=number))


def cleaned(door: Compartment, cabinet: Cabinet, actor: Actor, now: datetime) -> None:
    """Somebody cleaned the compartment; inside a transaction."""
    door.cleaned_at = now
    _note("cabinet.door_cleaned", cabinet, door.number, actor, now)


def move(parcel: Parcel, actor: Actor, house: House, now: datetime) -> int:
    """Other compartment, same papers: it opens now, the old one goes out of service; its number.

    Whoever was told a door already is told the new one (`parcel_moves`).
    Raises Refusal as `_ask`, `parcel.over`.
    """
    if parcel.over:
        raise Refusal("parcel.over")
    cabinet, old, parcel_id, reservation = parcel.cabinet, parcel.compartment, parcel.id, parcel.reservation
    bank = _bank(cabinet.code, house)
    key = _noted("cabinet.papers_moved", cabinet, old, actor, now)
    number = _ask(lambda: bank.move(key=key, reservation=reservation))
    with transaction():
        fresh = session().get(Parcel, parcel_id)
        assert fresh is not None
        parcel_moves.follow(fresh, number, house, now, actor.person_id)
    return number


def _ask(asking: Callable[[], T]) -> T:
    """Raises Refusal `cabinet.<what the controller said>`, or `cabinet.silent` when it does not answer."""
    try:
        return asking()
    except OutsideError as error:
        raise Refusal(f"cabinet.{error.code}" if error.code in SAID else "cabinet.silent") from error


def _bank(code: str, house: House) -> LockerBank:
    found = house.outside.lockers.get(code)
    if found is None:
        raise Refusal("cabinet.silent")
    return found


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())[:REASON_LONGEST]
    if not reason:
        raise Refusal("cabinet.reason_missing")
    return reason


def _noted(action: str, cabinet: Cabinet, number: int, actor: Actor, now: datetime, reason: str = "") -> str:
    """Who asks for what is written first; the key under which the controller is asked."""
    with transaction():
        _note(action, cabinet, number, actor, now, reason)
    return f"operator:{uuid.uuid4()}"


def _note(action: str, cabinet: Cabinet, number: int, actor: Actor, now: datetime, reason: str = "") -> None:
    facts = {"door": number} | ({"reason": reason} if reason else {})
    journal.note(action, now, actor_id=actor.person_id, about=("cabinet", cabinet.id), facts=facts)
