"""A letter's DOCX as plain blocks: paragraphs, headings, lists and tables with their runs.

What a letter of the hall needs and no more; colours, fonts and sizes belong to the hall's own sheet.
"""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

Block = dict[str, Any]

_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}
_RULE = f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}"
_RUN_MARKS = (("b", "bold"), ("i", "italic"), ("u", "underline"))


def blocks(document: Any) -> list[Block]:
    """The letter from top to bottom: what its page header says comes first, once."""
    found = [*_header(document), *_blocks(document.element.body, document)]
    return _even_headings(_trimmed(found))


def _header(document: Any) -> list[Block]:
    header = document.sections[0].header
    if header.is_linked_to_previous:
        return []
    return _trimmed(list(_blocks(header._element, document)))  # noqa: SLF001 no other way to the XML


def _blocks(root: Any, document: Any) -> Iterator[Block]:
    for child in root:
        if child.tag == qn("w:p"):
            yield from _paragraph(Paragraph(child, document), document)
        elif child.tag == qn("w:tbl"):
            yield _table(Table(child, document), document)
        elif child.tag == qn("w:sdt"):
            yield from _blocks(child.find(qn("w:sdtContent")), document)


def _trimmed(found: list[Block]) -> list[Block]:
    """Without the empty lines at both ends."""
    while found and _empty(found[0]):
        found = found[1:]
    while found and _empty(found[-1]):
        found = found[:-1]
    return found


def _empty(block: Block) -> bool:
    return block["kind"] in {"gap", "page"}


def _paragraph(paragraph: Any, document: Any) -> Iterator[Block]:
    runs = list(_runs(paragraph))
    if any(run["text"] == "\f" for run in runs):
        yield {"kind": "page"}
        runs = [run for run in runs if run["text"] != "\f"]
    if not any(run["text"].strip() for run in runs):
        yield {"kind": "rule" if paragraph._p.find(_RULE) is not None else "gap"}  # noqa: SLF001
        return
    style = paragraph.style  # looking it up goes through all the styles of the letter
    shape: Block = {"align": _align(paragraph, style), "runs": runs}
    level = _heading(style)
    marker = _list(paragraph, style, document)
    if level:
        yield {"kind": "heading", "level": level, **shape}
    elif marker:
        yield {"kind": "item", **marker, **shape}
    else:
        yield {"kind": "paragraph", **shape}


def _runs(paragraph: Any) -> Iterator[dict[str, Any]]:
    """Text in reading order, with its marks; breaks and tabs as characters."""
    for run in paragraph._p.iter(qn("w:r")):  # noqa: SLF001 runs inside links and controls count too
        if next(run.iterancestors(qn("w:p"))) is not paragraph._p:  # noqa: SLF001
            continue
        marks = {name: _on(run, tag) for tag, name in _RUN_MARKS}
        for node in run:
            text = _text_of(node)
            if text:
                yield {"text": text, **marks}


def _text_of(node: Any) -> str:
    if node.tag == qn("w:t"):
        return node.text or ""
    if node.tag == qn("w:br"):
        return "\f" if node.get(qn("w:type")) == "page" else "\n"
    return {qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "\u2011"}.get(node.tag, "")


def _on(run: Any, tag: str) -> bool:
    properties = run.find(qn("w:rPr"))
    mark = properties.find(qn(f"w:{tag}")) if properties is not None else None
    return mark is not None and mark.get(qn("w:val")) not in {"0", "false", "none", "off"}


def _align(paragraph: Any, style: Any) -> str:
    own = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:jc')}")  # noqa: SLF001
    while own is None and style is not None:
        own = style.element.find(f"{qn('w:pPr')}/{qn('w:jc')}")
        style = style.base_style
    return _ALIGN.get(own.get(qn("w:val")), "left") if own is not None else "left"


def _heading(style: Any) -> int:
    name = _name(style)
    if name == "Title":
        return 1
    number = name.removeprefix("Heading ")
    return min(int(number), 4) if name.startswith("Heading ") and number.isdecimal() else 0


def _name(style: Any) -> str:
    return str(style.name or "") if style is not None else ""


def _list(paragraph: Any, style: Any, document: Any) -> Block:
    """Whether the paragraph is a list item, of which kind and how deep."""
    name = _name(style)
    numbering = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")  # noqa: SLF001
    if numbering is not None and (number := _value(numbering, "w:numId")) not in {"", "0"}:
        level = _value(numbering, "w:ilvl") or "0"
        return {
            "ordered": _format(document, number, level) != "bullet",
            "level": min(int(level), 4),
            "list": number,
        }
    if name.startswith("List "):
        return {"ordered": name.startswith("List Number"), "level": 0, "list": name}
    return {}


def _value(node: Any, tag: str) -> str:
    found = node.find(qn(tag))
    return str(found.get(qn("w:val"))) if found is not None else ""


def _format(document: Any, number: str, level: str) -> str:
    """`bullet`, `decimal` … as the numbering part says."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return "bullet"
    for one in root.findall(qn("w:num")):
        if one.get(qn("w:numId")) == number:
            return _level_format(root, _value(one, "w:abstractNumId"), level)
    return "bullet"


def _level_format(root: Any, abstract: str, level: str) -> str:
    for one in root.findall(qn("w:abstractNum")):
        if one.get(qn("w:abstractNumId")) == abstract:
            for step in one.findall(qn("w:lvl")):
                if step.get(qn("w:ilvl")) == level:
                    return _value(step, "w:numFmt")
    return "bullet"


def _table(table: Any, document: Any) -> Block:
    rows = [[_cell(cell, document) for cell in row] for row in _rows(table)]
    header = table._tbl.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}")  # noqa: SLF001
    return {
        "kind": "table",
        "columns": _widths(table),
        "borders": _bordered(table),
        "header": header is not None,
        "rows": rows,
    }


def _rows(table: Any) -> Iterator[list[Any]]:
    for row in table._tbl.findall(qn("w:tr")):  # noqa: SLF001
        yield row.findall(qn("w:tc"))


def _cell(cell: Any, document: Any) -> Block:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return {
        "span": int(span.get(qn("w:val"))) if span is not None else 1,
        "blocks": _trimmed(list(_blocks(cell, document))),
    }


def _widths(table: Any) -> list[float]:
    """Columns as shares of the width."""
    grid = [
        float(column.get(qn("w:w")) or 1)
        for column in table._tbl.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")  # noqa: SLF001
    ]
    most = max((len(row) for row in _rows(table)), default=1)
    return grid if len(grid) >= most else [1.0] * most


def _bordered(table: Any) -> bool:
    own = table._tbl.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}/{qn('w:top')}")  # noqa: SLF001
    if own is not None:
        return own.get(qn("w:val")) not in {"none", "nil"}
    return "Grid" in str(table.style.name if table.style is not None else "")


def _even_headings(found: list[Block]) -> list[Block]:
    """Headings that start at 1 and never skip a level, as a reader by ear needs them (PDF/UA)."""
    deepest = 0
    for block in found:
        if block["kind"] == "heading":
            deepest = min(block["level"], deepest + 1)
            block["level"] = deepest
    return found
