"""Who may collect: credentials kept as hashes, wrong tries counted, each used once."""

import hashlib
import hmac
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from simulators.locker import doors, events
from simulators.locker.cabinet import Answer, compartment, refused

# An honest citizen whose door fell shut is far more common than a thief standing beside him.
GRACE = 3 * 60.0
TRIES, TRIES_WITHIN = 5, 10 * 60.0
FIRST_LOCK, LOCKS_FORGOTTEN = 2 * 60.0, 24 * 3600.0


def replace(
    db: sqlite3.Connection, reservation: str, version: int, given: Sequence[Mapping[str, str]]
) -> Answer:
    """All credentials of a reservation at once. One already used stays used under its id."""
    known = db.execute("SELECT version FROM reservation WHERE id = ?", (reservation,)).fetchone()
    if known is None:
        return refused(404, "unknown_reservation")
    if version < known["version"]:
        return refused(409, "stale", version=known["version"])
    used = {row["id"]: row for row in _of(db, reservation)}
    db.execute("DELETE FROM credential WHERE reservation = ?", (reservation,))
    for credential in given:
        _keep(db, reservation, credential, used.get(credential["id"]))
    db.execute("UPDATE reservation SET version = ? WHERE id = ?", (version, reservation))
    return Answer(200, {"reservation": reservation, "version": version})


def _of(db: sqlite3.Connection, reservation: str) -> list[sqlite3.Row]:
    return db.execute("SELECT * FROM credential WHERE reservation = ?", (reservation,)).fetchall()


def _keep(
    db: sqlite3.Connection, reservation: str, given: Mapping[str, str], before: sqlite3.Row | None
) -> None:
    db.execute(
        "INSERT INTO credential VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reservation,
            given["id"],
            given["role"],
            given["token_sha256"].lower(),
            given["pin_sha256"].lower(),
            datetime.fromisoformat(given["not_before"]).timestamp(),
            datetime.fromisoformat(given["not_after"]).timestamp(),
            int(given.get("max_uses", 1)),
            before["uses"] if before else 0,
            before["used_at"] if before else None,
        ),
    )


def present(db: sqlite3.Connection, now: float, site: str, shown: str) -> Answer:
    """A person shows a token or a PIN at the kiosk."""
    locked_until = _locked_until(db)
    if now < locked_until:
        return refused(429, "locked", retry_after=int(locked_until - now) + 1)
    credential = _matching(db, now, site, shown)
    if credential is None:
        return _wrong(db, now)
    return _use(db, now, credential)


def _matching(db: sqlite3.Connection, now: float, site: str, shown: str) -> sqlite3.Row | None:
    """Compares with every credential, in the same time whether one fits or none does."""
    token, pin = _hash(shown), _hash(f"{shown}:{site}")
    known = db.execute(
        "SELECT c.*, r.ended, r.compartment FROM credential c JOIN reservation r ON r.id = c.reservation"
        " WHERE c.not_before <= ? ORDER BY r.ended, c.not_after DESC",
        (now,),
    ).fetchall()
    fits = [_same(c["token_sha256"], token) | _same(c["pin_sha256"], pin) for c in known]
    return known[fits.index(True)] if True in fits else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _same(kept: str, shown: str) -> bool:
    return hmac.compare_digest(kept.encode(), shown.encode())


def _use(db: sqlite3.Connection, now: float, credential: sqlite3.Row) -> Answer:
    door = compartment(db, credential["compartment"])
    assert door is not None  # a foreign key says so
    if credential["uses"] and now - credential["used_at"] <= GRACE:
        return _open_again(db, now, credential, door)
    code = _why_not(credential, door, now)
    if code:
        events.write(db, now, "credential.rejected", door, "collect")
        return refused(409, code)
    answer = doors.open_door(db, now, door, "collect", credential["role"])
    if answer.status == 200:
        db.execute(
            "UPDATE credential SET uses = uses + 1, used_at = ? WHERE reservation = ? AND id = ?",
            (now, credential["reservation"], credential["id"]),
        )
    return _with_reservation(answer, credential)


def _why_not(credential: sqlite3.Row, door: sqlite3.Row, now: float) -> str | None:
    if credential["uses"] >= credential["max_uses"]:
        return "used"
    if credential["ended"] or now > credential["not_after"]:
        return "expired"
    if door["state"] not in {"occupied", "needs_check"} or door["door"] == "open":
        return "wrong_state"
    return None


def _open_again(db: sqlite3.Connection, now: float, credential: sqlite3.Row, door: sqlite3.Row) -> Answer:
    """The same person, the same door, within the grace; never when it was given to somebody else."""
    mine = door["reservation"] == credential["reservation"]
    if mine and door["door"] == "open" and door["purpose"] == "collect":
        return _with_reservation(Answer(200, {"compartment": door["number"], "door": "open"}), credential)
    nobodys = door["reservation"] is None and door["state"] == "free"
    if door["door"] == "open" or not (mine or nobodys):
        events.write(db, now, "credential.rejected", door, "collect")
        return refused(409, "used")
    _take_up(db, credential, door)
    again = compartment(db, door["number"]) or door
    return _with_reservation(doors.open_door(db, now, again, "collect", credential["role"]), credential)


def _take_up(db: sqlite3.Connection, credential: sqlite3.Row, door: sqlite3.Row) -> None:
    if door["door"] == "jammed":
        return
    db.execute("UPDATE reservation SET ended = 0 WHERE id = ?", (credential["reservation"],))
    db.execute(
        "UPDATE compartment SET state = 'occupied', reservation = ? WHERE number = ?",
        (credential["reservation"], door["number"]),
    )


def _with_reservation(answer: Answer, credential: sqlite3.Row) -> Answer:
    if answer.status != 200:
        return answer
    return Answer(200, {**answer.body, "reservation": credential["reservation"]})


def _wrong(db: sqlite3.Connection, now: float) -> Answer:
    """Count it; the fifth within ten minutes locks the keypad, each lock twice as long as the last."""
    events.write(db, now, "credential.rejected", None, None)
    db.execute("DELETE FROM wrong_try WHERE at < ?", (now - TRIES_WITHIN,))
    db.execute("INSERT INTO wrong_try (at) VALUES (?)", (now,))
    if db.execute("SELECT count(*) FROM wrong_try").fetchone()[0] >= TRIES:
        _lock(db, now)
    return refused(404, "unknown")


def _lock(db: sqlite3.Connection, now: float) -> None:
    db.execute("DELETE FROM lock WHERE until < ?", (now - LOCKS_FORGOTTEN,))
    before = db.execute("SELECT count(*) FROM lock").fetchone()[0]
    db.execute("INSERT INTO lock (until) VALUES (?)", (now + FIRST_LOCK * 2**before,))
    db.execute("DELETE FROM wrong_try")


def _locked_until(db: sqlite3.Connection) -> float:
    return float(db.execute("SELECT coalesce(max(until), 0) FROM lock").fetchone()[0])
