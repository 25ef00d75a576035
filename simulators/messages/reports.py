"""Delivery reports: posted until the hall answers 2xx."""

import json
import sqlite3
import time

from simulators.callbacks import post_signed
from simulators.messages.store import Sandbox

TRIES = 10
GLANCE = 0.1


def begin_again(sandbox: Sandbox) -> None:
    """After a start: what was not acknowledged is due at once, as if never tried."""
    with sandbox.ledger.change() as db:
        db.execute("UPDATE report SET tries = 0, due = ? WHERE NOT acked", (time.time(),))


def keep_reporting(sandbox: Sandbox) -> None:
    """The background thread's whole life."""
    while True:
        sandbox.news.clear()
        if _due(sandbox):
            sandbox.faults.hold()
        due = _due(sandbox)
        for report in reversed(due) if sandbox.faults["backwards"] else due:
            _send(sandbox, report)
        sandbox.news.wait(GLANCE)


def _due(sandbox: Sandbox) -> list[sqlite3.Row]:
    return sandbox.ledger.rows(
        "SELECT * FROM report WHERE NOT acked AND tries < ? AND due <= ? ORDER BY due", TRIES, time.time()
    )


def _send(sandbox: Sandbox, report: sqlite3.Row) -> None:
    payload = json.loads(report["body"])
    taken = post_signed(report["url"], sandbox.callback_key, payload)
    if sandbox.faults["duplicate_reports"] or sandbox.faults.happens("duplicate_percent"):
        post_signed(report["url"], sandbox.callback_key, payload)
    with sandbox.ledger.change() as db:
        db.execute(
            "UPDATE report SET acked = ?, tries = tries + 1, due = ? WHERE event_id = ?",
            (taken, time.time() + 2 ** report["tries"], report["event_id"]),
        )
