"""Opening a DOCX that somebody sent: never trusted, never unpacked without measure."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from app.outside import OutsideError

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
MAX_PARTS = 2_000
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 200  # a page of blanks packs well below it, a bomb far above
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OpcError,
    etree.XMLSyntaxError,
    LookupError,
    ValueError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


def container_problem(content: bytes) -> str | None:
    """Why the file cannot even be opened as DOCX: `encrypted`, `not_docx`, `too_large` or nothing."""
    if content.startswith(_OLE):
        return "encrypted" if _ENCRYPTED in content else "not_docx"
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            return _package_problem(parts.infolist())
    except _UNREADABLE:
        return "not_docx"


def _package_problem(parts: list[zipfile.ZipInfo]) -> str | None:
    if any(part.flag_bits & 1 for part in parts):
        return "encrypted"
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return "too_large"
    if any(part.file_size > 1 << 20 and part.file_size > MAX_RATIO * part.compress_size for part in parts):
        return "too_large"
    names = {part.filename for part in parts}
    return None if {"[Content_Types].xml", "word/document.xml"} <= names else "not_docx"


def part_names(content: bytes) -> list[str]:
    """Names of the parts inside."""
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return parts.namelist()


def open_docx(content: bytes) -> Any:
    """The document. OutsideError with the problem's code when it cannot be read."""
    problem = container_problem(content)
    if problem:
        raise OutsideError(f"letter_{problem}", permanent=True)
    try:
        return docx.Document(BytesIO(content))
    except _UNREADABLE as error:
        raise OutsideError("letter_not_docx", permanent=True) from error


def roots(document: Any) -> Iterator[Any]:
    """Where text may stand: the body, then every header and footer written in this document."""
    yield document.element.body
    for section in document.sections:
        for edge in (
            section.header,
            section.first_page_header,
            section.footer,
            section.first_page_footer,
        ):
            if not edge.is_linked_to_previous:
                yield edge._element  # noqa: SLF001 python-docx gives no other way to the XML


def paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph, also those in tables, content controls and text boxes."""
    for root in roots(document):
        yield from list(root.iter(qn("w:p")))


def texts(paragraph: Any) -> list[Any]:
    """The text nodes of a paragraph, however Word cut them into runs."""
    return [node for node in paragraph.iter(qn("w:t")) if _own(node, paragraph)]


def _own(node: Any, paragraph: Any) -> bool:
    """Not of a paragraph nested in this one (a text box)."""
    return next(node.iterancestors(qn("w:p"))) is paragraph


def words(paragraph: Any) -> str:
    """The paragraph's text."""
    return "".join(node.text or "" for node in texts(paragraph))
