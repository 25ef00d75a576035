"""Letters as DOCX with `{{ fields }}`: filled here, edited in Word, uploaded back.

Values are data: `{{` in a value is written `{ {`, so that it can never ask for a field later. A line
break in a value that fills its paragraph alone starts a new paragraph; elsewhere it breaks the line.
A paragraph all of whose fields are empty and which is else at most a label ("Anexe:") disappears.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.adapters.docx_files import (
    PLACEHOLDER,
    container_problem,
    open_docx,
    paragraphs,
    part_names,
    texts,
    words,
)
from app.outside import LATE_FIELDS, OutsideError

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BRACES = re.compile(r"\{{2,}|\}{2,}")
_TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
_NOT_SHOWN = {
    "warn.text_boxes": ("w:txbxContent",),
    "warn.images": ("w:drawing", "w:pict", "w:object"),
    "warn.footnotes": ("w:footnoteReference", "w:endnoteReference"),
    "warn.comments": ("w:commentReference",),
}


class DocxLetters:
    """The hall's letters (implements `outside.Letters`)."""

    def fill(self, template: bytes, fields: Mapping[str, object]) -> bytes:
        """The letter with every given field replaced. KeyError names a field nobody gives."""
        document = open_docx(template)
        values = {name: "\n".join(_lines(value)) for name, value in fields.items()}
        # Without values they stay as they are through Word and back.
        for name in LATE_FIELDS - set(values):
            values[name] = f"{{{{ {name} }}}}"
        for paragraph in paragraphs(document):
            _fill_paragraph(paragraph, values)
        written = BytesIO()
        document.save(written)
        return written.getvalue()

    def fields(self, template: bytes) -> list[str]:
        """Names of the fields the template asks for, in reading order, each once."""
        found = (PLACEHOLDER.findall(words(paragraph)) for paragraph in paragraphs(open_docx(template)))
        return list(dict.fromkeys(name for names in found for name in names))

    def problems(self, docx: bytes) -> list[str]:
        """Codes of what is wrong; `warn.*` only says that something will not show in the PDF."""
        problem = container_problem(docx)
        if problem:
            return [problem]
        if any("vbaproject" in name.lower() for name in part_names(docx)):
            return ["macros"]
        try:
            document = open_docx(docx)
        except OutsideError:
            return ["not_docx"]
        return [*_package_problems(document), *_text_problems(document)]


def _fill_paragraph(paragraph: Any, values: Mapping[str, str]) -> None:
    before = words(paragraph)
    asked = PLACEHOLDER.findall(before)
    if not asked:
        return
    rest = PLACEHOLDER.sub("", before).strip()
    if not any(values[name].strip() for name in asked) and (not rest or rest.endswith(":")):
        _drop(paragraph)
    elif len(asked) == 1 and not rest:
        _fill_alone(paragraph, values[asked[0]].split("\n"))
    else:
        _replace(paragraph, values)


def _lines(value: object) -> list[str]:
    text = "" if value is None else str(value)
    plain = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BRACES.sub(lambda found: " ".join(found[0]), plain).split("\n")


def _fill_alone(paragraph: Any, lines: list[str]) -> None:
    """One paragraph a line, each dressed like the placeholder's."""
    for line in lines:
        twin = copy.deepcopy(paragraph)
        first, *others = texts(twin)
        _set(first, line)
        for node in others:
            _set(node, "")
        paragraph.addprevious(twin)
    paragraph.getparent().remove(paragraph)


def _drop(paragraph: Any) -> None:
    """A line about nothing disappears; a table cell must keep one paragraph."""
    parent = paragraph.getparent()
    alone = parent.tag == qn("w:tc") and len(parent.findall(qn("w:p"))) == 1
    if alone or paragraph.find(".//" + qn("w:sectPr")) is not None:
        for node in texts(paragraph):
            _set(node, "")
    else:
        parent.remove(paragraph)


def _replace(paragraph: Any, values: Mapping[str, str]) -> None:
    """Replace from the last placeholder to the first, so that earlier offsets stay right."""
    for match in reversed(list(PLACEHOLDER.finditer(words(paragraph)))):
        _splice(texts(paragraph), match.start(), match.end(), values[match[1]])
    for node in texts(paragraph):
        if "\n" in (node.text or ""):
            _break_lines(node)


def _splice(nodes: list[Any], start: int, end: int, value: str) -> None:
    """Word cuts `{{ name }}` into runs as it likes: the value goes where the first brace stood."""
    offset = 0
    for node in nodes:
        text = node.text or ""
        low, high = max(start - offset, 0), min(end - offset, len(text))
        if low < high:
            _set(node, text[:low] + value + text[high:])
            value = ""
        offset += len(text)


def _set(node: Any, text: str) -> None:
    node.text = text
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _break_lines(node: Any) -> None:
    first, *others = (node.text or "").split("\n")
    _set(node, first)
    last = node
    for line in others:
        mark, more = OxmlElement("w:br"), OxmlElement("w:t")
        _set(more, line)
        last.addnext(mark)
        mark.addnext(more)
        last = more


def _package_problems(document: Any) -> Iterator[str]:
    """Parts that Word would fetch from elsewhere; links that a person may follow are none."""
    relations = document.part.rels.values()
    if any(one.is_external and not one.reltype.endswith("/hyperlink") for one in relations):
        yield "external"


def _text_problems(document: Any) -> Iterator[str]:
    body = document.element.body
    said = "\n".join(words(paragraph) for paragraph in paragraphs(document))
    if _asks_for_more(said):
        yield "leftover_fields"
    if not said.strip():
        yield "empty"
    if any(next(body.iter(qn(tag)), None) is not None for tag in _TRACKED):
        yield "tracked_changes"
    for code, tags in _NOT_SHOWN.items():
        if any(next(body.iter(qn(tag)), None) is not None for tag in tags):
            yield code


def _asks_for_more(said: str) -> bool:
    """Whether braces remain that nothing will fill; those known at approval may wait."""
    rest = PLACEHOLDER.sub(lambda found: "" if found[1] in LATE_FIELDS else found[0], said)
    return "{{" in rest or "}}" in rest
