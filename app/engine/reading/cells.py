"""Other texts in a decision table's cells; every other byte of the file stays as its author wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape

from app.engine.reading import safe_xml
from app.refusal import Refusal

INPUT, OUTPUT, NOTE = "inputEntry", "outputEntry", "annotationEntry"
ENTRIES = frozenset({INPUT, OUTPUT, NOTE})


class Cell(NamedTuple):
    """Where a cell is: the decision's id, the rule's number from 1, the kind of entry, its place from 0."""

    decision: str
    rule: int
    kind: str
    place: int


def rewritten(name: str, content: bytes, said: Mapping[Cell, str]) -> bytes:
    """The file with these texts in its cells. Raises Refusal as `safe_xml.parse`, `decision.no_cell`."""
    safe_xml.parse(name, content)
    found = _Finder()
    found.look_through(content)
    missing = [cell for cell in said if cell not in found.spans]
    if missing:
        raise Refusal("decision.no_cell", file=name, decision=missing[0].decision, rule=missing[0].rule)
    for cell in sorted(said, key=lambda one: found.spans[one][0], reverse=True):
        start, end = found.spans[cell]
        content = content[:start] + _written(content[start:end], said[cell]) + content[end:]
    return content


def texts(name: str, content: bytes) -> dict[Cell, str]:
    """What stands in every cell. Raises Refusal as `safe_xml.parse`."""
    safe_xml.parse(name, content)
    found = _Finder()
    found.look_through(content)
    return {cell: said.strip() for cell, said in found.texts.items()}


def _written(there: bytes, text: str) -> bytes:
    """`there` is the content, or a whole `<text/>` that has none."""
    inner = escape(text).encode()
    if not there.startswith(b"<") or not there.endswith(b"/>"):
        return inner
    tag = there[1:-2].split()[0]
    return b"<" + tag + b">" + inner + b"</" + tag + b">"


@dataclass
class _Finder:
    """Looks for the `<text>` of each entry; `spans` are the bytes between its tags."""

    spans: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    texts: dict[Cell, str] = field(default_factory=dict)
    decision: str = ""
    rule: int = 0
    places: dict[str, int] = field(default_factory=dict)
    cell: Cell | None = None
    opened: int = -1  # where <text> begins
    begins: int = -1  # where its content begins

    def look_through(self, content: bytes) -> None:
        self.content = content
        self.reader = reader = expat.ParserCreate("utf-8", " ")
        reader.StartElementHandler = self._enter
        reader.EndElementHandler = self._leave
        reader.CharacterDataHandler = self._text
        reader.CommentHandler = reader.StartCdataSectionHandler = self._inside
        reader.Parse(content, True)

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(" ")[2]
        if kind == "decision":
            self.decision, self.rule = attributes.get("id", ""), 0
        elif kind == "rule":
            self.rule, self.places = self.rule + 1, {}
        elif kind in ENTRIES:
            self.cell = Cell(self.decision, self.rule, kind, self.places.get(kind, 0))
            self.places[kind] = self.cell.place + 1
        elif kind == "text" and self.cell is not None:
            self.opened, self.begins = self.reader.CurrentByteIndex, -1
            self.texts[self.cell] = ""

    def _inside(self, *_: object) -> None:
        if self.opened >= 0 and self.begins < 0:
            self.begins = self.reader.CurrentByteIndex

    def _text(self, said: str) -> None:
        self._inside()
        if self.opened >= 0 and self.cell is not None:
            self.texts[self.cell] += said

    def _leave(self, tag: str) -> None:
        kind, end = tag.rpartition(" ")[2], self.reader.CurrentByteIndex
        if kind in ENTRIES:
            self.cell = None
        elif kind == "text" and self.cell is not None and self.opened >= 0:
            self.spans[self.cell] = self._span(end)
            self.opened = -1

    def _span(self, end: int) -> tuple[int, int]:
        tag = self.content[self.opened : self.content.index(b">", self.opened) + 1]
        if tag.endswith(b"/>"):  # a tag without a content, replaced as a whole
            return self.opened, self.opened + len(tag)
        return (self.begins if self.begins >= 0 else end), end
