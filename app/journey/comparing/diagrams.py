"""What differs between two diagrams: steps, flows and lanes by their ids, each field by its name."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from app.engine.reading import model
from app.engine.reading.model import Element, Event, Flow, Lane, Model, Rounds
from app.journey.comparing.difference import UNREADABLE, Difference, short

# Where a thing is drawn is told apart; a step's process, lane and role are told by its place.
DRAWN = {"bounds", "label_bounds", "points"}
ELSEWHERE = {"id", "process", "lane", "role", "parameters", "timer", "message", "kind"}
TOLD = [field.name for field in fields(Element) if field.name not in DRAWN | ELSEWHERE]
FLOW = ("source", "target", "condition", "name", "name_en")
LANE = ("name", "name_en", "role")
EMPTY = Model("", {}, {}, {}, {})


def between(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Difference]:
    """Over all `*.bpmn` files of two editions; one that cannot be read is told as such."""
    changed = [p for p in sorted({*old, *new}) if p.endswith(".bpmn") and old.get(p) != new.get(p)]
    if not changed:
        return []
    try:
        before, after = _model(old), _model(new)
    except UNREADABLE as error:
        facts = {"reason": short(error)}
        return [Difference("diagram", p, "", "changed", "diagram.unreadable", facts) for p in changed]
    found = list(_Beside(before, after).differences())
    return found + list(_quiet(old, new, {one.path for one in found}))


def _model(files: Mapping[str, bytes]) -> Model:
    drawings = {path: content for path, content in files.items() if path.endswith(".bpmn")}
    return model.read(drawings) if drawings else EMPTY


def _quiet(old: Mapping[str, bytes], new: Mapping[str, bytes], told: set[str]) -> Iterator[Difference]:
    """Files that differ although nothing that runs does."""
    for path in sorted({*old, *new}):
        if path.endswith(".bpmn") and path not in told and old.get(path) != new.get(path):
            kind = "added" if path not in old else "removed" if path not in new else "changed"
            yield Difference("diagram", path, "", kind, f"diagram.file_{kind}")


class _Beside:
    """Two models beside each other."""

    def __init__(self, old: Model, new: Model) -> None:
        self.old, self.new = old, new

    def differences(self) -> Iterator[Difference]:
        yield from self._processes()
        yield from self._lanes()
        yield from self._elements()
        yield from self._flows()
        yield from self._redrawn()

    def _file(self, process: str) -> str:
        found = self.new.processes.get(process) or self.old.processes.get(process)
        return found.file if found else ""

    def _tell(self, process: str, element: str, kind: str, key: str, **facts: str) -> Difference:
        return Difference("diagram", self._file(process), element, kind, f"diagram.{key}", facts)

    def _processes(self) -> Iterator[Difference]:
        for own in dict.fromkeys([*self.new.processes, *self.old.processes]):
            before, after = self.old.processes.get(own), self.new.processes.get(own)
            if before is None or after is None:
                kind = "added" if before is None else "removed"
                found = after or before
                assert found is not None
                yield self._tell(own, own, kind, f"process_{kind}", name=found.name or own)
                continue
            for name in ("name", "name_en", "executable"):
                if (was := getattr(before, name)) != (now := getattr(after, name)):
                    yield self._field(own, own, after.name or own, name, was, now)

    def _field(self, process: str, own: str, called: str, field: str, was: object, now: object) -> Difference:
        facts = {"name": called, "field": field, "before": short(was), "after": short(now)}
        return Difference("diagram", self._file(process), own, "changed", "diagram.field", facts)

    def _lanes(self) -> Iterator[Difference]:
        for own in dict.fromkeys([*self.new.lanes, *self.old.lanes]):
            before, after = self.old.lanes.get(own), self.new.lanes.get(own)
            if before is None or after is None:
                kind = "added" if before is None else "removed"
                found = after or before
                assert found is not None
                facts = {"name": found.name or own, "role": short(found.role)}
                yield self._tell(found.process, own, kind, f"lane_{kind}", **facts)
                continue
            for name in LANE:
                if (was := getattr(before, name)) != (now := getattr(after, name)):
                    yield self._field(after.process, own, after.name or own, f"lane_{name}", was, now)

    def _elements(self) -> Iterator[Difference]:
        for own in dict.fromkeys([*self.new.elements, *self.old.elements]):
            before, after = self.old.elements.get(own), self.new.elements.get(own)
            if before is None or after is None:
                yield self._came_or_went(before, after)
            else:
                yield from self._changed(before, after)

    def _came_or_went(self, before: Element | None, after: Element | None) -> Difference:
        found, kind = (after, "added") if after else (before, "removed")
        assert found is not None
        of = self.new if after else self.old
        facts = {"name": found.name, "what": found.kind, "lane": _lane(of, found)}
        return self._tell(found.process, found.id, kind, f"element_{kind}", **facts)

    def _changed(self, before: Element, after: Element) -> Iterator[Difference]:
        called = after.name or after.id
        if before.kind != after.kind:
            yield self._field(after.process, after.id, called, "kind", before.kind, after.kind)
        if (was := _lane(self.old, before)) != (now := _lane(self.new, after)) and before.lane != after.lane:
            yield self._field(after.process, after.id, called, "lane", was, now)
        for name in TOLD:
            if (old := getattr(before, name)) != (new := getattr(after, name)):
                yield self._field(after.process, after.id, called, name, _said(old), _said(new))
        yield from self._parameters(before, after, called)

    def _parameters(self, before: Element, after: Element, called: str) -> Iterator[Difference]:
        was, now = dict(before.parameters), dict(after.parameters)
        for name in dict.fromkeys([*now, *was]):
            if was.get(name) != now.get(name):
                facts = (f"parameter:{name}", was.get(name), now.get(name))
                yield self._field(after.process, after.id, called, *facts)

    def _flows(self) -> Iterator[Difference]:
        for own in dict.fromkeys([*self.new.flows, *self.old.flows]):
            before, after = self.old.flows.get(own), self.new.flows.get(own)
            if before is None or after is None:
                found, of, kind = (after, self.new, "added") if after else (before, self.old, "removed")
                assert found is not None
                facts = _ends(of, found)
                yield self._tell(found.process, own, kind, f"flow_{kind}", **facts)
                continue
            ends = _ends(self.new, after)
            called = f"{ends['source']} → {ends['target']}"
            for name in FLOW:
                if (was := getattr(before, name)) != (now := getattr(after, name)):
                    ended = name in {"source", "target"}
                    told = (_name(self.old, was), _name(self.new, now)) if ended else (was, now)
                    yield self._field(after.process, own, called, f"flow_{name}", *told)

    def _redrawn(self) -> Iterator[Difference]:
        """How many things of each file only stand elsewhere on the paper."""
        counted: dict[str, int] = {}
        for before, after in _pairs(self.old, self.new):
            if any(getattr(before, name, None) != getattr(after, name, None) for name in DRAWN):
                counted[self._file(after.process)] = counted.get(self._file(after.process), 0) + 1
        for path, count in counted.items():
            yield Difference("diagram", path, "", "moved", "diagram.redrawn", {"count": str(count)})


Drawn = Element | Flow | Lane


def _pairs(old: Model, new: Model) -> Iterator[tuple[Drawn, Drawn]]:
    for own, element in new.elements.items():
        if own in old.elements:
            yield old.elements[own], element
    for own, flow in new.flows.items():
        if own in old.flows:
            yield old.flows[own], flow
    for own, lane in new.lanes.items():
        if own in old.lanes:
            yield old.lanes[own], lane


def _lane(of: Model, element: Element) -> str:
    found = of.lanes.get(element.lane or "")
    return found.name if found else ""


def _name(of: Model, element: str) -> str:
    found = of.elements.get(element)
    return (found.name if found else "") or element


def _ends(of: Model, flow: Flow) -> dict[str, str]:
    return {"source": _name(of, flow.source), "target": _name(of, flow.target), "name": flow.name}


def _said(value: object) -> object:
    """An event or a loop as the words that the analyst wrote in it."""
    if isinstance(value, Event):
        said = (value.name, value.code, value.timer, value.expression, value.payload, value.correlation)
        return " ".join([value.kind, *(str(one) for one in said if one)])
    if isinstance(value, Rounds):
        return " ".join(one for one in (value.kind, value.over, value.item, value.until, value.most) if one)
    return value
