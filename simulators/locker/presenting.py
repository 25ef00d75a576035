"""Somebody shows a code: a token (QR), or the number of a door and its PIN."""

import hashlib
import sqlite3
from typing import NamedTuple

from simulators.locker import doors, events, keypad
from simulators.locker.cabinet import Answer, compartment, refused
from simulators.serving import same

# A token has 160 bits: nobody guesses it, and a keypad locked by somebody else must not lock its owner out.
TOKEN = "FH1:"  # noqa: S105 - how a token begins
# An honest citizen whose door fell shut is far more common than a thief standing beside him.
GRACE = 3 * 60.0
OPENS = {"deposit": {"reserved"}, "collect": {"occupied", "needs_check"}}


class Shown(NamedTuple):
    """What a person shows: a token, or a PIN with the number of its door; and what they say besides."""

    credential: str
    compartment: int | None = None
    factor: str = ""

    @property
    def guessable(self) -> bool:
        """Digits can be guessed; a token cannot, and any other QR (a ticket, a link) is no guess."""
        return self.credential.isdecimal() or bool(self.factor)


def present(db: sqlite3.Connection, now: float, site: str, shown: Shown) -> Answer:
    """Open the door that the code is for, or say why not."""
    locked = keypad.locked_for(db, now)
    if locked and shown.guessable:
        return refused(429, "locked", retry_after=locked)
    grant = _matching(db, site, shown)
    if grant is None:
        return _unknown(db, now, shown)
    if code := _factor_missing(db, now, site, grant, shown):
        return refused(403, code)
    return _use(db, now, grant)


def _matching(db: sqlite3.Connection, site: str, shown: Shown) -> sqlite3.Row | None:
    """Compares with every grant, of that door for a PIN, in the same time whether one fits or none does."""
    known = db.execute(
        "SELECT g.*, r.ref, r.ended, r.compartment"
        " FROM grant_kept g JOIN reservation r ON r.id = g.reservation"
        " ORDER BY r.ended, g.not_after DESC"
    ).fetchall()
    if shown.credential.startswith(TOKEN):
        token = _hash(shown.credential)
        fits = [same(one["token_sha256"], token) for one in known]
    else:
        pin = _hash(f"{shown.credential}:{site}")
        fits = [(one["compartment"] == shown.compartment) & same(one["pin_sha256"], pin) for one in known]
    return known[fits.index(True)] if True in fits else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _unknown(db: sqlite3.Connection, now: float, shown: Shown) -> Answer:
    events.write(db, now, "credential.rejected", None, None)
    if shown.guessable:
        keypad.wrong(db, now)
    return refused(404, "unknown")


def _factor_missing(
    db: sqlite3.Connection, now: float, site: str, grant: sqlite3.Row, shown: Shown
) -> str | None:
    """What the person says besides is asked for once the code is right; a wrong answer counts."""
    if not grant["factor_sha256"]:
        return None
    if not shown.factor:
        return "factor_needed"
    told = _hash(f"{shown.factor}:{grant['id']}:{site}")
    if same(grant["factor_sha256"], told):
        return None
    events.write(db, now, "credential.rejected", compartment(db, grant["compartment"]), grant["purpose"])
    keypad.wrong(db, now)
    return "factor_wrong"


def _use(db: sqlite3.Connection, now: float, grant: sqlite3.Row) -> Answer:
    door = compartment(db, grant["compartment"])
    assert door is not None  # a foreign key says so
    if grant["uses"] and now - grant["used_at"] <= GRACE:
        return _open_again(db, now, grant, door)
    code = _why_not(grant, door, now)
    if code:
        return _rejected(db, now, grant, door, code)
    answer = doors.open_door(db, now, door, grant["purpose"], "grant", grant["id"])
    if answer.status == 200:
        db.execute(
            "UPDATE grant_kept SET uses = uses + 1, used_at = ? WHERE reservation = ? AND id = ?",
            (now, grant["reservation"], grant["id"]),
        )
    return _told(answer, grant)


def _why_not(grant: sqlite3.Row, door: sqlite3.Row, now: float) -> str | None:
    if grant["uses"] >= grant["max_uses"]:
        return "used"
    if grant["ended"] or now > grant["not_after"]:
        return "expired"
    if now < grant["not_before"]:
        return "early"
    if door["state"] not in OPENS[grant["purpose"]] or door["door"] == "open":
        return "wrong_state"
    return None


def _rejected(db: sqlite3.Connection, now: float, grant: sqlite3.Row, door: sqlite3.Row, code: str) -> Answer:
    events.write(db, now, "credential.rejected", door, grant["purpose"], grant=grant["id"])
    return refused(409, code, compartment=door["number"])


def _open_again(db: sqlite3.Connection, now: float, grant: sqlite3.Row, door: sqlite3.Row) -> Answer:
    """The same person, the same door, within the grace; never when it was given to somebody else."""
    mine, purpose = door["reservation"] == grant["reservation"], grant["purpose"]
    if mine and door["door"] == "open" and door["grant_id"] == grant["id"]:
        return _told(Answer(200, {"compartment": door["number"], "door": "open"}), grant)
    nobodys = purpose == "collect" and door["reservation"] is None and door["state"] == "free"
    if door["door"] == "open" or not (mine or nobodys):
        return _rejected(db, now, grant, door, "used")
    if purpose == "collect":
        _take_up(db, grant, door)
    again = compartment(db, door["number"]) or door
    return _told(doors.open_door(db, now, again, purpose, "grant", grant["id"]), grant)


def _take_up(db: sqlite3.Connection, grant: sqlite3.Row, door: sqlite3.Row) -> None:
    """A paper that was just taken may be laid back: the compartment is the parcel's once more."""
    if door["door"] == "jammed":
        return
    db.execute("UPDATE reservation SET ended = 0 WHERE id = ?", (grant["reservation"],))
    db.execute(
        "UPDATE compartment SET state = 'occupied', reservation = ? WHERE number = ?",
        (grant["reservation"], door["number"]),
    )


def _told(answer: Answer, grant: sqlite3.Row) -> Answer:
    if answer.status != 200:
        return answer
    about = {"reservation": grant["reservation"], "ref": grant["ref"], "purpose": grant["purpose"]}
    return Answer(200, {**answer.body, **about})
