"""`inbox`: the page of what waits for an officer and for a head, in a large hall against a small one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.cityhall import institutions
from app.cityhall.cases.models import Case
from app.database import db, session
from tools.bench import stopwatch
from tools.bench.browser import Browser
from tools.bench.clerks import HEAD, OFFICER, Clerks
from tools.bench.crowd import multiply
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site, inside

REACH = 1.5
ROUNDS = 40
SMALLER = 100
FEWEST = 100
ENTRIES = 5  # of the register, for each case
TABLES = ("person", "register_entry", "hall_case", "term", "case_task")
# A case has had five tasks; of every twentieth case two are open, an officer's and a head's.
TASKS = ("chief_architect", "officer", "officer", "head", "archivist")
OPEN, OFFICERS, HEADS = "n.i % 20 = 0", 2, 4
STAFF = 40


def inbox(site: Site, cases: int) -> Figure:
    """Over HTTP in this process, on PostgreSQL; the slower of the two inboxes counts."""
    few = max(FEWEST, cases // SMALLER)
    large, small = (_filled(site.postgres_hall(), size) for size in (cases, few))
    taken = {who: _pairs(large, small, who) for who in (OFFICER, HEAD)}
    figures = [pairs.figure("inbox", REACH) for pairs in taken.values()]
    ratios = {f"ratio of {who}": one.ratio for who, one in zip(taken, figures, strict=True)}
    note = f"{cases} cases and {ENTRIES * cases} entries against {few} and {ENTRIES * few}"
    worst = max(figures, key=lambda one: one.ratio)
    return Figure(**{**vars(worst), "note": note, "parts": ratios | _parts(large)})


def _pairs(large: Flask, small: Flask, who: str) -> Pairs:
    browsers = [Browser(app, who) for app in (large, small)]
    rows = [browser.open("/birou").text.count("data-task=") for browser in browsers]
    assert min(rows) > 0, rows
    pairs = Pairs()
    for _ in range(ROUNDS):
        pairs.take(*(partial(browser.open, "/birou") for browser in browsers))
    return pairs


def _parts(app: Flask) -> dict[str, float]:
    browser = Browser(app, OFFICER)
    with app.app_context():
        engine = db.engine
    with stopwatch.watching(engine, "Flask, rights, page") as watch:
        for _ in range(ROUNDS // 4):
            browser.open("/birou")
    return watch.each(ROUNDS // 4)


def _filled(app: Flask, cases: int) -> Flask:
    """Cases of many years: 95 in 100 closed, the others on the desks of the hall's departments."""
    with inside(app):
        clerks = Clerks(app)
        model = session().get(Case, clerks.certificate())
        assert model is not None
        known = {
            "model": model.id,
            "entry": model.entry_id,
            "person": model.applicant_id,
            "officer": clerks.actor(OFFICER).person_id,
            "head": clerks.actor(HEAD).person_id,
            **_departments(model.institution_id),
        }
        session().rollback()
        with _quickly() as connection:
            _people(connection, cases // ENTRIES, known)
            _entries(connection, cases * ENTRIES, known)
            _cases(connection, cases, known)
            for place, role in enumerate(TASKS, 1):
                _tasks(connection, cases, place, role, known)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM ANALYZE {', '.join(TABLES)}"))
    return app


def _departments(institution: UUID) -> dict[str, UUID]:
    return {one.code: one.id for one in institutions.departments(institution)}


@contextmanager
def _quickly() -> Iterator[Connection]:
    """One transaction in which foreign keys are believed."""
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection


def _id(kind: str, number: str = "n.i") -> str:
    """The same kind and number give the same id."""
    return f"md5('{kind}' || ({number}))::uuid"


def _people(connection: Connection, people: int, known: Mapping[str, UUID]) -> None:
    changes = {"id": _id("person", "n.i - 1"), "full_name": "'Om ' || n.i", "email": "NULL", "phone": "NULL"}
    multiply(connection, "person", people, changes, "t.id = :person", person=known["person"])


def _entries(connection: Connection, entries: int, known: Mapping[str, UUID]) -> None:
    """The first of each case is its own; the others are answers, invoices, letters."""
    changes = {
        "id": _id("entry"),
        "number": "1000 + n.i",
        "position": "1000 + n.i",
        "verify_token": _id("token") + "::text",
        "registered_at": "t.registered_at - n.i * interval '5 minutes'",
        "registered_on": "t.registered_on - n.i / 288",
        "issuer": "'Om ' || n.i",
        "case_id": f"CASE WHEN n.i % {ENTRIES} = 0 THEN {_id('case', f'n.i / {ENTRIES}')} END",
    }
    multiply(connection, "register_entry", entries, changes, "t.id = :entry", entry=known["entry"])


def _cases(connection: Connection, cases: int, known: Mapping[str, UUID]) -> None:
    since = "t.opened_at - n.i * interval '20 minutes'"
    changes = {
        "id": _id("case"),
        "applicant_id": _id("person", f"n.i % {max(1, cases // ENTRIES)}"),
        "entry_id": _id("entry", f"n.i * {ENTRIES}"),
        "opened_at": since,
        "status": f"CASE WHEN {OPEN} THEN t.status ELSE 'closed' END",
        "closed_at": f"CASE WHEN {OPEN} THEN NULL ELSE {since} + interval '20 days' END",
    }
    multiply(connection, "hall_case", cases, changes, "t.id = :model", model=known["model"])
    days = {name: f't."{name}" - n.i % 400' for name in ("start", "internal", "conservative", "legal")}
    changes = {"case_id": _id("case"), **days}
    multiply(connection, "term", cases, changes, "t.case_id = :model", model=known["model"])


def _tasks(connection: Connection, cases: int, place: int, role: str, known: Mapping[str, UUID]) -> None:
    """Three in five open ones lie with our officer's and our head's departments; one in ten is held."""
    waits = OPEN if place in {OFFICERS, HEADS} else "false"
    held = f"{waits} AND n.i / 20 % 10 = {0 if place == OFFICERS else 7}"
    others = _id("staff", f"n.i % {STAFF}")
    by = f"CASE (n.i + {place}) % {STAFF} WHEN 0 THEN :officer WHEN 1 THEN :head ELSE {others} END"
    changes = {
        "id": _id(f"task{place}-"),
        "case_id": _id("case"),
        "role": f"'{role}'",
        "department_id": _department(place),
        "due_on": "t.due_on - n.i % 400",
        "created_at": f"t.created_at - n.i * interval '20 minutes' + interval '{place} hours'",
        "holder_id": f"CASE WHEN {held} THEN :other WHEN {waits} THEN NULL ELSE {by} END",
        "state": f"CASE WHEN {waits} THEN 'open' ELSE 'done' END",
        "done_at": f"CASE WHEN {waits} THEN NULL ELSE t.created_at - n.i * interval '20 minutes' END",
        "done_by_id": f"CASE WHEN {waits} THEN NULL ELSE {by} END",
    }
    one = "t.id = (SELECT id FROM case_task WHERE case_id = :model AND form = 'verification')"
    multiply(connection, "case_task", cases, changes, one, other=known["person"], **known)


def _department(place: int) -> str:
    ours, others = ":URB", "(ARRAY[:SAL, :COM, :RP])[1 + n.i / 100 % 3]"
    if place == OFFICERS:
        return f"CASE WHEN n.i / 20 % 5 < 3 THEN {ours} ELSE {others} END"
    if place == HEADS:
        return f"CASE WHEN n.i / 20 % 5 >= 2 THEN {ours} ELSE {others} END"
    return f"CASE WHEN n.i % 4 = 0 THEN {ours} ELSE {others} END"
