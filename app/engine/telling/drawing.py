"""A diagram as SVG, drawn on the server: for citizens, e-mail and print, without scripts.

States are told three ways, so that colour is never the only one: a class (styled in the hall's sheet),
a sign (tick for done, ring for now) and words in the element's title.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from app.engine.reading.model import Box, Element, Flow, Lane, Model, Point
from app.engine.telling import marks as marking
from app.engine.telling import shapes
from app.engine.telling.marks import Mark
from app.engine.telling.shapes import INK, LINE, add

__all__ = ["Mark", "draw"]

WORDS = {
    "ro": {"done": "făcut", "now": "acum", "next": "urmează", "intro": "Diagrama procedurii.", "end": "."},
    "en": {"done": "done", "now": "now", "next": "to come", "intro": "Diagram of the procedure.", "end": "."},
}
LETTER = 6.4  # the width of a letter at 12 px, on average
MARGIN = 12
STRIP = 30
SPACE: dict[Any, str] = {None: shapes.SVG}
NO_MARKS: Mapping[str, Mark] = {}


@dataclass(frozen=True, slots=True)
class _View:
    model: Model
    process: str
    done: frozenset[str]
    now: frozenset[str]
    lang: str
    marks: Mapping[str, Mark] = field(default_factory=dict)
    prefix: str = "diagram"

    @property
    def own(self) -> str:
        """The drawing's id, which begins all others."""
        return f"{self.prefix}-{self.process}"

    @property
    def led_from(self) -> bool:
        """Does anything on it lead elsewhere?"""
        return any(mark.href for mark in self.marks.values())

    def state(self, element: str) -> str:
        return "now" if element in self.now else "done" if element in self.done else "next"

    def name(self, thing: Element | Flow | Lane) -> str:
        return (self.lang == "en" and thing.name_en) or thing.name


def draw(
    model: Model,
    process: str,
    *,
    done: Collection[str],
    now: Collection[str],
    travelled: Collection[str] = (),
    lang: str = "ro",
    marks: Mapping[str, Mark] = NO_MARKS,
    prefix: str = "diagram",
) -> str:
    """The diagram of `process` as an SVG element; `travelled` flows are guessed when not given.

    `marks` stand on elements, flows and lanes by id (what is not in the drawing is passed over); two
    drawings of one process on a page need a `prefix` of their own.
    """
    active = frozenset(now) | _calls_under_way(model, done, now)
    view = _View(model, process, frozenset(done) - active, active, lang, marks, prefix)
    svg, flows = _sheet(view), [f for f in model.flows.values() if f.process == process]
    passed = frozenset(travelled) or _guess(view, flows)
    _lanes(svg, view)
    for flow in sorted(flows, key=lambda f: f.id in passed):
        _flow(svg, view, flow, flow.id in passed)
    for element in sorted(model.within(process), key=lambda e: e.attached_to is not None):
        _element(svg, view, element)
    return etree.tostring(svg, encoding="unicode")


def _calls_under_way(model: Model, done: Collection[str], now: Collection[str]) -> frozenset[str]:
    """A called diagram under way marks its call, even if the caller only knows the step inside."""
    inside = {model.elements[e].process for e in now if e in model.elements}
    waiting = (e for e in model.elements.values() if e.called in inside)
    return frozenset(e.id for e in waiting if any(f.source in done for f in model.entering(e.id)))


def _guess(view: _View, flows: Sequence[Flow]) -> frozenset[str]:
    reached = view.done | view.now
    return frozenset(f.id for f in flows if f.source in view.done and f.target in reached)


def _sheet(view: _View) -> etree._Element:
    process = view.model.processes[view.process]
    frame = process.pool or _around([e.bounds for e in view.model.within(view.process) if e.bounds])
    box = Box(frame.x - MARGIN, frame.y - MARGIN, frame.width + 2 * MARGIN, frame.height + 2 * MARGIN)
    own, role = view.own, "group" if view.led_from else "img"  # inside an image nobody finds the links
    svg = etree.Element("svg", {"class": "diagram", "role": role, "id": own}, nsmap=SPACE)
    svg.set("aria-labelledby", f"{own}-title {own}-desc")
    svg.set("viewBox", " ".join(f"{n:g}" for n in box))
    svg.attrib.update({"width": f"{box.width:g}", "height": f"{box.height:g}"})
    svg.attrib.update({"font-family": "Arial, Helvetica, sans-serif", "font-size": "12"})
    title = (view.lang == "en" and process.name_en) or process.name
    add(svg, "title", id=f"{own}-title").text = title
    add(svg, "desc", id=f"{own}-desc").text = _description(view)
    shapes.arrows(svg, own)
    if process.pool:
        _strip(svg, process.pool, title, "pool", "600")
    return svg


def _around(boxes: Sequence[Box]) -> Box:
    if not boxes:
        return Box(0, 0, 100, 100)
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    return Box(x, y, max(b.x + b.width for b in boxes) - x, max(b.y + b.height for b in boxes) - y + 40)


def _description(view: _View) -> str:
    words, parts = WORDS[view.lang], [WORDS[view.lang]["intro"]]
    for state in ("done", "now"):
        names = [
            view.name(e) for e in view.model.within(view.process) if view.state(e.id) == state and e.name
        ]
        if names:
            parts.append(f"{words[state].capitalize()}: {', '.join(names)}{words['end']}")
    return " ".join(parts)


def _lanes(svg: etree._Element, view: _View) -> None:
    for lane in view.model.lanes.values():
        if lane.process == view.process and lane.bounds:
            kind = marking.kind("lane", view.marks.get(lane.id))
            _strip(svg, lane.bounds, view.name(lane), kind, "400")


def _strip(svg: etree._Element, box: Box, name: str, kind: str, weight: str) -> None:
    """A pool or lane: a frame with its name written upwards along the left edge."""
    group = add(svg, "g", kind)
    what = kind.partition(" ")[0]
    shapes.rectangle(group, box, fill="#ffffff" if what == "pool" else "none", stroke=LINE)
    shapes.rectangle(group, box._replace(width=STRIP), fill="#f5f7f9", stroke=LINE)
    x, y = box.x + STRIP / 2, box.y + box.height / 2
    text = _text(group, name, Point(x, y), box.height - 12, f"{what}-name", middle=True)
    text.attrib.update({"transform": f"rotate(-90 {x:g} {y:g})", "font-weight": weight})


def _flow(svg: etree._Element, view: _View, flow: Flow, travelled: bool) -> None:
    if len(flow.points) < 2:
        return
    mark = view.marks.get(flow.id)
    kind, tip = ("flow travelled", "travelled") if travelled else ("flow", "plain")
    place = marking.around(svg, mark)
    line = add(place, "path", marking.kind(kind, mark), d=_rounded(flow.points), fill="none")
    line.attrib.update(
        {"stroke": "#0b4a6f" if travelled else INK, "stroke-width": "2.5" if travelled else "1.5"}
    )
    line.set("marker-end", f"url(#{view.own}-{tip})")
    marking.titled(line, mark.title if mark else "")
    marking.badge(place, mark, marking.halfway(flow.points))
    if view.name(flow):
        _label(
            svg,
            view.name(flow),
            flow.label_bounds or Box(flow.points[0].x + 6, flow.points[0].y - 20, 60, 14),
        )


def _rounded(points: Sequence[Point], radius: float = 8) -> str:
    """An orthogonal line with soft corners."""
    parts = [f"M{points[0].x:g} {points[0].y:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{start.x:g} {start.y:g}Q{corner.x:g} {corner.y:g} {end.x:g} {end.y:g}")
    return "".join([*parts, f"L{points[-1].x:g} {points[-1].y:g}"])


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = max(abs(end.x - start.x), abs(end.y - start.y)) or 1
    part = min(distance, length / 2) / length
    return Point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part)


def _element(svg: etree._Element, view: _View, element: Element) -> None:
    if element.bounds is None:
        return
    state, mark, name = view.state(element.id), view.marks.get(element.id), view.name(element)
    kind = marking.kind(f"element {state} {element.kind}", mark)
    group = add(marking.around(svg, mark), "g", kind, id=f"{view.own}-{element.id}")
    marking.titled(group, _element_title(view, element, state, mark))
    if state == "now":
        shapes.ring(group, element)
    shapes.body(group, element, state)
    _element_name(group, view, element, name, element.bounds)
    if state == "done":
        shapes.tick(group, element)
    marking.badge(group, mark, marking.corner(element.bounds))


def _element_title(view: _View, element: Element, state: str, mark: Mark | None) -> str:
    """Its name and state; on a drawing that tells something else, what that is."""
    name = view.name(element) or element.kind
    if mark and mark.title:
        return mark.title
    return name if view.marks and state == "next" else f"{name}: {WORDS[view.lang][state]}"


def _element_name(group: etree._Element, view: _View, element: Element, name: str, box: Box) -> None:
    if element.is_gateway or element.is_event:
        below = Box(box.x + box.width / 2 - 50, box.y + box.height + 4, 100, 14)
        _label(group, name, element.label_bounds or below)
    elif any(inner.scope == element.id and inner.bounds for inner in view.model.within(view.process)):
        _text(group, name, Point(box.x + box.width / 2, box.y + 4), box.width - 8, "label", middle=False)
    else:
        room = -2 if view.model.attached(element.id) else 5  # under the sign, above what sits on the edge
        centre = Point(box.x + box.width / 2, box.y + box.height / 2 + room)
        _text(group, name, centre, box.width - 8, "label", middle=True)


def _label(parent: etree._Element, text: str, box: Box) -> None:
    _text(parent, text, Point(box.x + box.width / 2, box.y), max(box.width, 20), "label", middle=False)


def _text(
    parent: etree._Element, words: str, at: Point, width: float, kind: str, *, middle: bool
) -> etree._Element:
    """Words wrapped to `width`, centred on `at` (or hanging from it)."""
    lines = _wrap(words, width)
    top = at.y - 14 * len(lines) / 2 + 11 if middle else at.y + 11
    text = add(parent, "text", kind, fill=INK)
    text.set("text-anchor", "middle")
    for number, line in enumerate(lines):
        add(text, "tspan", x=at.x, y=top + 14 * number).text = line
    return text


def _wrap(words: str, width: float) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and (len(lines[-1]) + 1 + len(word)) * LETTER <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
