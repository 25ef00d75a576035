"""`filing`: sending a filled form over HTTP against one bare transaction that writes the same rows.

Against a whole running hall, on the same database file, in turn; the profile is taken in this process.
"""

import secrets
import sqlite3
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask

from app.cityhall import submissions
from app.cityhall.procedures import queries as procedures
from app.database import db, transaction
from tools import scenes
from tools.bench import stopwatch
from tools.bench.browser import Browser
from tools.bench.clerks import CITIZEN, NOW, PETITION, Clerks
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site, inside
from tools.started import started_hall
from tools.visitor import Form, Visitor, WalkError

REACH = 3
PROFILED = 10
# What one filing leaves behind, in the order in which the rows may be written.
BY_CASE = ("hall_case", "term", "case_event", "case_run", "case_task", "case_timer", "awaited_message", "job")
UNIQUE_NUMBERS = {
    *(("register_entry", "number"), ("register_entry", "position"), ("register_card", "place")),
    ("journal_entry", "sequence"),
}
ReplayRow = tuple[str, list[str], list[Any]]


def filing(site: Site, rounds: int) -> Figure:
    """From pressing the button to the answer that the request has its number; its page is not counted."""
    pairs = Pairs()
    with started_hall(site.folder / "filing", {"RATE_LIMITS": "0"}) as here:
        citizen = scenes.citizen(here.url)
        bare = _bare(here.instance / "hall.sqlite")
        _send(citizen, scenes.fill_petition(citizen))  # the first one warms both
        for _ in range(rounds):
            form = scenes.fill_petition(citizen)
            pairs.take(partial(_send, citizen, form), _replay(bare))
    return pairs.figure("filing", REACH, parts=_parts(site, min(rounds, PROFILED)))


def _send(citizen: Visitor, form: Form) -> None:
    answer = citizen.http.post(form.action, data=form.values(), allow_redirects=False, timeout=60)
    if answer.status_code != 303:
        raise WalkError(f"not filed: {answer.status_code}")


def _bare(database: Path) -> sqlite3.Connection:
    bare = sqlite3.connect(database, isolation_level=None)
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("PRAGMA foreign_keys=ON")
    bare.execute("PRAGMA busy_timeout=30000")
    return bare


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
    rows += _copies(bare, "register_card", "entry_id", entry, new)
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
    if (table, name) in UNIQUE_NUMBERS:
        return secrets.randbelow(2**40) + 10**9
    if (table, name) in {("register_entry", "verify_token"), ("job", "key")}:
        return secrets.token_hex(16)
    if name in {"id", "task_id"} and value is not None:
        return new.setdefault(value, uuid.uuid4().hex)
    return value


def _parts(site: Site, rounds: int) -> dict[str, float]:
    """The same request in this process, with all it costs but HTTP itself."""
    app = site.hall()
    browser = Browser(app, CITIZEN)
    sends = [_ready(app, browser) for _ in range(rounds + 1)]
    sends.pop()()
    with app.app_context():
        engine = db.engine
    with stopwatch.watching(engine, "Flask, rights, rules") as watch:
        for send in sends:
            send()
    return watch.each(rounds)


def _ready(app: Flask, browser: Browser) -> Callable[[], object]:
    """A petition filled up to the last button, which is still to be pressed."""
    with inside(app):
        citizen = Clerks(app).actor(CITIZEN)
        with transaction():
            version = procedures.current("petition")
            draft = submissions.begin(citizen.person_id, version, "portal", PETITION, NOW)
            draft.page = "papers"
        address = f"/cereri/ciorna/{draft.id}"
    fields = browser.fields(browser.open(f"{address}/verificare"), "csrf_token")
    return partial(browser.send, f"{address}/trimite", fields)
