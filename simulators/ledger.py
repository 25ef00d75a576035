"""One SQLite file with one writer: what is committed survives `kill -9` and power loss."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA busy_timeout = 30000;
PRAGMA foreign_keys = ON;
"""


class Ledger:
    """Every change is one short transaction; an answer leaves only after its commit."""

    def __init__(self, path: Path, tables: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._turn = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(SETTINGS + tables)

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction: committed at the end of the block, rolled back when it raises."""
        with self._turn:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """What the file holds now."""
        with self._turn:
            return self._db.execute(query, values).fetchall()
