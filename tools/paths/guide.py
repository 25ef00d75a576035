"""Where a walk goes next: towards what no walk took yet."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tools.paths.graph import FAR, Graph
from tools.paths.moves import OF_THE_START, Move
from tools.paths.walking import Stop

ASIDE = {"deliver", "signal", "fail"}  # what may happen beside the way
HORIZON = 30  # what is farther is far
DARING = 0.25  # how often what is known is not asked


class Guide:
    def __init__(self, graph: Graph, chance: random.Random) -> None:
        self.graph, self.chance = graph, chance
        self.left = set(graph.flows)
        self.near: dict[frozenset[str], Mapping[str, int]] = {}
        self.seen: dict[Any, set[tuple[str, ...]]] = defaultdict(set)  # what a move led to
        self.tried = Counter[Any]()
        self.starts = Counter[int]()

    def closed(self, first: Mapping[str, Any]) -> frozenset[str]:
        """What no walk with these first data takes."""
        return self.graph.closed(first, OF_THE_START)

    def news(self, taken: frozenset[str]) -> bool:
        """Was something taken that none took before?"""
        if not taken & self.left:
            return False
        self.left -= taken
        self.near.clear()
        self.tried.clear()
        self.starts.clear()
        return True

    def hope(self, closed: frozenset[str]) -> bool:
        """Can a case with these first data come to something new?"""
        distances = self.distances(closed)
        return any(start.id in distances for start in self.graph.model.starts(self.graph.model.main))

    def distances(self, closed: frozenset[str]) -> Mapping[str, int]:
        """How far what is left is from each element."""
        if closed not in self.near:
            self.near[closed] = self.graph.distances(self.left, closed)
        return self.near[closed]

    def go_to_the_ends(self) -> None:
        """From now on every end of the procedure is where walks go."""
        self.left = self.graph.ends()
        self.near.clear()
        self.tried.clear()

    def nearest(self, stops: Sequence[tuple[Stop, tuple[str, ...]]]) -> Stop | None:
        """The stop next to something new; who was chosen in vain before waits for a while."""
        ranks = [
            (self._far(waits, stop.closed) + self.starts[id(stop)] + self.chance.random(), at)
            for at, (stop, waits) in enumerate(stops)
        ]
        rank, at = min(ranks, default=(FAR, 0))
        if rank >= FAR:
            return None
        self.starts[id(stops[at][0])] += 1
        return stops[at][0]

    def least_tried(self, stops: Sequence[Stop]) -> Stop:
        """Each in its turn."""
        chosen = min(stops, key=lambda stop: (self.starts[id(stop)], self.chance.random()))
        self.starts[id(chosen)] += 1
        return chosen

    def choose(self, moves: Sequence[Move], before: tuple[str, ...], closed: frozenset[str]) -> Move | None:
        """The move to make."""
        distances = self.distances(closed)
        asked = [m for m in moves if m.verb not in ASIDE or m.element in distances]
        on_the_way = asked or [move for move in moves if move.verb != "fail"]
        if not on_the_way:
            return None
        ranks = [(self._rank(move, before, closed, distances), at) for at, move in enumerate(on_the_way)]
        chosen = on_the_way[min(ranks)[1]]
        self.tried[_key(chosen)] += 1
        return chosen

    def _rank(
        self, move: Move, before: tuple[str, ...], closed: frozenset[str], distances: Mapping[str, int]
    ) -> float:
        """Low is good: near, and not often tried. What was never tried is better than what is known."""
        key = _key(move)
        tried = self.tried[key] + self.chance.random() * 2
        if self.chance.random() < DARING:
            return tried
        if key not in self.seen:
            far = distances.get(move.element, FAR) if move.element else self._far(before, closed)
            return min(far, HORIZON) / 2 + tried
        return min([HORIZON, *(self._far(waits, closed) for waits in self.seen[key])]) + tried

    def learn(self, move: Move, waits: tuple[str, ...], finished: bool) -> None:
        """What a move led to."""
        self.seen[_key(move)].add(() if finished else waits)

    def _far(self, waits: Iterable[str], closed: frozenset[str]) -> int:
        distances = self.distances(closed)
        return min((distances.get(element, FAR) for element in waits), default=0 if self._ending else FAR)

    @property
    def _ending(self) -> bool:
        return self.left == self.graph.ends()


def _key(move: Move) -> Any:
    return move.verb, move.element, move.name, json.dumps(move.value, sort_keys=True, default=str)
