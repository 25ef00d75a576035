"""What the controller remembers, and its clock."""

import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from simulators.faults import Faults
from simulators.ledger import Ledger

TABLES = """
CREATE TABLE IF NOT EXISTS cabinet (
    site TEXT PRIMARY KEY, boot INTEGER NOT NULL DEFAULT 0, last_seq INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS compartment (
    number INTEGER PRIMARY KEY, size TEXT NOT NULL, accessible INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'free', door TEXT NOT NULL DEFAULT 'closed',
    reservation TEXT REFERENCES reservation, purpose TEXT, actor TEXT, grant_id TEXT,
    reason TEXT NOT NULL DEFAULT '',
    opened_at REAL, left_open_told INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS reservation (
    id TEXT PRIMARY KEY, ref TEXT NOT NULL, compartment INTEGER NOT NULL REFERENCES compartment,
    version INTEGER NOT NULL DEFAULT 0, ended INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX IF NOT EXISTS one_live_reservation ON reservation (compartment) WHERE ended = 0;
CREATE UNIQUE INDEX IF NOT EXISTS one_compartment_a_parcel ON reservation (ref) WHERE ended = 0;
CREATE TABLE IF NOT EXISTS grant_kept (
    reservation TEXT NOT NULL REFERENCES reservation, id TEXT NOT NULL, purpose TEXT NOT NULL,
    token_sha256 TEXT NOT NULL, pin_sha256 TEXT NOT NULL, factor_sha256 TEXT NOT NULL,
    not_before REAL NOT NULL, not_after REAL NOT NULL,
    max_uses INTEGER NOT NULL, uses INTEGER NOT NULL DEFAULT 0, used_at REAL, PRIMARY KEY (reservation, id));
CREATE TABLE IF NOT EXISTS wrong_try (at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS lock (until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, acked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS answer (
    key TEXT NOT NULL, path TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key, path));
"""
# One column of doors from the top; the third to the fifth are within reach from a wheelchair (40-120 cm).
COLUMN = ("S", "S", "L", "S", "M", "M")
WITHIN_REACH = {2, 3, 4}
MADE_ACCESSIBLE = 2  # every second column has low handles and a free floor before it
TOP_CM, STEP_CM = 170, 30
ALL_DOORS = (
    "SELECT c.*, r.ref FROM compartment c LEFT JOIN reservation r ON r.id = c.reservation ORDER BY c.number"
)
LIVE = (
    "SELECT r.id AS reservation, r.ref, c.number AS compartment, c.state"
    " FROM reservation r JOIN compartment c ON c.reservation = r.id WHERE NOT r.ended ORDER BY c.number"
)


class Answer(NamedTuple):
    """Status and body of an answer; a refusal is an answer too, so that what it counted stays written."""

    status: int
    body: Mapping[str, object]


def refused(status: int, code: str, **facts: object) -> Answer:
    """No, and why."""
    return Answer(status, {"error": {"code": code, **facts}})


@dataclass
class Cabinet:
    """One cabinet: its file, who may ask, and whom it tells."""

    ledger: Ledger
    site: str
    key: str
    hook_url: str
    left_open_after: float = 60.0
    faults: Faults = field(default_factory=lambda: Faults("clock_ahead_s", "duplicate_events", "offline"))
    news: threading.Event = field(default_factory=threading.Event)

    def now(self) -> float:
        """The cabinet's own clock, which may run ahead (a fault)."""
        return time.time() + self.faults["clock_ahead_s"]


def boot(db: sqlite3.Connection, site: str, doors: int) -> None:
    """Count this start, and build the doors that are not there yet."""
    db.execute("INSERT INTO cabinet (site) VALUES (?) ON CONFLICT DO NOTHING", (site,))
    db.execute("UPDATE cabinet SET boot = boot + 1 WHERE site = ?", (site,))
    db.executemany(
        "INSERT INTO compartment (number, size, accessible) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [_built(number) for number in range(1, doors + 1)],
    )


def _built(number: int) -> tuple[int, str, bool]:
    column, place = divmod(number - 1, len(COLUMN))
    return number, COLUMN[place], column % MADE_ACCESSIBLE == 0 and place in WITHIN_REACH


def height_cm(number: int) -> int:
    """Where the floor of a compartment lies."""
    return TOP_CM - STEP_CM * ((number - 1) % len(COLUMN))


def compartment(db: sqlite3.Connection, number: int) -> sqlite3.Row | None:
    """One compartment, with the parcel it is kept for."""
    row: sqlite3.Row | None = db.execute(
        "SELECT c.*, r.ref FROM compartment c LEFT JOIN reservation r ON r.id = c.reservation"
        " WHERE c.number = ?",
        (number,),
    ).fetchone()
    return row


def empty(db: sqlite3.Connection) -> None:
    """Begin anew with all doors closed and free; the numbers of events go on."""
    db.execute(
        "UPDATE compartment"
        " SET state = 'free', door = 'closed', reservation = NULL, purpose = NULL, actor = NULL,"
        " grant_id = NULL, reason = ''"
    )
    for table in ("grant_kept", "reservation", "wrong_try", "lock", "answer"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 (names of ours)
