"""The shapes of BPMN in SVG: bodies, signs inside them, the tick of the done and the ring of the now.

Colours are attributes only, as a default that any style sheet overrides (no inline style: the pages'
content policy forbids it).
"""

from lxml import etree

from app.engine.reading.model import CALLS, Box, Element, Point

Look = dict[str, object]

SVG = "http://www.w3.org/2000/svg"
INK, LINE = "#16202b", "#cfd8e1"
FILL = {"done": "#e3f1e7", "now": "#e4eff6", "next": "#ffffff"}
STROKE = {"done": "#1f6b3a", "now": "#0b4a6f", "next": "#5b6b7c"}
PERSON = "M3 14v-3a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v3zM8 6.5a3 3 0 1 1 .01 0z"
GEAR = (
    "M7 1h2l.4 2 1.6.7 1.7-1.1 1.5 1.5-1.1 1.7.7 1.6 2 .4v2l-2 .4-.7 1.6 1.1 1.7-1.5 1.5-1.7-1.1-1.6.7-.4 2H7"
    "l-.4-2-1.6-.7-1.7 1.1-1.5-1.5 1.1-1.7-.7-1.6-2-.4v-2l2-.4.7-1.6-1.1-1.7 1.5-1.5 1.7 1.1 1.6-.7z"
    "M8 5.5a3 3 0 1 0 .01 0z"
)
ENVELOPE = "M1 3h14v10H1zM1 3l7 6 7-6"
SHEET = "M4 1h9v14H4zM6 5h5M6 8h5M6 11h5"
CLOCK = "M8 1a7 7 0 1 0 .01 0zM8 4v4l3 2"
HAND = "M2 8l4-5q2 0 1 2L6 6h8q1 1 0 2H9h5q1 1 0 2H9h4q1 1 0 2H8h3q1 1 0 2H5L2 12z"
TABLE = "M1 2h14v12H1zM1 6h14M1 10h14M5 6v8"
SIGNS = {
    "userTask": PERSON,
    "manualTask": HAND,
    "serviceTask": GEAR,
    "scriptTask": SHEET,
    "businessRuleTask": TABLE,
    "receiveTask": ENVELOPE,
    "sendTask": ENVELOPE,
}
EVENTS = {
    "timer": CLOCK,
    "message": ENVELOPE,
    "signal": "M8 2l6 11H2z",
    "error": "M2 14l4-11 4 7 4-9-4 12-4-8z",
    "escalation": "M8 1l5 13-5-5-5 5z",
    "conditional": SHEET,
    "link": "M2 6h7V2l5 6-5 6v-4H2z",
    "terminate": "M8 2a6 6 0 1 0 .01 0z",
}
MARKERS = {
    "loop": "M4 11a5 5 0 1 1 4 1M2 8l2 3 3-2",
    "parallel": "M3 1v10M6 1v10M9 1v10",
    "sequential": "M1 3h10M1 6h10M1 9h10",
}
THROWING = frozenset({"intermediateThrowEvent", "endEvent", "sendTask"})
CROSS, PLUS, ROUND = "M-7-7L7 7M7-7L-7 7", "M0-10V10M-10 0H10", "M0-9a9 9 0 1 0 .01 0z"
GATES = {
    "exclusiveGateway": CROSS,
    "parallelGateway": PLUS,
    "inclusiveGateway": ROUND,
    "eventBasedGateway": ROUND,
}


def add(parent: etree._Element, tag: str, kind: str | None = None, **attributes: object) -> etree._Element:
    """A child in SVG; numbers are written short, `stroke_width` becomes `stroke-width`."""
    child = etree.SubElement(parent, f"{{{SVG}}}{tag}")
    if kind:
        child.set("class", kind)
    for name, value in attributes.items():
        child.set(name.replace("_", "-"), f"{value:g}" if isinstance(value, float | int) else str(value))
    return child


def rectangle(parent: etree._Element, box: Box, kind: str | None = None, **look: object) -> etree._Element:
    return add(parent, "rect", kind, x=box.x, y=box.y, width=box.width, height=box.height, **look)


def arrows(svg: etree._Element, own: str) -> None:
    """The two arrow heads; their ids carry the diagram's, since a page may show several."""
    defs = add(svg, "defs")
    for kind, colour, size in (("plain", INK, 9), ("travelled", "#0b4a6f", 12)):
        marker = add(defs, "marker", id=f"{own}-{kind}", viewBox="0 0 10 10", refX=9.5, refY=5, orient="auto")
        marker.attrib.update(
            {"markerWidth": str(size), "markerHeight": str(size), "markerUnits": "userSpaceOnUse"}
        )
        add(marker, "path", f"arrow {kind}", d="M0 0.8L10 5L0 9.2z", fill=colour)


def body(group: etree._Element, element: Element, state: str) -> None:
    """The outline that BPMN gives to this kind of element, and the sign inside it."""
    box = element.bounds
    if box is None:
        return
    look: Look = {"fill": FILL[state], "stroke": STROKE[state], "stroke_width": 2 if state == "now" else 1.5}
    if element.is_gateway:
        _gateway(group, element, box, look)
    elif element.is_event:
        _event(group, element, box, look)
    else:
        _task(group, element, box, look)


def _task(group: etree._Element, element: Element, box: Box, look: Look) -> None:
    if element.kind == "callActivity":
        look = {**look, "stroke_width": 3.5}
    if element.on_event:
        look = {**look, "stroke_dasharray": "2 3"}
    rectangle(group, box, "shape", rx=10, **look)
    if sign := SIGNS.get(element.kind):
        _sign(group, sign, Point(box.x + 6, box.y + 6), look, filled=element.kind in THROWING)
    _markers(group, element, box, look)


def _markers(group: etree._Element, element: Element, box: Box, look: Look) -> None:
    """At the bottom: how the task is repeated, and that it holds more."""
    marks = [MARKERS[element.rounds.kind]] if element.rounds else []
    marks += ["M0 0h12v12H0zM6 3v6M3 6h6"] if element.kind in CALLS else []
    for place, mark in enumerate(marks):
        x = box.x + box.width / 2 - 8 * len(marks) + 2 + 16 * place
        _sign(group, mark, Point(x, box.y + box.height - 16), look)


def _event(group: etree._Element, element: Element, box: Box, look: Look) -> None:
    x, y, r = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
    if element.kind == "endEvent":
        look = {**look, "stroke_width": 3.5}
    if not element.interrupting:
        look = {**look, "stroke_dasharray": "5 3"}
    add(group, "circle", "shape", cx=x, cy=y, r=r, **look)
    if element.kind not in {"startEvent", "endEvent"}:
        add(group, "circle", "shape inner", cx=x, cy=y, r=r - 3.5, **look)
    if element.event and (sign := EVENTS.get(element.event.kind)):
        _sign(group, sign, Point(x - 8, y - 8), look, filled=element.kind in THROWING)


def _gateway(group: etree._Element, element: Element, box: Box, look: Look) -> None:
    x, y, h = box.x + box.width / 2, box.y + box.height / 2, box.height / 2
    add(
        group,
        "path",
        "shape",
        d=f"M{x:g} {y - h:g}l{h:g} {h:g}-{h:g} {h:g}-{h:g}-{h:g}z",
        stroke_linejoin="round",
        **look,
    )
    _sign(group, GATES.get(element.kind, CROSS), Point(x, y), look, 3)


def _sign(
    group: etree._Element, path: str, at: Point, look: Look, width: float = 1.2, *, filled: bool = False
) -> None:
    """What is thrown is filled, what is caught an outline."""
    stroke = str(look["stroke"])
    sign = add(group, "path", "sign", d=path, transform=f"translate({at.x:g} {at.y:g})")
    sign.attrib.update({"fill": stroke if filled else "none", "stroke": stroke, "stroke-width": f"{width:g}"})
    sign.set("stroke-linejoin", "round")


def ring(group: etree._Element, element: Element) -> None:
    """A ring round what is under way: seen without colour."""
    box = element.bounds
    if box is None:
        return
    wide = Box(box.x - 6, box.y - 6, box.width + 12, box.height + 12)
    look: Look = {"fill": "none", "stroke": STROKE["now"], "stroke_width": 2.5}
    if element.is_event or element.is_gateway:
        x, y, r = box.x + box.width / 2, box.y + box.height / 2, wide.width / 2
        add(group, "circle", "ring", cx=x, cy=y, r=r, **look)
    else:
        rectangle(group, wide, "ring", rx=14, **look)


def tick(group: etree._Element, element: Element) -> None:
    """A white tick on a filled dot at the top right."""
    box = element.bounds
    if box is None:
        return
    inset = box.width / 4 if element.is_gateway else 2
    x, y = box.x + box.width - inset, box.y + inset
    add(group, "circle", "tick-dot", cx=x, cy=y, r=9, fill=STROKE["done"], stroke="#ffffff", stroke_width=2)
    mark = add(group, "path", "tick", d="M-4 0l3 3 5-6", transform=f"translate({x:g} {y:g})", fill="none")
    mark.attrib.update({"stroke": "#ffffff", "stroke-width": "2"})
