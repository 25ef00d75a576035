"""Where the time goes: named parts, each without the parts inside it."""

import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.cityhall.forms import rules
from app.engine import runs
from app.engine.runs import Run

PARTS: Mapping[str, Sequence[tuple[Any, str]]] = {
    "engine": [(runs, "start"), (Run, "complete"), (Run, "finish_service"), (Run, "wake"), (Run, "waits")],
    "restore": [(runs, "restore")],
    "save": [(Run, "save")],
    "form check": [(rules, "errors"), (rules, "clean")],
    "ORM": [(Session, name) for name in ("execute", "scalar", "scalars", "get", "flush", "commit")],
}


class Stopwatch:
    """Milliseconds spent in each part, and how many SQL statements were made."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.entered: Counter[str] = Counter()
        self._open: list[str] = []
        self._since = 0.0

    def enter(self, name: str) -> None:
        self._charge()
        self.entered[name] += 1
        self._open.append(name)

    def leave(self) -> None:
        self._charge()
        self._open.pop()

    def _charge(self) -> None:
        """What passed since the last change belongs to the innermost part."""
        now = time.perf_counter()
        if self._open:
            name = self._open[-1]
            self.spent[name] = self.spent.get(name, 0.0) + (now - self._since) * 1000
        self._since = now

    def timed(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time written down."""

        @functools.wraps(act)
        def wrapped(*given: Any, **named: Any) -> Any:
            self.enter(name)
            try:
                return act(*given, **named)
            finally:
                self.leave()

        return wrapped

    def each(self, rounds: int) -> dict[str, float]:
        """The parts of one round, in the mean."""
        parts = {name: spent / rounds for name, spent in self.spent.items()}
        return {**parts, "number of statements": self.entered["statements"] / rounds}


@contextmanager
def watching(
    engine: Engine, rest: str = "the rest", more: Mapping[str, Sequence[tuple[Any, str]]] | None = None
) -> Iterator[Stopwatch]:
    """While this lasts everything in `PARTS` and in `more`, statements and commits are timed.

    What remains is `rest`.
    """
    watch = Stopwatch()
    with ExitStack() as until:
        for name, places in {**PARTS, **(more or {})}.items():
            for owner, attribute in places:
                until.enter_context(_replaced(owner, attribute, watch.timed(name, getattr(owner, attribute))))
        commit = watch.timed("commit", engine.dialect.do_commit)
        until.enter_context(_replaced(engine.dialect, "do_commit", commit))
        until.enter_context(_statements(engine, watch))
        watch.enter(rest)
        yield watch
        watch.leave()


@contextmanager
def _replaced(owner: Any, name: str, value: object) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextmanager
def _statements(engine: Engine, watch: Stopwatch) -> Iterator[None]:
    def begin(*_facts: object) -> None:
        watch.enter("statements")

    def end(*_facts: object) -> None:
        watch.leave()

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", begin)
        event.remove(engine, "after_cursor_execute", end)
