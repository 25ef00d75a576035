"""Reads one file from standard input and says what is in it, as JSON: a process of its own, that may die.

python text_child.py MEDIA_TYPE     Files are hostile: its memory and time are limited by whoever starts it.
"""

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

MOST_SIGNS = 1_000_000
MOST_PAGES = 2_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
STANDARD = re.compile(rb"pdfaid:(part|conformance)(?:>|=[\"'])([0-9A-Za-z]+)")


def main() -> None:
    """Answer on standard output."""
    json.dump(read(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)


def read(content: bytes, media_type: str) -> dict[str, Any]:
    """The text and the facts of a file: {text, facts}."""
    match media_type:
        case "application/pdf":
            return _pdf(content)
        case "text/plain":
            return {"text": content.decode("utf-8", "replace")[:MOST_SIGNS], "facts": {}}
        case _ if media_type in {WORD, OPEN_DOCUMENT}:
            return _packed(content, "word/document.xml" if media_type == WORD else "content.xml")
    return {"text": "", "facts": {}}


def _pdf(content: bytes) -> dict[str, Any]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return {"text": "", "facts": {"encrypted": True}}
    facts = {
        "pages": len(reader.pages),
        "fonts": sorted(_fonts(reader)),
        "scripts": b"/JavaScript" in content or b"/JS" in content,
        "attachments": sum(1 for _one in reader.attachment_list),
        "signatures": content.count(b"/ByteRange"),
        "standard": _standard(reader),
        "tool": str((reader.metadata and reader.metadata.producer) or "")[:120],
    }
    return {"text": _joined(page.extract_text() for page in reader.pages[:MOST_PAGES]), "facts": facts}


def _fonts(reader: Any) -> Iterator[str]:
    """Names of the fonts; a star marks those not embedded: such a paper may look otherwise elsewhere."""
    for page in reader.pages[:50]:
        fonts = (page.get("/Resources") or {}).get("/Font") or {}
        for font in fonts.values():
            held = font.get_object()
            name = str(held.get("/BaseFont", "?")).lstrip("/").rpartition("+")[2]
            yield name if _embedded(held) else f"{name} *"


def _embedded(font: Any) -> bool:
    inner = font.get("/DescendantFonts")
    held = inner.get_object()[0].get_object() if inner else font
    described = held.get("/FontDescriptor")
    keys = described.get_object().keys() if described else ()
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(keys)) or held.get("/Subtype") == "/Type3"


def _standard(reader: Any) -> str:
    """PDF/A as its own metadata say, for instance „PDF/A-2a”."""
    metadata = reader.root_object.get("/Metadata")
    said = dict(STANDARD.findall(metadata.get_object().get_data())) if metadata else {}
    part, level = said.get(b"part", b"").decode(), said.get(b"conformance", b"").decode().lower()
    return f"PDF/A-{part}{level}" if part else ""


def _packed(content: bytes, member: str) -> dict[str, Any]:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(packed.read(member), parser)
    paragraphs = (
        "".join(str(text) for text in block.itertext())
        for block in root.iter()
        if isinstance(block.tag, str) and etree.QName(block).localname in {"p", "h"}
    )
    return {"text": _joined(paragraphs), "facts": {}}


def _joined(parts: Iterator[str]) -> str:
    """No longer than what is kept; a sign that no database takes is left out."""
    kept: list[str] = []
    left = MOST_SIGNS
    for part in parts:
        if left <= 0:
            break
        plain = part.replace("\x00", "").encode("utf-8", "ignore").decode()[:left]
        kept.append(plain)
        left -= len(plain) + 1
    return "\n".join(kept)


if __name__ == "__main__":
    main()
