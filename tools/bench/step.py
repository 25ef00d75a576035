"""`step`: one task of the certificate completed and kept, against the same in memory and one bare commit."""

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event

from app.cityhall.people.rights import Actor
from app.database import db, session
from app.engine.runs import Run
from tools.bench import memory, stopwatch, twins
from tools.bench.clerks import NOW, OFFICER, WHOLE, Clerks, finish
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site, inside

REACH = 2.0
WARM = 5
WRITES = ("INSERT", "UPDATE", "DELETE")


def step(site: Site, rounds: int) -> Figure:
    """Load, complete, move the engine, save, commit; on SQLite with synchronous=FULL."""
    app = site.hall()
    with inside(app):
        clerks = Clerks(app)
        case_id = clerks.certificate()
        task_id = clerks.takes(OFFICER, case_id, "verification")
        tasks = [ids[task_id] for ids in twins.of(case_id, 2 * rounds + WARM)]
        officer = clerks.actor(OFFICER)
        written = max(_written(db.engine, tasks.pop(), officer) for _ in range(WARM))
        pairs, bare = Pairs(), Bare(site.folder / "bare.sqlite", written)
        diagram, data = memory.diagram_of(case_id), memory.first_data(case_id)
        for run, wait in memory.at_verification(diagram, data, rounds):
            pairs.take(
                partial(finish, tasks.pop(), WHOLE, officer), partial(_in_memory, run, wait.task_id, bare)
            )
            session().close()
        parts = {**_parts(db.engine, tasks, officer), "bytes written": float(written)}
        return pairs.figure("step", REACH, parts=parts)


def _in_memory(run: Run, task_id: UUID, bare: "Bare") -> None:
    run.complete(task_id, "verification", WHOLE, NOW)
    run.waits()
    bare.commit()


class Bare:
    """A database of one table beside the hall's, with the same pragmas: the least that keeping costs."""

    def __init__(self, path: Path, size: int) -> None:
        self._content = bytes(size)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE bare (content BLOB NOT NULL)")

    def commit(self) -> None:
        """The bytes in one transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO bare VALUES (?)", (self._content,))
        self._connection.execute("COMMIT")


def _written(engine: Engine, task_id: UUID, officer: Actor) -> int:
    """The bytes of all rows that one step writes."""
    sizes: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith(WRITES):
            sizes.extend(_size(value) for row in (values if many else [values]) for value in row)

    event.listen(engine, "before_cursor_execute", note)
    try:
        finish(task_id, WHOLE, officer)
    finally:
        event.remove(engine, "before_cursor_execute", note)
        session().close()
    return sum(sizes)


def _size(value: object) -> int:
    return len(value) if isinstance(value, bytes) else len(str(value).encode())


def _parts(engine: Engine, tasks: list[UUID], officer: Actor) -> dict[str, float]:
    rounds = len(tasks)
    with stopwatch.watching(engine, "rules, journal, rows") as watch:
        while tasks:
            finish(tasks.pop(), WHOLE, officer)
            session().close()
    return watch.each(rounds)
