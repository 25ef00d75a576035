"""Files from outside are hostile: sniffed and opened before anybody else opens them.

Nothing here runs what a file holds; a parser that stumbles over one is an answer too: damaged.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from typing import cast

import puremagic
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from app.refusal import Refusal

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
MOST_PIXELS = 120_000_000


def safe_name(filename: str) -> str:
    """The file's own name without paths, control signs or surprises; at most 120 signs."""
    base = unicodedata.normalize("NFC", filename).replace("\\", "/").rsplit("/", 1)[-1]
    plain = re.sub(r"[^\w .()\-]", "_", base).strip(" .") or "document"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if stem else plain[:120]


def examine(content: bytes, name: str) -> str:
    """The true media type: its ending, its first bytes and a parser must agree. Raises Refusal `upload.*`."""
    ending = name.rpartition(".")[2].lower()
    kind = _KINDS.get(ending)
    if kind is None:
        raise Refusal("upload.wrong_type", name=name)
    media_type, signature, open_it = kind
    if not content.startswith(signature) or _is_program(content):
        raise Refusal("upload.wrong_type", name=name)
    open_it(content, name)
    return media_type


def pages(content: bytes, media_type: str) -> int | None:
    """How many pages an examined file has; None when its kind does not say."""
    if media_type.startswith("image/"):
        return 1
    if media_type != "application/pdf":
        return None
    try:
        return len(PdfReader(io.BytesIO(content), strict=False).pages)
    except Exception:  # noqa: BLE001 - examined before; a page less in a list is no reason to stop
        return None


def _is_program(content: bytes) -> bool:
    try:
        return puremagic.from_string(content[:4096]).lower() in {".exe", ".elf", ".dll", ".sh"}
    except (puremagic.PureError, ValueError):
        return False


def _open_pdf(content: bytes, name: str) -> None:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refusal("upload.encrypted", name=name)
        if len(reader.pages) == 0:
            raise Refusal("upload.damaged", name=name)
        active = _runs_something(reader)
    except Refusal:
        raise
    except Exception as error:
        raise Refusal("upload.damaged", name=name) from error
    if active:
        raise Refusal("upload.active", name=name)


def _runs_something(reader: PdfReader) -> bool:
    catalogue = cast("DictionaryObject", reader.trailer["/Root"].get_object())
    names = cast("DictionaryObject", catalogue.get("/Names", DictionaryObject()).get_object())
    # An action may stand behind a reference; `get_object` follows it.
    opening = "".join(str(catalogue[key].get_object()) for key in ("/OpenAction", "/AA") if key in catalogue)
    hidden = {"/JavaScript", "/EmbeddedFiles"} & set(names)
    return bool(hidden) or "/JavaScript" in opening or "/Launch" in opening


def _open_image(content: bytes, name: str) -> None:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal("upload.damaged", name=name)
            picture.verify()
    except Refusal:
        raise
    except Exception as error:
        raise Refusal("upload.damaged", name=name) from error


def _open_zip(content: bytes, name: str) -> None:
    """Word and OpenDocument files are zips; look at the directory, unpack nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except Exception as error:
        raise Refusal("upload.damaged", name=name) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("upload.encrypted", name=name)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or len(entries) > 5_000:
        raise Refusal("upload.damaged", name=name)
    names = {entry.filename for entry in entries}
    if any("vbaproject" in one.lower() for one in names):
        raise Refusal("upload.active", name=name)
    if not names & {"word/document.xml", "content.xml"}:
        raise Refusal("upload.wrong_type", name=name)


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS: Mapping[str, tuple[str, bytes, Callable[[bytes, str], None]]] = {
    "pdf": ("application/pdf", b"%PDF-", _open_pdf),
    "jpg": ("image/jpeg", b"\xff\xd8\xff", _open_image),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff", _open_image),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n", _open_image),
    "docx": (_DOCX, b"PK\x03\x04", _open_zip),
    "odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04", _open_zip),
}
ACCEPT = ",".join(f".{ending}" for ending in _KINDS)
