"""Files from outside are hostile: sized, sniffed, opened, and only then stored."""

from flask import Response, current_app
from werkzeug.datastructures import FileStorage
from werkzeug.http import dump_options_header

from app.cityhall.documents.actions import Stored
from app.cityhall.documents.examined import ACCEPT, MEGABYTE, examine, safe_name
from app.cityhall.documents.models import Revision
from app.cityhall.documents.scans import DANGEROUS, is_dangerous
from app.journey.house import House
from app.refusal import Refusal
from app.web import salvage

__all__ = ["ACCEPT", "examine", "largest", "safe_name", "send", "send_bytes", "send_kept", "store"]

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
    scan = house.outside.antivirus.scan(content)
    if scan.verdict in DANGEROUS:
        raise Refusal(f"upload.{scan.verdict}", name=name, words=scan.words)
    return Stored(house.outside.files.put(content), len(content), media_type, name, scan)


def largest() -> int:
    """How many megabytes a file may have."""
    return int(current_app.config["MAX_UPLOAD"]) // MEGABYTE


def send(revision: Revision, house: House, *, download: bool = False) -> Response:
    """A stored file as an answer; only kinds that cannot run are shown in the browser.

    Raises Refusal `document.infected` when a virus was found in it after it came, `document.destroyed` when
    its term in the archive was over.
    """
    if revision.destroyed_at is not None:
        raise Refusal("document.destroyed")
    if is_dangerous(revision.sha256):
        raise Refusal("document.infected")
    content = house.outside.files.get(revision.sha256)
    return send_bytes(content, revision.media_type, revision.filename, download=download)


def send_kept(kept: Stored, house: House, *, download: bool = False) -> Response:
    """A copy that was made of a file, as an answer. Raises Refusal `document.infected`."""
    if is_dangerous(kept.sha256):
        raise Refusal("document.infected")
    content = house.outside.files.get(kept.sha256)
    return send_bytes(content, kept.media_type, kept.filename, download=download)


def send_bytes(content: bytes, media_type: str, filename: str, *, download: bool = False) -> Response:
    """Bytes as an answer, sandboxed."""
    inline = media_type in SHOWN_INLINE and not download
    response = Response(content, mimetype=media_type)
    disposition = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = dump_options_header(disposition, {"filename": filename})
    if media_type != "application/pdf":
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
