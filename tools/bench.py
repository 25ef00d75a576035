"""`make bench`: ratios measured side by side in one run, as a table and in instance/bench.json.

filing   sending a filled form over HTTP against one bare transaction that writes the same rows, on the
         same database file, in turn.
"""

import json
import os
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tools import scenes
from tools.started import started_hall
from tools.visitor import Form, Visitor, WalkError

ROUNDS = 40
# What one filing leaves behind, in the order in which the rows may be written.
BY_CASE = ("hall_case", "term", "case_event", "case_run", "case_task", "case_timer", "awaited_message", "job")
ReplayRow = tuple[str, list[str], list[Any]]


def main(rounds: int = ROUNDS) -> int:
    """Measure, print, write."""
    with (
        tempfile.TemporaryDirectory(prefix="hall-bench-") as folder,
        started_hall(Path(folder), {"RATE_LIMITS": "0"}) as here,
    ):
        figures = {"filing": filing(here.url, here.instance / "hall.sqlite", rounds)}
    _print(figures)
    _write(figures)
    return 0


def filing(url: str, database: Path, rounds: int) -> dict[str, float]:
    """Medians in milliseconds, and their ratio."""
    citizen = scenes.citizen(url)
    bare = sqlite3.connect(database, isolation_level=None)
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("PRAGMA foreign_keys=ON")
    bare.execute("PRAGMA busy_timeout=30000")
    over_http, alone = [], []
    for _ in range(rounds):
        form = _ready_to_send(citizen)
        over_http.append(_milliseconds(partial(_send, citizen, form)))
        alone.append(_milliseconds(_replay(bare)))
    ratios = statistics.median(over_http), statistics.median(alone)
    return {"http_ms": ratios[0], "bare_ms": ratios[1], "ratio": ratios[0] / ratios[1]}


def _ready_to_send(citizen: Visitor) -> Form:
    return scenes.fill_petition(citizen)


def _send(citizen: Visitor, form: Form) -> None:
    """From pressing the button to the answer that the request has its number; its page is not counted."""
    answer = citizen.http.post(form.action, data=form.values(), allow_redirects=False, timeout=60)
    if answer.status_code != 303:
        raise WalkError(f"not filed: {answer.status_code}")


def _milliseconds(act: Any) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _replay(bare: sqlite3.Connection) -> Any:
    """The rows of the latest filing again, with new ids, ready to be written in one transaction."""
    rows = _rows_of_latest(bare)

    def write() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("UPDATE register_book SET last_number = last_number + 1")
        bare.execute("UPDATE journal_head SET sequence = sequence + 1")
        bare.execute(
            "UPDATE draft SET page = page WHERE case_id IS NOT NULL AND id = (SELECT max(id) FROM draft)"
        )
        for table, names, values in rows:
            marks = ", ".join("?" * len(names))
            # Names come from our own schema.
            bare.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)  # noqa: S608
        bare.execute("COMMIT")

    return write


def _rows_of_latest(bare: sqlite3.Connection) -> list[ReplayRow]:
    case, entry = bare.execute(
        "SELECT id, entry_id FROM hall_case ORDER BY opened_at DESC LIMIT 1"
    ).fetchone()
    new = {case: uuid.uuid4().hex, entry: uuid.uuid4().hex}
    rows = _copies(bare, "register_entry", "id", entry, new)
    for table in BY_CASE:
        rows += _copies(bare, table, "id" if table == "hall_case" else "case_id", case, new)
    return rows + _copies(bare, "journal_entry", "object_id", case, new)


def _copies(
    bare: sqlite3.Connection, table: str, column: str, key: str, new: dict[str, str]
) -> list[ReplayRow]:
    cursor = bare.execute(f"SELECT * FROM {table} WHERE {column} = ?", (key,))  # noqa: S608
    names = [one[0] for one in cursor.description]
    return [
        (table, names, [_fresh(table, n, v, new) for n, v in zip(names, row, strict=True)]) for row in cursor
    ]


def _fresh(table: str, name: str, value: Any, new: dict[str, str]) -> Any:
    """Whatever must be unique is new; whatever points to the case points to its copy."""
    if value in new:
        return new[value]
    if (table, name) in {("register_entry", "number"), ("journal_entry", "sequence")}:
        return secrets.randbelow(2**40) + 10**9
    if (table, name) in {("register_entry", "verify_token"), ("job", "key")}:
        return secrets.token_hex(16)
    if name in {"id", "task_id"} and value is not None:
        return new.setdefault(value, uuid.uuid4().hex)
    return value


def _print(figures: dict[str, dict[str, float]]) -> None:
    print(f"{'name':10} {'ours ms':>9} {'against ms':>11} {'ratio':>7}")
    for name, one in figures.items():
        print(f"{name:10} {one['http_ms']:9.1f} {one['bare_ms']:11.1f} {one['ratio']:7.2f}")


def _write(figures: dict[str, dict[str, float]]) -> None:
    folder = Path(os.environ.get("INSTANCE") or "instance")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")


def _words(words: Sequence[str]) -> int:
    return main(int(words[0]) if words else ROUNDS)


if __name__ == "__main__":
    sys.exit(_words(sys.argv[1:]))
