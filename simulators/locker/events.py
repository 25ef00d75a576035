"""What happened at the doors, told to the hall until it answers."""

import json
import sqlite3
import time

from simulators.callbacks import post_signed
from simulators.locker.cabinet import Cabinet
from simulators.serving import iso

BATCH = 50
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
GLANCE = 0.5  # how often doors are looked at for being left open


def write(
    db: sqlite3.Connection,
    now: float,
    kind: str,
    door: sqlite3.Row | None,
    purpose: str | None,
    *,
    actor: str | None = None,
    grant: str | None = None,
    reason: str | None = None,
) -> None:
    """Note an event in the transaction of the change itself. `door` as it was when it happened."""
    counted = db.execute(
        "UPDATE cabinet SET last_seq = last_seq + 1 RETURNING site, boot, last_seq"
    ).fetchone()
    event = {
        "id": f"{counted['site']}-{counted['boot']}-{counted['last_seq']}",
        "seq": counted["last_seq"],
        "type": kind,
        "at": iso(now),
        "compartment": door["number"] if door else None,
        "reservation": door["reservation"] if door else None,
        "ref": door["ref"] if door else None,
        "purpose": purpose,
        "state": _state(db, door),
        "grant": grant,
        "actor": actor,
        "reason": reason,
    }
    db.execute(
        "INSERT INTO event (seq, id, body) VALUES (?, ?, ?)", (event["seq"], event["id"], json.dumps(event))
    )


def _state(db: sqlite3.Connection, door: sqlite3.Row | None) -> str | None:
    if door is None:
        return None
    row = db.execute("SELECT state FROM compartment WHERE number = ?", (door["number"],)).fetchone()
    return str(row["state"])


def after(cabinet: Cabinet, seq: int, limit: int = 200) -> list[object]:
    """Events past a number, oldest first: for a hall that lost some or cannot be reached from outside."""
    rows = cabinet.ledger.rows("SELECT body FROM event WHERE seq > ? ORDER BY seq LIMIT ?", seq, limit)
    return [json.loads(row["body"]) for row in rows]


def keep_telling(cabinet: Cabinet) -> None:
    """The background thread's whole life: send what is not acknowledged, wait longer after each failure."""
    pause = FIRST_PAUSE
    while True:
        cabinet.news.clear()
        notice_left_open(cabinet)
        if tell(cabinet):
            pause = FIRST_PAUSE
            cabinet.news.wait(GLANCE)
        else:
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def tell(cabinet: Cabinet) -> bool:
    """Send what is not acknowledged; False when the hall did not take it, or cannot be reached."""
    if cabinet.faults["offline"]:
        return False
    while _unacknowledged(cabinet):
        cabinet.faults.hold()
        rows = _unacknowledged(cabinet)
        for told in [[row] for row in reversed(rows)] if cabinet.faults["backwards"] else [rows]:
            if not _tell(cabinet, told):
                return False
    return True


def _tell(cabinet: Cabinet, rows: list[sqlite3.Row]) -> bool:
    payload = {"site": cabinet.site, "events": [json.loads(row["body"]) for row in rows]}
    taken = post_signed(cabinet.hook_url, cabinet.key, payload)
    if cabinet.faults.strikes("duplicate_events") or cabinet.faults.happens("duplicate_percent"):
        post_signed(cabinet.hook_url, cabinet.key, payload)
    if taken:
        with cabinet.ledger.change() as db:
            db.executemany("UPDATE event SET acked = 1 WHERE seq = ?", [(row["seq"],) for row in rows])
    return taken


def _unacknowledged(cabinet: Cabinet) -> list[sqlite3.Row]:
    if not cabinet.hook_url:
        return []
    return cabinet.ledger.rows("SELECT seq, body FROM event WHERE acked = 0 ORDER BY seq LIMIT ?", BATCH)


def notice_left_open(cabinet: Cabinet) -> None:
    """Tell once of every door that stands open too long."""
    now = cabinet.now()
    forgotten = (
        "SELECT c.*, r.ref FROM compartment c LEFT JOIN reservation r ON r.id = c.reservation"
        " WHERE c.door = 'open' AND NOT c.left_open_told AND c.opened_at < ?"
    )
    since = now - cabinet.left_open_after
    if not cabinet.ledger.rows(forgotten, since):
        return
    with cabinet.ledger.change() as db:
        for door in db.execute(forgotten, (since,)).fetchall():
            db.execute("UPDATE compartment SET left_open_told = 1 WHERE number = ?", (door["number"],))
            write(db, now, "door.left_open", door, door["purpose"])
