"""The stops of a procedure in order, in the citizen's words: what a case went through and what comes.

Called diagrams are told in place, so a path runs over *spots*: an element together with the calls that
led into it. The main line takes each gateway's usual way out; all else is optional.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.engine.reading.model import CALLS, Element, Flow, Model

Spot = tuple[str, ...]  # the calls on the way, then the element itself

PEOPLE = frozenset({"userTask", "manualTask", "receiveTask"})
EQUALS = re.compile(r"""^(\w+) == (["'])([\w-]+)\2$""")


@dataclass(frozen=True, slots=True)
class Step:
    """A stop on the way that a person cares about.

    `then` are the stops after it on the usual way, `before` the hall's silent steps that lead straight to it.
    """

    element_id: str
    label: str
    label_en: str
    role: str | None
    kind: str
    process: str
    optional: bool = False
    then: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


def worth_telling(element: Element) -> bool:
    """People's tasks and waits; anything else only if the analyst gave it words for the citizen."""
    return element.kind in PEOPLE or bool(element.label and element.kind not in CALLS)


def steps(
    model: Model,
    *,
    visible: Callable[[Element], bool] = worth_telling,
    known: Mapping[str, str] | None = None,
) -> list[Step]:
    """The procedure in order; `known` data (`{"delivery": "locker"}`) settle which ways are usual."""
    walk = _Walk(model, visible, dict(known or {}))
    told = [spot for spot in walk.order if visible(walk.element(spot))]
    main = {walk.element(spot).id for spot in told if spot in walk.main}
    found: dict[str, Step] = {}
    for spot in told:
        own = walk.element(spot).id
        if own not in found and (spot in walk.main or own not in main):
            found[own] = walk.step(spot)
    return list(found.values())


def progress(
    known_steps: list[Step], done_ids: Collection[str], now_ids: Collection[str]
) -> list[tuple[Step, str]]:
    """Where a case is: what was done, what is under way, what comes; what was skipped is left out."""
    now = [s for s in known_steps if s.element_id in now_ids]
    coming = _coming(known_steps, done_ids, now_ids, now)
    done = [
        s for s in known_steps if s.element_id in done_ids and s not in now and s.element_id not in coming
    ]
    ahead = [s for s in known_steps if s.element_id in coming and s not in now]
    ahead.sort(key=lambda s: coming.index(s.element_id))
    return [*((s, "done") for s in done), *((s, "now") for s in now), *((s, "next") for s in ahead)]


def _coming(
    all_steps: list[Step], done: Collection[str], now: Collection[str], current: list[Step]
) -> list[str]:
    if not now and done:
        return []  # the case is over
    if not now:
        return [s.element_id for s in all_steps if not s.optional]
    following = [s.then for s in current]
    following += [(s.element_id, *s.then) for s in all_steps if set(s.before) & set(now)]
    return list(dict.fromkeys(own for then in following for own in then))


def _said(text: str, english: str, lang: str) -> str:
    return (lang == "en" and english) or text


def _told(element: Element, lang: str) -> str:
    """The citizen's words for it, or else its name on the diagram."""
    return _said(element.label or element.name, element.label_en or element.name_en, lang)


@dataclass
class _Walk:
    """The procedure with its called diagrams unfolded; computed once, read often."""

    model: Model
    visible: Callable[[Element], bool]
    known: Mapping[str, str]
    _after: dict[Spot, list[tuple[Spot, bool]]] = field(default_factory=dict)

    def element(self, spot: Spot) -> Element:
        return self.model.elements[spot[-1]]

    @cached_property
    def order(self) -> list[Spot]:
        """Every spot once, each before what follows it; side ways before the line goes on."""
        seen: set[Spot] = set()
        finished: list[Spot] = []
        for start in self.begin():
            self._visit(start, seen, finished)
        return finished[::-1]

    def _visit(self, start: Spot, seen: set[Spot], finished: list[Spot]) -> None:
        """Depth first, usual way first, without recursion: a diagram may be long."""
        if start in seen:
            return
        seen.add(start)
        trail = [(start, iter(self._children(start)))]
        while trail:
            spot, children = trail[-1]
            child = next((c for c in children if c not in seen), None)
            if child is None:
                finished.append(spot)
                trail.pop()
            else:
                seen.add(child)
                trail.append((child, iter(self._children(child))))

    def _children(self, spot: Spot) -> list[Spot]:
        usual = [after for after, is_usual in self.after(spot) if is_usual]
        return usual + [after for after, is_usual in self.after(spot) if not is_usual][::-1]

    @cached_property
    def main(self) -> set[Spot]:
        return {spot for start in self.begin() for spot in [start, *self.usual_after(start)]}

    def begin(self) -> list[Spot]:
        return [(e.id,) for e in self.model.starts(self.model.main)]

    def usual_after(self, start: Spot) -> list[Spot]:
        """What follows on the usual way, up to the end or to where it comes round again."""
        reached: dict[Spot, None] = {}
        todo = [start]
        while todo:
            for spot, usual in self.after(todo.pop(0)):
                if usual and spot not in reached and spot != start:
                    reached[spot] = None
                    todo.append(spot)
        return list(reached)

    def step(self, spot: Spot) -> Step:
        e = self.element(spot)
        told = (self.element(s) for s in sorted(self.usual_after(spot), key=self.places.__getitem__))
        then = tuple(dict.fromkeys(t.id for t in told if self.visible(t)))
        words, before = (_told(e, "ro"), _told(e, "en")), tuple(self.silent_before.get(e.id, ()))
        return Step(e.id, *words, e.role, e.kind, e.process, spot not in self.main, then, before)

    @cached_property
    def places(self) -> dict[Spot, int]:
        """Where each spot stands in the order."""
        return {spot: place for place, spot in enumerate(self.order)}

    @cached_property
    def silent_before(self) -> dict[str, list[str]]:
        """The elements nobody is told of, by the stop that they lead to."""
        found: dict[str, list[str]] = {}
        for spot in (s for s in self.order if not self.visible(self.element(s))):
            ways = (self.element(s) for s in self.usual_after(spot))
            if stop := next((e for e in ways if self.visible(e)), None):
                found.setdefault(stop.id, []).append(spot[-1])
        return found

    def after(self, spot: Spot) -> list[tuple[Spot, bool]]:
        """What may follow a spot, and whether it is the usual way."""
        if spot not in self._after:
            self._after[spot] = list(self._follow(spot))
        return self._after[spot]

    def _follow(self, spot: Spot) -> Iterator[tuple[Spot, bool]]:
        element, calls = self.element(spot), spot[:-1]
        inside = self._inside(element, calls)
        if inside:
            yield from ((start, True) for start in inside)
        elif element.kind == "endEvent":
            yield from self._back(calls)
        else:
            yield from self._out(element, calls)
        yield from ((event, False) for event in self.around(spot))

    def around(self, spot: Spot) -> list[Spot]:
        """The events on the edge of an element; with its start, those round a whole process."""
        element, calls = self.element(spot), spot[:-1]
        found: list[Spot] = [(*calls, event.id) for event in self.model.attached(element.id)]
        if element.kind == "startEvent":
            found += [(*calls, start.scope, start.id) for start in self.model.handlers(element.scope)]
        return found

    def _inside(self, element: Element, calls: Spot) -> list[Spot]:
        if element.kind not in CALLS or element.id in calls:
            return []
        called = element.called if element.kind == "callActivity" else element.id
        return [(*calls, element.id, start.id) for start in self.model.starts(called or "")]

    def _back(self, calls: Spot) -> Iterator[tuple[Spot, bool]]:
        """The end of a called diagram goes on where it was called."""
        if calls:
            yield from self._out(self.model.elements[calls[-1]], calls[:-1])

    def _out(self, element: Element, calls: Spot) -> Iterator[tuple[Spot, bool]]:
        flows = [f for f in self.model.leaving(element.id) if f.target in self.model.elements]
        usual = self._usual(element, flows)
        for flow in flows:
            yield (*calls, flow.target), flow in usual
        for linked in self.model.linked(element):
            yield (*calls, linked.id), True

    def _usual(self, element: Element, flows: list[Flow]) -> list[Flow]:
        if element.kind == "parallelGateway" or not element.is_gateway:
            return flows
        fitting = [f for f in flows if self._holds(f.condition)]
        default = [f for f in flows if f.id == element.default]
        return (fitting or default or flows)[:1]

    def _holds(self, condition: str | None) -> bool:
        """Only the plain `name == "value"` is read: enough for what the applicant chose."""
        found = EQUALS.match(condition or "")
        return bool(found and self.known.get(found[1]) == found[3])
