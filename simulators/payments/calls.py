"""Call-backs: posted, signed, until the hall answers 2xx."""

import json
import sqlite3
import time

from simulators.callbacks import post_signed
from simulators.payments.store import Till

TRIES = 12
GLANCE = 0.1


def begin_again(till: Till) -> None:
    """After a start: what was due and not acknowledged is due at once, as if never tried."""
    with till.ledger.change() as db:
        db.execute("UPDATE call SET tries = 0, due = MIN(due, ?) WHERE NOT acked", (time.time(),))


def keep_calling(till: Till) -> None:
    """The background thread's whole life."""
    while True:
        till.news.clear()
        if _due(till):
            till.faults.hold()
        due = _due(till)
        for call in reversed(due) if till.faults["backwards"] else due:
            _make(till, call)
        till.news.wait(GLANCE)


def _due(till: Till) -> list[sqlite3.Row]:
    if till.faults["silent"]:
        return []
    return till.ledger.rows(
        "SELECT * FROM call WHERE NOT acked AND tries < ? AND due <= ? ORDER BY due", TRIES, time.time()
    )


def _make(till: Till, call: sqlite3.Row) -> None:
    payload = json.loads(call["body"])
    heard = post_signed(call["url"], till.key, payload)
    if till.faults["duplicate_calls"] or till.faults.happens("duplicate_percent"):
        post_signed(call["url"], till.key, payload)
    with till.ledger.change() as db:
        db.execute(
            "UPDATE call SET acked = ?, tries = tries + 1, due = ? WHERE event_id = ?",
            (heard, time.time() + 2 ** call["tries"], call["event_id"]),
        )
