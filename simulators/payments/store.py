"""The provider's books: payment pages, what was paid on them, what went back, whom to tell."""

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulators.faults import Faults
from simulators.ledger import Ledger
from simulators.serving import iso

TABLES = """
CREATE TABLE IF NOT EXISTS checkout (
    id TEXT PRIMARY KEY, idempotency_key TEXT NOT NULL UNIQUE, reference TEXT NOT NULL,
    amount INTEGER NOT NULL, description TEXT NOT NULL, return_url TEXT NOT NULL,
    callback_url TEXT NOT NULL, left INTEGER NOT NULL DEFAULT 0, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS paid (
    id TEXT PRIMARY KEY, checkout TEXT NOT NULL REFERENCES checkout, state TEXT NOT NULL,
    amount INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS refund (
    id TEXT PRIMARY KEY, idempotency_key TEXT NOT NULL UNIQUE, paid TEXT NOT NULL REFERENCES paid,
    amount INTEGER NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS call (
    event_id TEXT PRIMARY KEY, paid TEXT NOT NULL REFERENCES paid, url TEXT NOT NULL, body TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, acked INTEGER NOT NULL DEFAULT 0);
"""
TRANSACTIONS = """
SELECT * FROM (
    SELECT paid.rowid, paid.*, reference, description,
        COALESCE((SELECT SUM(amount) FROM refund WHERE refund.paid = paid.id), 0) AS back,
        (SELECT COUNT(*) FROM call WHERE call.paid = paid.id AND NOT acked) AS untold
    FROM paid JOIN checkout ON checkout.id = paid.checkout
    WHERE ? IN ('', reference) ORDER BY paid.rowid DESC LIMIT ?
) ORDER BY rowid
"""
BY_THE_BANK = 0.2  # seconds until the bank has answered and the call-back leaves
SHOWN = 100
Answer = tuple[dict[str, object], int]


@dataclass
class Till:
    """The provider: one file, the key it shares with the hall (it also signs), its own address.

    Faults of its own: `silent` (call-backs wait until it is off), `other_amount` (the next payments take
    one leu too much), `duplicate_calls` (each call-back is made twice).
    """

    ledger: Ledger
    key: str
    url: str
    faults: Faults = field(default_factory=lambda: Faults("silent", "other_amount", "duplicate_calls"))
    news: threading.Event = field(default_factory=threading.Event)


def open_checkout(db: sqlite3.Connection, key: str, asked: Mapping[str, Any]) -> tuple[str, bool]:
    """A new payment page; its id, and whether it is new. The same key is the same page."""
    known = db.execute("SELECT id FROM checkout WHERE idempotency_key = ?", (key,)).fetchone()
    if known:
        return str(known["id"]), False
    new_id = f"co-{secrets.token_urlsafe(16)}"
    names = ("reference", "amount", "description", "return_url", "callback_url")
    db.execute(
        "INSERT INTO checkout (id, idempotency_key, reference, amount, description, return_url,"
        " callback_url, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (new_id, key, *(asked[name] for name in names), time.time()),
    )
    return new_id, True


def take(db: sqlite3.Connection, till: Till, checkout: sqlite3.Row, state: str, wait: float = 0) -> str:
    """The bank's answer to one try; its call-back leaves a moment later, or after `wait` seconds."""
    now = time.time()
    amount = checkout["amount"] + (100 if state == "succeeded" and till.faults.strikes("other_amount") else 0)
    paid = f"tr-{secrets.token_hex(8)}"
    db.execute("INSERT INTO paid VALUES (?, ?, ?, ?, ?)", (paid, checkout["id"], state, amount, now))
    _plan_call(
        db, checkout, {"transaction": paid, "state": state, "amount": amount}, now + BY_THE_BANK + wait
    )
    return paid


def _plan_call(db: sqlite3.Connection, checkout: sqlite3.Row, told: Mapping[str, object], due: float) -> None:
    event_id = f"ev-{secrets.token_hex(8)}"
    facts = {"checkout": checkout["id"], "reference": checkout["reference"], "currency": "RON"}
    body = {"event_id": event_id, **facts, **told, "at": iso(due)}
    db.execute(
        "INSERT INTO call (event_id, paid, url, body, due) VALUES (?, ?, ?, ?, ?)",
        (event_id, told["transaction"], checkout["callback_url"], json.dumps(body), due),
    )


def give_back(db: sqlite3.Connection, key: str, paid: str, amount: int) -> Answer:
    """Money back to a card, once for each key, and never more than was taken."""
    known = db.execute("SELECT id FROM refund WHERE idempotency_key = ?", (key,)).fetchone()
    if known:
        return {"id": known["id"], "state": "done"}, 200
    row = db.execute("SELECT * FROM paid WHERE id = ? AND state = 'succeeded'", (paid,)).fetchone()
    if row is None:
        return {"error": {"code": "unknown", "permanent": True}}, 404
    back = db.execute("SELECT COALESCE(SUM(amount), 0) FROM refund WHERE paid = ?", (paid,)).fetchone()[0]
    if back + amount > row["amount"]:
        return {"error": {"code": "too_much", "permanent": True}}, 409
    new_id = f"rf-{secrets.token_hex(8)}"
    db.execute("INSERT INTO refund VALUES (?, ?, ?, ?, ?)", (new_id, key, paid, amount, time.time()))
    return {"id": new_id, "state": "done"}, 201


def checkout(till: Till, checkout_id: str) -> sqlite3.Row | None:
    """One payment page."""
    found = till.ledger.rows("SELECT * FROM checkout WHERE id = ?", checkout_id)
    return found[0] if found else None


def transactions(till: Till, reference: str = "") -> list[dict[str, object]]:
    """What was paid, oldest first; of one note when a reference is given."""
    rows = till.ledger.rows(TRANSACTIONS, reference, SHOWN)
    return [_plain(row) for row in rows]


def _plain(row: sqlite3.Row) -> dict[str, object]:
    names = ("id", "checkout", "amount", "reference", "description", "back", "untold")
    state = "refunded" if row["back"] >= row["amount"] and row["back"] else row["state"]
    return {name: row[name] for name in names} | {"state": state, "at": iso(row["at"])}
