"""A diagram told as an ordered list: its text twin, for screen readers, keyboards and plain reading.

Each thing told has a number (3, then 3.1 for what is inside it), and says where the way goes on from it,
where that is not simply the next number. A called diagram is told where it is first called; what may
happen at any time is told last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.engine.reading.model import CALLS, Element, Flow, Model
from app.engine.telling.order import Order

PEOPLE = frozenset({"userTask", "manualTask", "receiveTask"})
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Way:
    """One way on: `asked` is the answer or event that leads there, `what` the next thing, at `number`.

    `number` "" with `what`: the way ends with those words; both "": it ends, or goes back to the caller.
    """

    kind: str  # answer, else, together, meanwhile (goes on beside), instead (breaks off), then
    asked: str
    what: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told: `kind` is step, part, choice, any, first, together or anytime.

    `see` is the number under which its inside was told before; `again` how a step is repeated.
    """

    number: str
    element: str
    kind: str
    who: str
    what: str
    again: str = ""
    ways: tuple[Way, ...] = ()
    inside: tuple["Told", ...] = ()
    see: str = ""


CHOICES: Mapping[str, str] = {
    "exclusiveGateway": "choice",
    "inclusiveGateway": "any",
    "eventBasedGateway": "first",
    "parallelGateway": "together",
}


# Who does what is inside a call is said there; gateways and ends are nobody's work.
SILENT = CALLS | CHOICES.keys() | {"endEvent"}


def told(model: Model, lang: str = "ro") -> list[Told]:
    """The whole procedure, from its start."""
    return list(_Teller(model, lang).scope(model.main, ""))


class _Teller:
    """Goes through the diagrams in order and remembers what was told under which number."""

    def __init__(self, model: Model, lang: str) -> None:
        self.model, self.lang = model, lang
        self.numbers: dict[str, str] = {}  # of what is told, by the called process too
        self.depth = 0

    def scope(self, scope: str, above: str) -> Iterator[Told]:
        """What is in a process or sub-process; events round the whole of it come last."""
        order = Order(self.model, scope)
        shown = [own for own in order.elements if self._shown(self.model.elements[own])]
        asides = [e for e in self.model.elements.values() if e.scope == scope and e.on_event]
        for place, own in enumerate([*shown, *(e.id for e in asides)], 1):
            self.numbers[own] = f"{above}{place}"
        for place, own in enumerate(shown):
            yield self._one(own, shown[place + 1] if place + 1 < len(shown) else "")
        for aside in asides:
            yield self._anytime(aside)

    def _shown(self, element: Element) -> bool:
        if element.kind in CHOICES:
            return len(self.model.leaving(element.id)) > 1
        if element.kind in CALLS or element.kind in PEOPLE:
            return True
        return bool(element.label) and element.kind != "boundaryEvent"

    def _one(self, own: str, following: str) -> Told:
        element = self.model.elements[own]
        lane = self.model.lanes.get(element.lane or "")
        single = Told(
            number=self.numbers[own],
            element=own,
            kind=CHOICES.get(element.kind, "step"),
            who=self._said(lane.name, lane.name_en) if lane and element.kind not in SILENT else "",
            what=self._words(element),
            again=element.rounds.kind if element.rounds else "",
            ways=tuple(self._ways(element, following)),
        )
        return self._with_inside(single, element) if element.kind in CALLS else single

    def _with_inside(self, single: Told, element: Element) -> Told:
        called = element.called if element.kind == "callActivity" else element.id
        if called is None or called not in {*self.model.processes, element.id} or self.depth >= DEEPEST:
            return replace(single, kind="part")
        key = f"process:{called}"
        if key in self.numbers:
            return replace(single, kind="part", see=self.numbers[key])
        self.numbers[key] = single.number
        self.depth += 1
        inside = tuple(self.scope(called, f"{single.number}."))
        self.depth -= 1
        return replace(single, kind="part", inside=inside)

    def _anytime(self, aside: Element) -> Told:
        starts = self.model.starts(aside.id)
        asked = self._words(starts[0]) if starts else self._words(aside)
        inside = tuple(self.scope(aside.id, f"{self.numbers[aside.id]}."))
        return Told(self.numbers[aside.id], aside.id, "anytime", "", asked, inside=inside)

    def _ways(self, element: Element, following: str) -> Iterator[Way]:
        flows = self._flows(element)
        if element.kind == "endEvent":
            yield Way("then", "", "")
        elif element.kind in CHOICES:
            yield from (self._answer(element, flow) for flow in flows)
        else:
            for way in (self._way("then", "", flow.target) for flow in flows):
                if way.number != self.numbers.get(following, "-"):
                    yield way
        for event in self.model.attached(element.id):
            kind = "instead" if event.interrupting else "meanwhile"
            for flow in self._flows(event):
                yield self._way(kind, self._words(event), flow.target)

    def _flows(self, element: Element) -> list[Flow]:
        return [flow for flow in self.model.leaving(element.id) if flow.target in self.model.elements]

    def _answer(self, gateway: Element, flow: Flow) -> Way:
        said = self._said(flow.name, flow.name_en)
        if gateway.kind == "parallelGateway":
            return self._way("together", "", flow.target)
        if gateway.kind == "eventBasedGateway":
            said = said or self._words(self.model.elements[flow.target])
        kind = "else" if not said and gateway.default == flow.id else "answer"
        return self._way(kind, said, flow.target)

    def _way(self, kind: str, asked: str, target: str) -> Way:
        found = self._first(target)
        if found is None:
            return Way(kind, asked, "")
        words = self._words(found)
        return Way(kind, asked, words, self.numbers.get(found.id, ""))

    def _first(self, target: str) -> Element | None:
        """The first thing on the way that is told, or the end that has words; what is silent is passed."""
        seen: set[str] = set()
        while target not in seen:
            seen.add(target)
            element = self.model.elements[target]
            ends = element.kind == "endEvent"
            if self._shown(element) or (ends and element.name):
                return element
            following = [*self._flows(element)]
            linked = self.model.linked(element)
            if not following and not linked:
                return None
            target = following[0].target if following else linked[0].id
        return None

    def _words(self, element: Element) -> str:
        """The citizen's words for it, or else its name on the diagram."""
        return self._said(element.label or element.name, element.label_en or element.name_en).strip(". ")

    def _said(self, text: str, english: str) -> str:
        return ((self.lang == "en" and english) or text).replace("\n", " ")
