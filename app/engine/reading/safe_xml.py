"""The one door for XML that somebody made elsewhere: looked through as a stream before a tree is built.

Only what a drawing program writes gets in: UTF-8 without document types (so without entities), processing
instructions or inclusions, within the limits below. Nothing is ever fetched.
"""

from xml.parsers import expat

from lxml import etree

from app.refusal import Refusal

MAX_BYTES = 1_000_000  # a hall's largest diagram has 32 kB
MAX_ELEMENTS = 10_000  # and 350 elements, its drawing included
MAX_ATTRIBUTES = 50  # of one element
MAX_NAMESPACES = 100
MAX_DEPTH = 50
INCLUSION = "http://www.w3.org/2001/XInclude"


def parse(name: str, content: bytes) -> etree._Element:
    """The tree of a file. Raises Refusal where it is too large, hostile or no XML."""
    if len(content) > MAX_BYTES:
        raise Refusal("diagram.too_large", file=name, most=MAX_BYTES // 1_000)
    _Guard(name).look_through(content)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("diagram.unreadable", file=name, line=error.lineno or 1) from error


class _Guard:
    """Stops at the first thing that is not allowed, before anything after it is read."""

    def __init__(self, name: str) -> None:
        self.name, self.elements, self.depth, self.namespaces = name, 0, 0, 0

    def look_through(self, content: bytes) -> None:
        # The encoding is given, never taken from the file: what one reader takes for a letter
        # another would take for a bracket.
        reader = expat.ParserCreate("utf-8", " ")
        reader.StartElementHandler = self._enter
        reader.EndElementHandler = self._leave
        reader.StartNamespaceDeclHandler = self._namespace
        reader.StartDoctypeDeclHandler = self._doctype
        reader.ProcessingInstructionHandler = self._instruction
        try:
            reader.Parse(content, True)
        except expat.ExpatError as error:
            raise Refusal("diagram.unreadable", file=self.name, line=error.lineno) from error

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MAX_ELEMENTS:
            raise Refusal("diagram.too_many_elements", file=self.name, most=MAX_ELEMENTS)
        if self.depth > MAX_DEPTH:
            raise Refusal("diagram.too_deep", file=self.name, most=MAX_DEPTH)
        if len(attributes) > MAX_ATTRIBUTES:
            raise Refusal("diagram.too_many_attributes", file=self.name, most=MAX_ATTRIBUTES)
        if tag.startswith(INCLUSION):
            raise Refusal("diagram.inclusion", file=self.name)

    def _leave(self, _: str) -> None:
        self.depth -= 1

    def _namespace(self, *_: object) -> None:
        self.namespaces += 1
        if self.namespaces > MAX_NAMESPACES:
            raise Refusal("diagram.too_many_attributes", file=self.name, most=MAX_NAMESPACES)

    def _doctype(self, *_: object) -> None:
        raise Refusal("diagram.doctype", file=self.name)

    def _instruction(self, *_: object) -> None:
        """A style sheet named in a file would run in whoever opens it."""
        raise Refusal("diagram.instruction", file=self.name)
