"""Files that came are read by a worker: their text for the search, their facts for whoever examines them."""

from datetime import datetime
from uuid import UUID

from app.adapters import texts as reader
from app.cityhall.documents import texts
from app.cityhall.documents.models import Revision
from app.cityhall.documents.texts import Read
from app.database import session, transaction
from app.journey.house import House
from app.outside import OutsideError

AT_ONCE = 5
SCANNED = frozenset({"application/pdf", "image/jpeg", "image/png"})


def read_new(house: House, now: datetime, most: int = AT_ONCE) -> int:
    """Read the files that have waited longest; how many were read. Each in a transaction of its own."""
    with transaction():
        waiting = texts.unread(most)
    return sum(_read(revision_id, house, now) for revision_id in waiting)


def _read(revision_id: UUID, house: House, now: datetime) -> bool:
    with transaction():
        revision = texts.begin(revision_id)
        if revision is None:
            return False
        known, given_up = texts.of(revision.sha256), texts.tries(revision_id) > texts.MOST_TRIES
        sha256, media_type = revision.sha256, revision.media_type
    # Outside the transaction: text recognition may take a minute.
    found = None if known else _nothing("unreadable") if given_up else _of(sha256, media_type, house)
    with transaction():
        fresh = session().get(Revision, revision_id)
        if fresh is not None:
            texts.keep(fresh, found, now)
            _protect(fresh)
    return True


def _of(sha256: str, media_type: str, house: House) -> Read:
    try:
        content = house.outside.files.get(sha256)
    except OutsideError as error:
        return _nothing(error.code)
    found = reader.read(content, media_type)
    text = str(found["text"])
    if text.strip():
        return Read("text", text, found["facts"])
    seen = house.outside.ocr.read(content, media_type) if media_type in SCANNED else ""
    return Read("ocr" if seen.strip() else "none", seen, found["facts"])


def _nothing(why: str) -> Read:
    return Read("none", "", {why: True})


def _protect(revision: Revision) -> None:
    """What reads like an identity paper is one, until somebody says that it is none."""
    known = texts.of(revision.sha256)
    paper = revision.document
    if known is not None and paper.kind == "paper" and paper.identity is None:
        paper.identity = texts.is_identity_paper(known.text)
