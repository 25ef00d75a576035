"""What was handed over, and which delivery reports the hall has not acknowledged yet."""

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulators.faults import Faults
from simulators.ledger import Ledger
from simulators.post.delivery import Letterbox
from simulators.serving import iso

TABLES = """
CREATE TABLE IF NOT EXISTS sms (
    id TEXT PRIMARY KEY, idempotency_key TEXT NOT NULL UNIQUE, recipient TEXT NOT NULL, text TEXT NOT NULL,
    reference TEXT NOT NULL, state TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS report (
    event_id TEXT PRIMARY KEY, sms TEXT NOT NULL REFERENCES sms, url TEXT NOT NULL, body TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, acked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS mail (
    id TEXT PRIMARY KEY, message_id TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, attachments TEXT NOT NULL, at REAL NOT NULL);
"""
NEVER_ARRIVES = "00000"  # numbers that end so: the report says `failed`
ON_THE_WAY = 0.2  # seconds from the gateway to the telephone
SHOWN = 200


@dataclass
class Sandbox:
    """The gateway and the mail server: one file, who may ask, whom to tell."""

    ledger: Ledger
    key: str
    callback_key: str
    faults: Faults = field(default_factory=lambda: Faults("duplicate_reports", "mail_fail_next"))
    news: threading.Event = field(default_factory=threading.Event)
    registry: Letterbox | None = None


def accept(db: sqlite3.Connection, key: str, asked: Mapping[str, str]) -> tuple[str, bool]:
    """Take a message for delivery; its id, and whether it is new. The same key is the same message."""
    known = db.execute("SELECT id FROM sms WHERE idempotency_key = ?", (key,)).fetchone()
    if known:
        return str(known["id"]), False
    new_id, now = f"m-{secrets.token_hex(8)}", time.time()
    state = "failed" if asked["to"].endswith(NEVER_ARRIVES) else "delivered"
    reference = asked.get("reference", "")
    db.execute(
        "INSERT INTO sms VALUES (?, ?, ?, ?, ?, ?, ?)",
        (new_id, key, asked["to"], asked["text"], reference, state, now),
    )
    if asked.get("callback_url"):
        report = {"id": new_id, "reference": reference, "state": state}
        _plan_report(db, report, asked["callback_url"], now + ON_THE_WAY)
    return new_id, True


def _plan_report(db: sqlite3.Connection, report: dict[str, str], url: str, due: float) -> None:
    event_id = f"e-{secrets.token_hex(8)}"
    body = {"event_id": event_id, **report, "at": iso(due)}
    db.execute(
        "INSERT INTO report (event_id, sms, url, body, due) VALUES (?, ?, ?, ?, ?)",
        (event_id, report["id"], url, json.dumps(body), due),
    )


def sms(sandbox: Sandbox, *, to: str = "", reference: str = "") -> list[dict[str, object]]:
    """Text messages, oldest first."""
    rows = sandbox.ledger.rows(
        "SELECT * FROM (SELECT rowid, * FROM sms WHERE ? IN ('', recipient) AND ? IN ('', reference)"
        " ORDER BY rowid DESC LIMIT ?) ORDER BY rowid",
        to,
        reference,
        SHOWN,
    )
    return [{**_plain(row, "id", "text", "reference", "state", "idempotency_key")} for row in rows]


def mail(sandbox: Sandbox, *, to: str = "") -> list[dict[str, object]]:
    """E-mails, oldest first."""
    rows = sandbox.ledger.rows(
        "SELECT * FROM (SELECT rowid, * FROM mail WHERE ? IN ('', recipient) ORDER BY rowid DESC LIMIT ?)"
        " ORDER BY rowid",
        to.lower(),
        SHOWN,
    )
    return [
        {**_plain(row, "id", "subject", "text", "message_id", "sender")}
        | {"attachments": json.loads(row["attachments"])}
        for row in rows
    ]


def _plain(row: sqlite3.Row, *names: str) -> dict[str, object]:
    return {name: row[name] for name in names} | {"to": row["recipient"], "at": iso(row["at"])}
