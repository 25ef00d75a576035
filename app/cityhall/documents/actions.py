"""Adding documents and revisions of bytes that lie already in the file store."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from app.cityhall.documents import reports, scans
from app.cityhall.documents.models import Document, Revision, UnreadFile
from app.database import session
from app.outside import Scan
from app.refusal import Refusal

FROM_OUTSIDE = "paper"


@dataclass(frozen=True)
class Stored:
    """Bytes kept in the file store, examined: their hash, size, true type and a safe name.

    `scan`: what a look for viruses said, where one was taken on the way in.
    """

    sha256: str
    size: int
    media_type: str
    filename: str
    scan: Scan | None = None


def add(
    kind: str,
    title: str,
    stored: Stored,
    now: datetime,
    *,
    case_id: uuid.UUID | None = None,
    draft_id: uuid.UUID | None = None,
    paper_code: str | None = None,
    letter: str | None = None,
    by: uuid.UUID | None = None,
    public: bool = True,
) -> Document:
    """A new document with its first revision."""
    document = Document(
        kind=kind,
        title=title[:200],
        case_id=case_id,
        draft_id=draft_id,
        paper_code=paper_code,
        letter=letter,
        public=public,
        created_at=now,
    )
    session().add(document)
    revise(document, stored, now, by)
    return document


def revise(document: Document, stored: Stored, now: datetime, by: uuid.UUID | None) -> None:
    """Add the next revision."""
    document.revisions.append(
        Revision(
            number=len(document.revisions) + 1,
            sha256=stored.sha256,
            size=stored.size,
            media_type=stored.media_type,
            filename=stored.filename,
            added_at=now,
            added_by_id=by,
        )
    )
    session().flush()
    session().add(UnreadFile(revision_id=document.latest.id, since=now))
    if stored.scan is not None:
        scans.note(stored.sha256, stored.scan, now)
    if document.kind == FROM_OUTSIDE:
        reports.ask(stored.sha256, stored.media_type, now)


def move_to_case(draft_id: uuid.UUID, case_id: uuid.UUID) -> None:
    """A sent draft's papers become the case's."""
    session().execute(update(Document).where(Document.draft_id == draft_id).values(case_id=case_id))


def remove_from_draft(document_id: uuid.UUID, draft_id: uuid.UUID) -> None:
    """Take a paper out of an unsent draft. Raises Refusal `document.unknown`."""
    found = session().get(Document, document_id)
    if found is None or found.draft_id != draft_id or found.case_id is not None:
        raise Refusal("document.unknown")
    for revision in found.revisions:
        session().delete(revision)
    session().delete(found)
