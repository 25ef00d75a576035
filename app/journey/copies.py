"""Copies of a file for a purpose, made once: with a watermark, or as PDF/A for the archive."""

from collections.abc import Callable
from datetime import datetime

from app.adapters import picture_pages, watermarks
from app.cityhall.cases.models import Case
from app.cityhall.documents import copies
from app.cityhall.documents.actions import Stored
from app.cityhall.documents.models import Document, Revision
from app.cityhall.registry.models import RegisterEntry
from app.database import session, transaction
from app.journey.house import House
from app.refusal import Refusal

PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png"})


def shown(
    document: Document, revision: Revision, entry: RegisterEntry | None, house: House, now: datetime
) -> Stored:
    """What is shown of a document: of an identity paper a copy with a watermark, of all others the file.

    Raises Refusal `document.destroyed`, and OutsideError `watermark_failed` where none can be made: then
    nothing is shown.
    """
    if revision.destroyed_at is not None:
        raise Refusal("document.destroyed")
    own = Stored(revision.sha256, revision.size, revision.media_type, revision.filename)
    if not document.identity:
        return own
    number = entry.legal_number if entry else ""
    hall = entry.institution.short_name if entry else ""
    words = f"Copie pentru dosarul {number}, {hall}".rstrip(", ")
    return _made(
        own,
        f"watermark:{number}"[:80],
        lambda content: watermarks.laid(content, own.media_type, words),
        house,
        now,
    )


def entry_of(document: Document) -> RegisterEntry | None:
    """The number of the case that a document lies in."""
    case = session().get(Case, document.case_id) if document.case_id else None
    return case.entry if case else None


def for_archive(revision: Revision, title: str, house: House, now: datetime) -> Stored:
    """A picture as a page of PDF/A; what is no picture stays as it came, byte for byte."""
    own = Stored(revision.sha256, revision.size, revision.media_type, revision.filename)
    if revision.media_type not in PICTURES:
        return own
    return _made(
        own,
        "archive",
        lambda content: (picture_pages.page(content, title, revision.added_at), PDF),
        house,
        now,
    )


def _made(
    own: Stored, purpose: str, make: Callable[[bytes], tuple[bytes, str]], house: House, now: datetime
) -> Stored:
    """The copy made earlier, or a new one; its bytes are kept before its row is."""
    with transaction():
        known = copies.find(own.sha256, purpose)
    if known is not None:
        return known
    content, media_type = make(house.outside.files.get(own.sha256))
    stem = own.filename.rpartition(".")[0] or own.filename
    ending = "pdf" if media_type == PDF else "jpg"
    made = Stored(house.outside.files.put(content), len(content), media_type, f"{stem}.{ending}")
    with transaction():
        return copies.keep(own.sha256, purpose, made, now)
