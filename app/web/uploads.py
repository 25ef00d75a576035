"""Files from outside are hostile: sized, sniffed, opened, and only then stored."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from typing import cast

import puremagic
from flask import Response, current_app
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from werkzeug.datastructures import FileStorage
from werkzeug.http import dump_options_header

from app.cityhall.documents.actions import Stored
from app.cityhall.documents.models import Revision
from app.journey.house import House
from app.refusal import Refusal
from app.web import salvage

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
MOST_PIXELS = 120_000_000
SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})


def store(file: FileStorage | None, house: House) -> Stored:
    """Examine an upload and keep its bytes, byte for byte (a signature in it must stay whole).

    Raises Refusal `upload.*`; nothing is kept then.
    """
    most = current_app.config["MAX_UPLOAD"]
    if salvage.files_were_left():
        raise Refusal("upload.too_large", most=most // MEGABYTE)
    if file is None or not file.filename:
        raise Refusal("upload.missing")
    name = safe_name(file.filename)
    content = file.stream.read(most + 1)
    if not content:
        raise Refusal("upload.empty", name=name)
    if len(content) > most:
        raise Refusal("upload.too_large", name=name, most=most // MEGABYTE)
    media_type = examine(content, name)
    return Stored(house.outside.files.put(content), len(content), media_type, name)


def largest() -> int:
    """How many megabytes a file may have."""
    return int(current_app.config["MAX_UPLOAD"]) // MEGABYTE


def safe_name(filename: str) -> str:
    """The file's own name without paths, control signs or surprises; at most 120 signs."""
    base = unicodedata.normalize("NFC", filename).replace("\\", "/").rsplit("/", 1)[-1]
    plain = re.sub(r"[^\w .()\-]", "_", base).strip(" .") or "document"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" if stem else plain[:120]


def examine(content: bytes, name: str) -> str:
    """The true media type: its ending, its first bytes and a parser must agree. Raises Refusal."""
    ending = name.rpartition(".")[2].lower()
    kind = _KINDS.get(ending)
    if kind is None:
        raise Refusal("upload.wrong_type", name=name)
    media_type, signature, open_it = kind
    if not content.startswith(signature) or _is_program(content):
        raise Refusal("upload.wrong_type", name=name)
    open_it(content, name)
    return media_type


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


def send(revision: Revision, house: House, *, download: bool = False) -> Response:
    """A stored file as an answer; only kinds that cannot run are shown in the browser."""
    content = house.outside.files.get(revision.sha256)
    return send_bytes(content, revision.media_type, revision.filename, download=download)


def send_bytes(content: bytes, media_type: str, filename: str, *, download: bool = False) -> Response:
    """Bytes as an answer, sandboxed."""
    inline = media_type in SHOWN_INLINE and not download
    response = Response(content, mimetype=media_type)
    disposition = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = dump_options_header(disposition, {"filename": filename})
    if media_type != "application/pdf":
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
