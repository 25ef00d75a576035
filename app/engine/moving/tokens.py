"""Where tokens could wait for ever: the diagram played as a game of tokens, without data.

Asked before a running case moves to another version: a branch added to a join ahead, or a step drawn into
a parallel block, would leave the case waiting for a branch that was never taken.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.engine.reading.model import Element, Flow, Model

MOST_MARKINGS = 5_000
JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
ONE_WAY = frozenset({"exclusiveGateway", "eventBasedGateway", "complexGateway"})
EVERYWHERE = "*"  # too many ways to be sure of any join


@dataclass(frozen=True)
class Marking:
    """Elements where a token stands, and flows on which one has arrived at a join. Both are sorted ids."""

    at: tuple[str, ...] = ()
    arrived: tuple[str, ...] = ()


def marking(at: Collection[str], arrived: Collection[str] = ()) -> Marking:
    """The marking with these tokens, in the order that makes equal ones equal."""
    return Marking(tuple(sorted(at)), tuple(sorted(arrived)))


def stuck(model: Model, start: Marking) -> frozenset[str]:
    """Joins at which a token may wait for ever, from this marking on."""
    net = _Net(model)
    todo, seen, found = [start], {start}, set[str]()
    while todo:
        now = todo.pop()
        following = net.after(now)
        if not following:
            found |= {model.flows[flow].target for flow in now.arrived}
        todo += [one for one in following if one not in seen]
        seen.update(following)
        if len(seen) > MOST_MARKINGS:
            return frozenset({EVERYWHERE})
    return frozenset(found)


class _Net:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.leaving: dict[str, list[Flow]] = {}
        self.entering: dict[str, list[Flow]] = {}
        for flow in model.flows.values():
            self.leaving.setdefault(flow.source, []).append(flow)
            self.entering.setdefault(flow.target, []).append(flow)

    def after(self, now: Marking) -> list[Marking]:
        """What can come next. Only one token is moved: no other can take its ways from it."""
        if now.at:
            first, *rest = now.at
            return [self._enter(rest, now.arrived, flows) for flows in self._ways(first)]
        join = self._joined(now.arrived)
        if join is None:
            return []
        left = list(now.arrived)
        for flow in self.entering[join]:
            if flow.id in left:
                left.remove(flow.id)
        return [self._enter((), left, flows) for flows in self._ways(join)]

    def _enter(self, at: Sequence[str], arrived: Sequence[str], flows: Sequence[Flow]) -> Marking:
        waiting = [flow.id for flow in flows if self.joins(flow.target)]
        standing = [flow.target for flow in flows if not self.joins(flow.target)]
        return marking([*at, *standing], [*arrived, *waiting])

    def joins(self, element: str) -> bool:
        known = self.model.elements.get(element)
        return known is not None and known.kind in JOINS and len(self.entering.get(element, ())) > 1

    def _ways(self, element: str) -> Iterator[Sequence[Flow]]:
        """Every set of flows that may be taken from an element; an end takes none."""
        known, flows = self.model.elements.get(element), self.leaving.get(element, [])
        kind = known.kind if known else ""
        if kind in ONE_WAY or kind == "inclusiveGateway":
            yield from ([flow] for flow in flows)
        if kind not in ONE_WAY or not flows:
            yield flows
        for event in self._interrupting(element):
            yield self.leaving.get(event.id, [])

    def _interrupting(self, element: str) -> list[Element]:
        return [event for event in self.model.attached(element) if event.interrupting]

    def _in(self, join: str) -> tuple[set[str], set[str]]:
        """The flows into a join that come from before it, and those that only lead back from it."""
        scope = self.model.elements[join].scope
        todo = [start.id for start in self.model.starts(scope)]
        before = set(todo)
        while todo:
            element = todo.pop()
            edge = [event.id for event in self.model.attached(element)]
            following = {*edge, *(flow.target for flow in self.leaving.get(element, ()))} - before - {join}
            before |= following
            todo += following
        flows = {flow.id for flow in self.entering[join]}
        forward = {flow.id for flow in self.entering[join] if flow.source in before}
        return forward, flows - forward

    def _joined(self, arrived: Sequence[str]) -> str | None:
        """A join that goes on: a parallel one with all its branches, else an inclusive one."""
        waiting = sorted({self.model.flows[flow].target for flow in arrived})
        whole = (join for join in waiting if any(ways and ways <= {*arrived} for ways in self._in(join)))
        loose = (join for join in waiting if self.model.elements[join].kind == "inclusiveGateway")
        return next(whole, None) or next(loose, None)
