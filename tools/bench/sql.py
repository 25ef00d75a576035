"""`sql`: how many statements it takes to complete a task through the desk's page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import event

from app.database import db
from tools.bench import twins
from tools.bench.browser import Browser
from tools.bench.clerks import OFFICER, Clerks
from tools.bench.figures import Figure
from tools.bench.site import Site, inside

REACH = 15
SPIFF_ARENA = 83  # its backend, for submitting a form (measured for the issue)
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def sql(site: Site, rounds: int) -> Figure:
    """The officer sends the verification of a certificate; the page that follows is not counted."""
    app = site.hall()
    with inside(app):
        clerks = Clerks(app)
        case_id = clerks.certificate()
        task_id = clerks.takes(OFFICER, case_id, "verification")
        tasks = [ids[task_id] for ids in twins.of(case_id, rounds)]
    browser = Browser(app, OFFICER)
    counted = [_complete(app, browser, task) for task in tasks]
    shown, sent = counted[-1]  # by then every cache is warm
    parts = {"showing the page": float(len(shown)), "SpiffArena's submit": float(SPIFF_ARENA)}
    return Figure("sql", len(sent), SPIFF_ARENA, len(sent), REACH, unit="", parts=parts, said=sent)


def _complete(app: Flask, browser: Browser, task_id: UUID) -> tuple[list[str], list[str]]:
    """What was asked of the database for the page, and for the form that came back from it."""
    address = f"/birou/sarcini/{task_id}"
    with _statements(app) as shown:
        page = browser.open(address)
    answers = {**browser.fields(page, "complete"), "complete": "yes"}
    with _statements(app) as sent:
        browser.send(f"{address}/termina", answers)
    return shown, sent


def _short(statement: str) -> str:
    """The statement without the columns that it reads."""
    words = " ".join(statement.split())
    return re.sub(r"^SELECT .*? FROM ", "SELECT … FROM ", words)


@contextmanager
def _statements(app: Flask) -> Iterator[list[str]]:
    """Every statement while this lasts; beginning and ending a transaction are not counted."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: object) -> None:
        if not statement.startswith(CONTROL):
            seen.append(_short(statement))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
