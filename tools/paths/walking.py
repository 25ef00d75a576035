"""Walks through a procedure: where one stands, what was done, and the flows that were taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.engine import runs
from app.engine.runs import Run, StepError
from tools.paths.graph import Graph
from tools.paths.material import START, Material
from tools.paths.moves import Move, woken_at
from tools.paths.taken import flows_taken


@dataclass(frozen=True)
class Path:
    """One walk: first data, what happens, the flows that it takes, and whether the case came to its end."""

    first: dict[str, Any]
    moves: Sequence[Move]
    taken: frozenset[str] = frozenset()
    finished: bool = False


@dataclass(frozen=True)
class Stop:
    """A state that was reached, and how."""

    first: dict[str, Any]
    moves: tuple[Move, ...]
    now: datetime
    kept: bytes
    taken: frozenset[str]
    closed: frozenset[str]  # flows that its first data rule out
    finished: bool

    def path(self) -> Path:
        return Path(self.first, self.moves, self.taken, self.finished)


def make(run: Run, move: Move, now: datetime) -> datetime:
    """Make the move; the time then. Raises StepError."""
    then = woken_at(run, now) if move.verb == "wake" else now
    if not move.make(run, then):
        raise StepError("not_waiting", str(move))
    return then


def again(made_of: Material, graph: Graph, path: Path) -> Path:
    """Walk a path anew: what it takes now. Raises StepError."""
    run, now = runs.start(made_of.diagram, path.first, START), START
    taken = flows_taken(run, graph)
    for move in path.moves:
        now = make(run, move, now)
        taken |= flows_taken(run, graph)
    return Path(path.first, path.moves, taken, run.finished)
