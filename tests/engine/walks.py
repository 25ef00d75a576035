"""The same case three times: never stored, stored at every step, and handed to and fro between two processes.

A walk makes the same choices in all three and looks at what people could see of them after every step.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from app.engine import diagram, runs
from app.engine.diagram import Diagram
from app.engine.runs import Run, StepError, Wait
from tests.engine import elements
from tests.engine.choices import candidates, error_codes, said_under, varied
from tests.engine.procedures import CODES, files_of

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
LONGEST = 60
SETTINGS = {"completion_reminder": "P60D", "completion_term": "P90D", "deposit_term": "P2D"}
SETTINGS |= {"locker_wait": "P2D", "locker_hold": "PT72H"}
HALL = {"case": {"procedure": "petition"}, "answers": {}, "delivery": "locker", "settings": SETTINGS}
NAMES = (*CODES, *elements.NAMES)
Seen = tuple[object, ...]


@cache
def files(name: str) -> dict[str, bytes]:
    if name in CODES:
        return files_of(name)
    called = [*elements.FOLDER.glob("called_*.bpmn"), *elements.FOLDER.glob("*.dmn")]
    own = {"procedure.bpmn": (elements.FOLDER / f"{name}.bpmn").read_bytes()}
    return own | {path.name: path.read_bytes() for path in called}


@cache
def parsed(name: str) -> Diagram:
    return diagram.parse(files(name))


@dataclass(frozen=True)
class Move:
    """Something that happens to a case: to an element (and round) that waits, or to all of it."""

    verb: str
    element: str = ""
    item: int | None = None
    value: Any = None
    about: str | None = None
    now: datetime = START


def make(run: Run, move: Move) -> object:
    """Do it; what comes back, or the error, is part of what is seen."""
    try:
        return _made(run, move)
    except StepError as error:
        return ("error", error.reason, error.element)


def _made(run: Run, move: Move) -> object:
    if move.verb == "begin":
        return run.begin(move.value, move.now)
    if move.verb == "wake":
        return run.wake(move.now)
    if move.verb == "deliver":
        return run.deliver(move.element, move.now, move.value, move.about)
    if move.verb == "signal":
        return run.signal(move.element, move.now)
    waits = [w for w in run.waits() if (w.element, w.item) == (move.element, move.item)]
    task = waits[0].task_id
    if move.verb == "complete":
        return run.complete(task, run.diagram.model.elements[move.element].form, move.value, move.now)
    if move.verb == "fail":
        return run.fail_service(task, move.value, move.now)
    return run.finish_service(task, move.value, move.now)


def seen(run: Run, said: object) -> Seen:
    """All that anybody sees of a case since it was looked at last, but for the ids of its tasks."""
    if failed(said):
        return (said,)
    waits = sorted(map(_shown, run.waits()), key=str)
    known = sorted(((w.element, w.item, run.data_at(w.task_id)) for w in run.waits()), key=str)
    passed, thrown = [step.element for step in run.passed], list(run.thrown)
    run.passed.clear()
    run.thrown.clear()
    return said, waits, known, run.data(), passed, thrown, run.finished


def exactly(shown: Seen) -> str:
    """As text, where 1 is neither true nor 1.0."""
    return json.dumps(shown, sort_keys=True, default=str)


def _shown(wait: Wait) -> tuple[object, ...]:
    asked = sorted(wait.parameters.items())
    about = (wait.due, wait.message, wait.correlation, wait.operation)
    return wait.element, wait.kind, wait.item, about, asked


def step(name: str, stored: bytes | None, move: Move) -> tuple[bytes | None, Seen]:
    """One step of a case that lies stored in between; None begins it, None ends it in an error."""
    made = parsed(name)
    said: object = None
    if stored is not None:
        run = runs.restore(made, stored)
        said = make(run, move)
    else:
        try:
            run = runs.start(made, move.value, move.now)
        except StepError as error:
            return None, ("error", error.reason, error.element)
    kept = None if failed(said) else run.save()
    return kept, seen(run, said)


def failed(said: object) -> bool:
    return isinstance(said, tuple)


@dataclass
class Walk:
    """`draw` decides what happens; `other` is the end of a pipe to the second process."""

    name: str
    draw: Random
    other: Connection
    now: datetime = START
    moves: list[Move] = field(default_factory=list)
    kept: Run | None = None  # never stored
    stored: bytes | None = None  # at every step
    handed: bytes | None = None  # to the other process and back

    def go(self) -> None:
        """Walk until the case ends. Fails where the three differ."""
        self.known = candidates(tuple(files(self.name).values()))
        first = HALL if self.name in CODES else elements.DATA
        begin = Move("begin", value=varied(first, self.known, self.draw), now=self.now)
        self._follow(begin, self._begun(begin))
        while self.kept is not None and len(self.moves) < LONGEST:
            waits = self.kept.waits()
            if self.kept.finished or not waits:
                return
            move = self._next(waits)
            said = make(self.kept, move)
            self._follow(move, seen(self.kept, said))
            if failed(said):
                return

    def _begun(self, begin: Move) -> Seen:
        try:
            self.kept = runs.start(parsed(self.name), begin.value, begin.now)
        except StepError as error:
            return ("error", error.reason, error.element)
        return seen(self.kept, None)

    def _follow(self, move: Move, shown: Seen) -> None:
        self.moves.append(move)
        self.stored, alone = step(self.name, self.stored, move)
        if len(self.moves) % 2:
            self.handed, together = self._by_the_other(move)
        else:
            self.handed, together = step(self.name, self.handed, move)
        assert exactly(alone) == exactly(shown), ("stored at every step", self.name, self.moves)
        assert exactly(together) == exactly(shown), ("two processes", self.name, self.moves)

    def _by_the_other(self, move: Move) -> tuple[bytes | None, Seen]:
        self.other.send((self.name, self.handed, move))
        answer: tuple[bytes | None, Seen] = self.other.recv()
        return answer

    def _next(self, waits: list[Wait]) -> Move:
        wait = self.draw.choice(sorted(waits, key=lambda w: (w.kind, w.element, w.item or 0)))
        return getattr(self, f"_{wait.kind}")(wait)  # type: ignore[no-any-return]

    def _human(self, wait: Wait) -> Move:
        form = parsed(self.name).model.elements[wait.element].form
        answers = said_under(form, self.known, self.draw) if form else {}
        return Move("complete", wait.element, wait.item, answers, now=self.now)

    def _service(self, wait: Wait) -> Move:
        if self.draw.random() < 0.25:
            code = self.draw.choice([*error_codes(tuple(files(self.name).values())), "nobody"])
            return Move("fail", wait.element, wait.item, code, now=self.now)
        result = parsed(self.name).model.elements[wait.element].result or ""
        said = self.draw.choice(
            [None, said_under(result, self.known, self.draw), ["list"]][: 2 + (not result)]
        )
        return Move("finish", wait.element, wait.item, said, now=self.now)

    def _timer(self, wait: Wait) -> Move:
        assert wait.due is not None
        shift = self.draw.choice([0, 0, 0, 1, -3600, 86_400 * 40])
        self.now = max(self.now, wait.due + timedelta(seconds=shift))
        return Move("wake", now=self.now)

    def _message(self, wait: Wait) -> Move:
        about = self.draw.choice([wait.correlation, wait.correlation, wait.correlation, None, "another"])
        name = self.draw.choice([wait.message or "", wait.message or "", wait.message or "", "nobody"])
        return Move("deliver", name, value={"paid": 3, "list": [1]}, about=about, now=self.now)

    def _signal(self, wait: Wait) -> Move:
        return Move("signal", wait.message or "", now=self.now)

    def flows(self) -> Iterator[str]:
        """The flows that were taken, read from the tree of the run that was never stored."""
        model = parsed(self.name).model
        pairs = {(f.source, f.target): f.id for f in model.flows.values()}
        top = self.kept._workflow if self.kept is not None else None
        for process in (top, *top.subprocesses.values()) if top is not None else ():
            for task in process.tasks.values():
                if task.state > 4 and (way := (_before(task), task.task_spec.bpmn_id)) in pairs:
                    yield pairs[way]


def _before(task: Any) -> str | None:
    """The element before on the diagram. What begins a handler stands in it under its own name and `.in`."""
    task = task.parent
    while task is not None and not task.task_spec.bpmn_id:
        task = task.parent
    return task.task_spec.bpmn_id.removesuffix(".in") if task is not None else None


def serve(pipe: Connection) -> None:
    """The second process: it reads the diagrams itself, and makes a step when it is asked to."""
    while asked := pipe.recv():
        pipe.send(step(*asked))


@contextmanager
def second_process() -> Iterator[Connection]:
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    process.start()
    yield here
    here.send(None)
    process.join(10)
