"""Can a person read this drawing? Faults in it as sentences, from the places that its file gives."""

import itertools
from collections.abc import Iterator

from app.engine.reading.bpmn_xml import Box, Point
from app.engine.reading.model import Element, Model

SLACK = 1.0  # pixels that nobody sees
NEAR = 45.0  # from a label to what it names
LABELLED = ("Event", "Gateway")
Segment = tuple[Point, Point]


def faults(model: Model) -> list[str]:
    """Everything in the drawing of the main process that makes it hard to read."""
    drawing = _Drawing(model)
    looks = (
        drawing.missing, drawing.slanted, drawing.crossings, drawing.overlaid, drawing.overlapping,
        drawing.through_shapes, drawing.through_labels, drawing.far_labels, drawing.hidden_labels,
        drawing.outside_lanes, drawing.loose_ends,
    )  # fmt: skip
    return [f"{drawing.process}: {fault}" for look in looks for fault in look()]


class _Drawing:
    def __init__(self, model: Model) -> None:
        self.model, self.process = model, model.main
        self.elements = {e.id: e for e in model.within(model.main)}
        self.flows = [f for f in model.flows.values() if f.process == model.main]
        self.segments = [(f, s) for f in self.flows for s in itertools.pairwise(f.points)]
        named = (*self.elements.values(), *self.flows)
        self.labels = [(one.id, one.label_bounds) for one in named if one.name and one.label_bounds]

    def missing(self) -> Iterator[str]:
        for element in self.elements.values():
            if element.bounds is None:
                yield f"{element.id} is not drawn"
            elif element.name and element.kind.endswith(LABELLED) and element.label_bounds is None:
                yield f"the label of {element.id} has no place"
        for flow in self.flows:
            if len(flow.points) < 2:
                yield f"{flow.id} is not drawn"
            elif flow.name and flow.label_bounds is None:
                yield f"the label of {flow.id} has no place"

    def slanted(self) -> Iterator[str]:
        for flow, (a, b) in self.segments:
            if abs(a.x - b.x) > SLACK and abs(a.y - b.y) > SLACK:
                yield f"{flow.id} runs aslant"

    def crossings(self) -> Iterator[str]:
        for (one, first), (other, second) in itertools.combinations(self.segments, 2):
            if one is not other and (_cross(first, second) or _cross(second, first)):
                yield f"{one.id} crosses {other.id}"

    def overlaid(self) -> Iterator[str]:
        """Two lines in one; those that lead to the same place may come together."""
        for (one, first), (other, second) in itertools.combinations(self.segments, 2):
            if one.target != other.target and _together(first, second) > SLACK:
                yield f"{one.id} lies on {other.id}"

    def overlapping(self) -> Iterator[str]:
        for one, other in itertools.combinations(self._shapes(), 2):
            if not self._one_in_the_other(one, other) and _overlap(one.bounds, other.bounds):
                yield f"{one.id} and {other.id} overlap"

    def _shapes(self) -> list[Element]:
        return [e for e in self.elements.values() if e.bounds is not None]

    def _one_in_the_other(self, one: Element, other: Element) -> bool:
        """A boundary event sits on its element; a sub-process holds what stands in it."""
        attached = one.attached_to == other.id or other.attached_to == one.id
        return attached or other.id in self._holders(one) or one.id in self._holders(other)

    def _holders(self, element: Element) -> Iterator[str]:
        scope = element.scope
        while scope in self.elements:
            yield scope
            scope = self.elements[scope].scope

    def through_shapes(self) -> Iterator[str]:
        for flow, segment in self.segments:
            for element in self._shapes():
                holds = element.id in self._holders(self.elements[flow.source])
                if not holds and element.bounds and _enters(segment, element.bounds):
                    yield f"{flow.id} runs through {element.id}"

    def through_labels(self) -> Iterator[str]:
        for (flow, segment), (own, box) in itertools.product(self.segments, self.labels):
            if _enters(segment, box):
                yield f"{flow.id} runs through the label of {own}"

    def far_labels(self) -> Iterator[str]:
        for element in self._shapes():
            box = element.label_bounds
            if element.name and box and element.bounds and _gap(box, element.bounds) > NEAR:
                yield f"the label of {element.id} is far from it"
        for flow in self.flows:
            near = (
                _gap(flow.label_bounds, _box(s)) for s in itertools.pairwise(flow.points) if flow.label_bounds
            )
            if flow.name and min(near, default=0) > NEAR:
                yield f"the label of {flow.id} is far from it"

    def hidden_labels(self) -> Iterator[str]:
        for (one, first), (other, second) in itertools.combinations(self.labels, 2):
            if _overlap(first, second):
                yield f"the labels of {one} and {other} overlap"
        for (own, box), element in itertools.product(self.labels, self._shapes()):
            holds = own in self.elements and element.id in self._holders(self.elements[own])
            holds = holds or element.kind == "subProcess"
            if not holds and own != element.id and _overlap(box, element.bounds):
                yield f"the label of {own} lies on {element.id}"

    def outside_lanes(self) -> Iterator[str]:
        lanes = {lane.id: lane.bounds for lane in self.model.lanes.values() if lane.process == self.process}
        for element in self._shapes():
            lane = lanes.get(element.lane or "")
            if lanes and lane is None:
                yield f"{element.id} stands in no lane"
            elif (
                lane is not None
                and element.bounds
                and not _inside(element.bounds, lane)
                and not element.attached_to
            ):
                yield f"{element.id} sticks out of its lane"
        pool = self.model.processes[self.process].pool
        for flow in self.flows:
            if pool and not all(_inside(Box(p.x, p.y, 0, 0), pool) for p in flow.points):
                yield f"{flow.id} leaves the pool"

    def loose_ends(self) -> Iterator[str]:
        for flow in self.flows:
            for end, point in ((flow.source, flow.points[:1]), (flow.target, flow.points[-1:])):
                box = self.elements[end].bounds
                if point and box and _gap(Box(*point[0], 0, 0), box) > SLACK:
                    yield f"{flow.id} does not touch {end}"


def _cross(level: Segment, upright: Segment) -> bool:
    (a, b), (c, d) = level, upright
    if abs(a.y - b.y) > SLACK or abs(c.x - d.x) > SLACK:
        return False
    between = min(a.x, b.x) + SLACK < c.x < max(a.x, b.x) - SLACK
    return between and min(c.y, d.y) + SLACK < a.y < max(c.y, d.y) - SLACK


def _together(one: Segment, other: Segment) -> float:
    """How long two segments run in the same line."""
    for along in (0, 1):
        across = 1 - along
        line = {one[0][across], one[1][across], other[0][across], other[1][across]}
        if max(line) - min(line) <= SLACK:
            first, second = sorted(p[along] for p in one), sorted(p[along] for p in other)
            return min(first[1], second[1]) - max(first[0], second[0])
    return 0


def _box(segment: Segment) -> Box:
    (a, b) = segment
    return Box(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))


def _overlap(one: Box | None, other: Box | None) -> bool:
    if one is None or other is None:
        return False
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return wide > SLACK and high > SLACK


def _enters(segment: Segment, box: Box) -> bool:
    line = _box(segment)
    across = line.x < box.x + box.width - SLACK and line.x + line.width > box.x + SLACK
    return across and line.y < box.y + box.height - SLACK and line.y + line.height > box.y + SLACK


def _gap(one: Box, other: Box) -> float:
    wide = max(one.x - other.x - other.width, other.x - one.x - one.width, 0)
    high = max(one.y - other.y - other.height, other.y - one.y - one.height, 0)
    return float(max(wide, high))


def _inside(box: Box, holder: Box) -> bool:
    right, bottom = holder.x + holder.width + SLACK, holder.y + holder.height + SLACK
    inside = box.x + box.width <= right and box.y + box.height <= bottom
    return inside and box.x >= holder.x - SLACK and box.y >= holder.y - SLACK
