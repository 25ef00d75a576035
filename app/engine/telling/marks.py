"""What a drawing may carry on its elements and lines besides their state: heat, a difference, a count.

A mark is told three ways: a class (its colour is in the studio's sheet), a badge with words and a title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from app.engine.reading.model import Box, Point
from app.engine.telling.shapes import INK, SVG, add

LETTER = 6.6  # the width of a badge's letter at 11 px bold, on average
HIGH = 18


@dataclass(frozen=True, slots=True)
class Mark:
    """What one element or flow carries: `kind` becomes the class `mark-<kind>`, `badge` a few letters.

    Kinds in use: heat-1 to heat-5, added, changed, removed, taken, untaken, incident, here.
    """

    kind: str
    badge: str = ""
    title: str = ""
    href: str = ""
    tone: str = ""


def kind(plain: str, mark: Mark | None) -> str:
    """The class of what is marked."""
    return f"{plain} mark mark-{mark.kind}" if mark else plain


def around(parent: etree._Element, mark: Mark | None) -> etree._Element:
    """Where to draw what is marked: inside a link, if the mark leads somewhere."""
    if mark is None or not mark.href:
        return parent
    link = add(parent, "a", "mark-link", href=mark.href)
    link.set("aria-label", mark.title or mark.badge)
    return link


def badge(parent: etree._Element, mark: Mark | None, at: Point) -> None:
    """The mark's few letters on a small plate centred on a point."""
    if mark is None or not mark.badge:
        return
    wide = max(HIGH, len(mark.badge) * LETTER + 10)
    group = add(parent, "g", f"badge tone-{mark.tone}" if mark.tone else "badge")
    plate = add(group, "rect", "plate", x=at.x - wide / 2, y=at.y - HIGH / 2, width=wide, height=HIGH)
    plate.attrib.update({"rx": "9", "fill": "#ffffff", "stroke": INK})
    words = add(group, "text", "badge-text", x=at.x, y=at.y + 4, fill=INK)
    words.attrib.update({"text-anchor": "middle", "font-size": "11", "font-weight": "700"})
    words.text = mark.badge


def corner(box: Box) -> Point:
    """Where an element's badge stands: on its upper right corner."""
    return Point(box.x + box.width - 4, box.y - 2)


def halfway(points: Sequence[Point]) -> Point:
    """Where a line's badge stands: half-way along it."""
    lengths = [abs(b.x - a.x) + abs(b.y - a.y) for a, b in pairwise(points)]
    left = sum(lengths) / 2
    for start, end, length in zip(points, points[1:], lengths, strict=False):
        if length and left <= length:
            part = left / length
            return Point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part)
        left -= length
    return points[0]


def titled(node: etree._Element, words: str) -> None:
    """What a pointer resting on it reads."""
    if words:
        title = etree.Element(f"{{{SVG}}}title")
        title.text = words
        node.insert(0, title)
