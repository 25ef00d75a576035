"""The paths of a procedure: few walks that together take every sequence flow (so fire every event).

Walks begin at first data or where an earlier walk stood, and go where something not yet taken is nearest: the
graph says how far it is, and what earlier walks saw says what an answer leads to. Chance breaks ties, always
the same chance.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.engine import runs
from app.engine.runs import Run, StepError
from tools.paths.graph import Graph
from tools.paths.guide import Guide
from tools.paths.material import START, Material, material
from tools.paths.moves import Moves
from tools.paths.taken import flows_taken
from tools.paths.walking import Path, Stop, make

MOST_WALKS = 250  # in vain
MOST_MOVES = 70  # of a walk that finds nothing new
MOST_ENDINGS = 60  # tries to come to the end
EACH = 15  # moves that one more path is worth
KEPT = 12  # stops that are kept of those that wait for the same
NEARER = 0.6  # how often a walk goes on from an earlier one


@dataclass
class Found:
    """What a search brought home. `faults`: steps that the engine could not make."""

    graph: Graph
    own: frozenset[str]  # processes that no other procedure has
    paths: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def taken(self) -> frozenset[str]:
        return frozenset().union(*(path.taken for path in self.paths))

    @property
    def length(self) -> int:
        """All moves of all paths."""
        return sum(len(path.moves) for path in self.paths)

    @property
    def missed(self) -> set[str]:
        return set(self.graph.flows) - self.taken


def paths(code: str, turns: int = 1) -> Found:
    """The paths of a procedure of the repository: the best of some searches."""
    found = [Search(material(code), turn).found() for turn in range(turns)]
    return min(found, key=lambda one: (len(one.missed), one.length))


class Search:
    def __init__(self, made_of: Material, turn: int = 0) -> None:
        self.material = made_of
        self.moves = Moves(made_of)
        self.graph = Graph(made_of.diagram.model)
        self.chance = random.Random(7 + turn)
        self.guide = Guide(self.graph, self.chance)
        self.faults: dict[str, None] = {}
        self.stops: dict[tuple[str, ...], list[Stop]] = {}
        self.begun: list[Stop] = []

    def found(self) -> Found:
        """Few goals that together take all, each walked on to the end of the case."""
        self.begun = list(self._begin())
        goals = fewest([*self._goals()])
        whole = fewest([self._to_the_end(goal) for goal in goals])
        own = self.material.own & self.graph.processes
        return Found(self.graph, own, [stop.path() for stop in whole], list(self.faults))

    def _begin(self) -> Iterator[Stop]:
        for first in self.moves.first():
            try:
                run = runs.start(self.material.diagram, first, START)
            except StepError as error:
                self._fault("begin", error)
                continue
            closed = self.guide.closed(first)
            yield Stop(first, (), START, run.save(), flows_taken(run, self.graph), closed, run.finished)

    def _goals(self) -> Iterator[Stop]:
        """Stops where something was taken for the first time."""
        for stop in self.begun:
            if self.guide.news(stop.taken):
                yield stop
        in_vain = 0
        while in_vain < MOST_WALKS and (begun := self._start()) is not None:
            goals = list(self._walk(begun))
            in_vain = 0 if goals else in_vain + 1
            yield from goals

    def _start(self) -> Stop | None:
        """A stop to go on from: often the nearest to something new, else one at a case's beginning."""
        hopeful = [stop for stop in self.begun if self.guide.hope(stop.closed)]
        if not hopeful:
            return None
        if self.stops and self.chance.random() < NEARER:
            near = self.guide.nearest([(stop, waits) for waits, kept in self.stops.items() for stop in kept])
            if near is not None:
                return near
        return self.guide.least_tried(hopeful)

    def _walk(self, begun: Stop) -> Iterator[Stop]:
        """The stops of a walk where something new was taken."""
        run, stop = runs.restore(self.material.diagram, begun.kept), begun
        since = 0
        while not run.finished and since < MOST_MOVES and self.guide.hope(stop.closed):
            following = self._further(run, stop)
            if following is None:
                break
            stop, since = following, since + 1
            if self.guide.news(stop.taken):
                stop, since = replace(stop, kept=run.save()), 0
                yield stop
            self._keep(run, stop)

    def _further(self, run: Run, stop: Stop) -> Stop | None:
        """One move on; None where there is none, or the engine cannot make it."""
        move = self.guide.choose([*self.moves.next(run)], standing(run), stop.closed)
        if move is None:
            return None
        try:
            now = make(run, move, stop.now)
        except StepError as error:
            self._fault(str(move), error)
            return None
        self.guide.learn(move, standing(run), run.finished)
        taken = stop.taken | flows_taken(run, self.graph)
        return replace(stop, moves=(*stop.moves, move), now=now, kept=b"", taken=taken, finished=run.finished)

    def _keep(self, run: Run, stop: Stop) -> None:
        """Some stops of every kind, to go on from."""
        kept = self.stops.setdefault(standing(run), [])
        if stop.finished or (len(kept) == KEPT and self.chance.random() > 1 / KEPT):
            return
        if len(kept) == KEPT:
            kept.pop(self.chance.randrange(KEPT))
        kept.append(replace(stop, kept=stop.kept or run.save()))

    def _fault(self, doing: str, error: StepError) -> None:
        self.faults[f"{self.material.code}: {doing[:120]}: {error}"] = None

    def _to_the_end(self, goal: Stop) -> Stop:
        """From there on the shortest of some ways to the end of the case."""
        if goal.finished:
            return goal
        ends: list[Stop] = []
        self.guide.go_to_the_ends()
        for _ in range(MOST_ENDINGS):
            end = self._ending(goal)
            ends += [end] if end is not None else []
            if len(ends) == 3:
                break
        return min(ends, key=lambda end: len(end.moves), default=goal)

    def _ending(self, goal: Stop) -> Stop | None:
        run, stop = runs.restore(self.material.diagram, goal.kept), goal
        while not run.finished and len(stop.moves) < len(goal.moves) + MOST_MOVES:
            following = self._further(run, stop)
            if following is None:
                return None
            stop = following
        return stop if run.finished else None


def standing(run: Run) -> tuple[str, ...]:
    """Where a run waits."""
    return tuple(sorted({wait.element for wait in run.waits()}))


def fewest(whole: Sequence[Stop]) -> list[Stop]:
    """A small set of short ones that takes all that the whole takes: the one that takes most goes first."""
    chosen: list[Stop] = []
    left = set[str]().union(*(path.taken for path in whole))
    while left:
        best = max(whole, key=lambda path: (len(path.taken & left) / (len(path.moves) + EACH), path.finished))
        chosen.append(best)
        left -= best.taken
    for path in reversed(chosen):
        others = [one for one in chosen if one is not path]
        if path.taken <= frozenset[str]().union(*(one.taken for one in others)):
            chosen = others
    return chosen
