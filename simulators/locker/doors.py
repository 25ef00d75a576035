"""The doors: who may open which, and what a closing door means.

free → reserved → (deposit) occupied → (collect, take back) free; unclear → needs_check, given to nobody;
blocked: out of service.
"""

import sqlite3

from simulators.locker import events
from simulators.locker.cabinet import Answer, compartment, refused

SIZES = ("S", "M", "L")
MAY_OPEN = {"deposit": {"reserved", "occupied"}, "take_back": {"occupied", "needs_check"}}
ONCE_CLOSED = {"deposit": "occupied", "collect": "free", "take_back": "free"}


def reserve(db: sqlite3.Connection, new_id: str, ref: str, size: int, accessible: bool) -> Answer:
    """Keep the smallest free compartment that fits; accessible ones are kept for those who need them.

    A parcel that already has a compartment keeps it. `size` counts in SIZES.
    """
    live = db.execute(
        "SELECT id, compartment FROM reservation WHERE ref = ? AND NOT ended", (ref,)
    ).fetchone()
    if live:
        return Answer(201, {"reservation": live["id"], "compartment": live["compartment"]})
    number = _best(db, size, accessible)
    if number is None:
        return refused(409, "none_free")
    db.execute("INSERT INTO reservation (id, ref, compartment) VALUES (?, ?, ?)", (new_id, ref, number))
    db.execute(
        "UPDATE compartment SET state = 'reserved', reservation = ? WHERE number = ?", (new_id, number)
    )
    return Answer(201, {"reservation": new_id, "compartment": number})


def _best(db: sqlite3.Connection, size: int, accessible: bool) -> int | None:
    free = db.execute("SELECT * FROM compartment WHERE state = 'free' AND door = 'closed'").fetchall()
    fitting = [
        (c["accessible"], SIZES.index(c["size"]), c["number"])
        for c in free
        if SIZES.index(c["size"]) >= size and c["accessible"] >= accessible
    ]
    return min(fitting)[2] if fitting else None


def open_for_operator(
    db: sqlite3.Connection, now: float, reservation: str, purpose: str, actor: str
) -> Answer:
    """Open to lay a paper in or to take it back. Opening an open door again for the same purpose is fine."""
    door = _door_of(db, reservation)
    if door is None:
        return refused(404, "unknown_reservation")
    if door["door"] == "open":
        same = door["purpose"] == purpose
        return _is_open(door) if same else refused(409, "wrong_state")
    if door["state"] not in MAY_OPEN[purpose]:
        return refused(409, "wrong_state")
    return open_door(db, now, door, purpose, actor)


def open_door(
    db: sqlite3.Connection,
    now: float,
    door: sqlite3.Row,
    purpose: str,
    actor: str,
    grant: str | None = None,
    reason: str | None = None,
) -> Answer:
    """The pulse to the lock: the door springs open, or it is jammed."""
    who = {"actor": actor, "grant": grant, "reason": reason}
    if door["door"] == "jammed":
        events.write(db, now, "door.jammed", door, purpose, **who)
        return refused(409, "jammed", compartment=door["number"])
    db.execute(
        "UPDATE compartment SET door = 'open', purpose = ?, actor = ?, grant_id = ?, opened_at = ?,"
        " left_open_told = 0 WHERE number = ?",
        (purpose, actor, grant, now, door["number"]),
    )
    events.write(db, now, "door.opened", door, purpose, **who)
    return _is_open(door)


def _is_open(door: sqlite3.Row) -> Answer:
    return Answer(200, {"compartment": door["number"], "door": "open"})


def cancel(db: sqlite3.Connection, reservation: str) -> Answer:
    """Give a compartment back in which nothing was laid."""
    known = db.execute("SELECT ended FROM reservation WHERE id = ?", (reservation,)).fetchone()
    if known is None:
        return refused(404, "unknown_reservation")
    door = _door_of(db, reservation)
    if door is None:
        return Answer(200, {"state": "free"})
    if door["state"] != "reserved":
        return refused(409, "occupied")
    if door["door"] == "open":
        return refused(409, "wrong_state")
    _let_go(db, door)
    return Answer(200, {"state": "free"})


def open_for_reason(db: sqlite3.Connection, now: float, number: int, actor: str, reason: str) -> Answer:
    """An operator opens a closed door and says why; what lies inside stays as it was."""
    door = compartment(db, number)
    if door is None:
        return refused(404, "unknown_compartment")
    if door["door"] == "open":
        return refused(409, "wrong_state")
    return open_door(db, now, door, "service", actor, reason=reason)


def move(db: sqlite3.Connection, now: float, reservation: str) -> Answer:
    """Another compartment for the same papers, open to lay them in; the one they were in is blocked.

    Where nothing lies inside yet there is nothing to lay in: it is kept, and stays closed.
    """
    door = _door_of(db, reservation)
    if door is None:
        return refused(404, "unknown_reservation")
    if door["door"] == "open":
        return refused(409, "wrong_state")
    number = _best(db, SIZES.index(door["size"]), bool(door["accessible"]))
    if number is None:
        return refused(409, "none_free")
    db.execute(
        "UPDATE compartment SET state = 'blocked', reservation = NULL, reason = 'moved' WHERE number = ?",
        (door["number"],),
    )
    db.execute("UPDATE reservation SET compartment = ? WHERE id = ?", (number, reservation))
    db.execute(
        "UPDATE compartment SET state = 'reserved', reservation = ? WHERE number = ?", (reservation, number)
    )
    _tell(db, now, door["number"], "compartment.blocked", "moved")
    fresh = compartment(db, number)
    assert fresh is not None
    if door["state"] == "reserved":
        return Answer(200, {"compartment": number, "door": fresh["door"]})
    return open_door(db, now, fresh, "deposit", "operator", reason="moved")


def block(db: sqlite3.Connection, now: float, number: int, reason: str) -> Answer:
    """Out of service, where nothing lies inside."""
    door = compartment(db, number)
    if door is None:
        return refused(404, "unknown_compartment")
    if door["state"] not in {"free", "blocked"} or door["door"] == "open":
        return refused(409, "occupied")
    db.execute("UPDATE compartment SET state = 'blocked', reason = ? WHERE number = ?", (reason, number))
    return _tell(db, now, number, "compartment.blocked", reason)


def unblock(db: sqlite3.Connection, now: float, number: int) -> Answer:
    """Back into service; somebody looked into one that was to be checked, and it is empty."""
    door = compartment(db, number)
    if door is None:
        return refused(404, "unknown_compartment")
    if door["state"] not in {"blocked", "needs_check", "free"} or door["door"] == "open":
        return refused(409, "wrong_state")
    if door["reservation"]:
        _let_go(db, door)
    db.execute("UPDATE compartment SET state = 'free', reason = '' WHERE number = ?", (number,))
    return _tell(db, now, number, "compartment.unblocked", None)


def _tell(db: sqlite3.Connection, now: float, number: int, kind: str, reason: str | None) -> Answer:
    door = compartment(db, number)
    assert door is not None
    events.write(db, now, kind, door, None, reason=reason)
    return Answer(200, {"compartment": number, "state": door["state"]})


def close(
    db: sqlite3.Connection, now: float, number: int, *, still_inside: bool = False, empty: bool = False
) -> Answer:
    """A person closes a door; only then is a paper deposited, collected or taken back.

    A sensor may know better: paper still inside after a collection, nothing inside after a deposit.
    """
    door = compartment(db, number)
    if door is None or door["door"] != "open":
        return refused(409, "wrong_state")
    db.execute(
        "UPDATE compartment SET door = 'closed', purpose = NULL, actor = NULL, grant_id = NULL"
        " WHERE number = ?",
        (number,),
    )
    state = ONCE_CLOSED.get(door["purpose"], door["state"])
    if still_inside and door["purpose"] in {"collect", "take_back"}:
        state = "needs_check"
    if empty and door["purpose"] == "deposit":
        state = "reserved"
    db.execute("UPDATE compartment SET state = ? WHERE number = ?", (state, number))
    if state == "free" and door["reservation"]:
        _let_go(db, door)
    events.write(db, now, "door.closed", door, door["purpose"], actor=door["actor"], grant=door["grant_id"])
    return Answer(200, {"compartment": number, "door": "closed", "state": state})


def open_with_service_key(db: sqlite3.Connection, now: float, number: int) -> Answer:
    """Maintenance opens any closed door; what lies inside stays as it was."""
    door = compartment(db, number)
    if door is None or door["door"] == "open":
        return refused(409, "wrong_state")
    return open_door(db, now, door, "service", "service")


def jam(db: sqlite3.Connection, now: float, number: int) -> Answer:
    """The lock of a closed door gets stuck."""
    door = compartment(db, number)
    if door is None or door["door"] != "closed":
        return refused(409, "wrong_state")
    db.execute("UPDATE compartment SET door = 'jammed' WHERE number = ?", (number,))
    events.write(db, now, "door.jammed", door, None)
    return Answer(200, {"compartment": number, "door": "jammed"})


def unjam(db: sqlite3.Connection, number: int) -> Answer:
    """Somebody repairs the lock."""
    db.execute("UPDATE compartment SET door = 'closed' WHERE number = ? AND door = 'jammed'", (number,))
    return Answer(200, {"compartment": number, "door": "closed"})


def _door_of(db: sqlite3.Connection, reservation: str) -> sqlite3.Row | None:
    kept = db.execute("SELECT number FROM compartment WHERE reservation = ?", (reservation,)).fetchone()
    return compartment(db, kept["number"]) if kept else None


def _let_go(db: sqlite3.Connection, door: sqlite3.Row) -> None:
    db.execute(
        "UPDATE compartment SET state = 'free', reservation = NULL WHERE number = ?", (door["number"],)
    )
    db.execute("UPDATE reservation SET ended = 1 WHERE id = ?", (door["reservation"],))
