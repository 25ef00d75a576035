"""Finding documents; who may open one is decided through its case or draft."""

import uuid

from sqlalchemy import select

from app.cityhall.documents.models import Document, Revision
from app.database import session
from app.refusal import Refusal

# What leaves the hall as its own word.
ISSUED = ("receipt", "request", "letter", "act")


def of_draft(draft_id: uuid.UUID) -> list[Document]:
    """Papers added to a draft."""
    query = select(Document).where(Document.draft_id == draft_id).order_by(Document.created_at)
    return list(session().scalars(query))


def of_case(case_id: uuid.UUID, *, public_only: bool = False) -> list[Document]:
    """All documents of a case, in the order they came."""
    query = select(Document).where(Document.case_id == case_id)
    if public_only:
        query = query.where(Document.public)
    return list(session().scalars(query.order_by(Document.created_at)))


def of_kind(case_id: uuid.UUID, kind: str) -> Document | None:
    """The latest document of that kind in a case."""
    query = select(Document).where(Document.case_id == case_id, Document.kind == kind)
    return session().scalars(query.order_by(Document.created_at.desc())).first()


def of_letter(case_id: uuid.UUID, letter: str, *kinds: str) -> Document | None:
    """The latest document of one of those kinds that is this letter of the case."""
    query = select(Document).where(
        Document.case_id == case_id, Document.letter == letter, Document.kind.in_(kinds)
    )
    return session().scalars(query.order_by(Document.created_at.desc())).first()


def issued(sha256: str) -> Revision | None:
    """The revision with these bytes that the hall itself issued, if it did."""
    query = select(Revision).join(Document).where(Revision.sha256 == sha256, Document.kind.in_(ISSUED))
    return session().scalars(query.order_by(Revision.added_at)).first()


def get(document_id: uuid.UUID) -> Document:
    """A document; the caller checks the right to its case. Raises Refusal `document.unknown`."""
    found = session().get(Document, document_id)
    if found is None:
        raise Refusal("document.unknown")
    return found


def of_public(document_id: uuid.UUID, case_id: uuid.UUID) -> Document:
    """A document of that case which its applicant may see. Raises Refusal `document.unknown`."""
    found = get(document_id)
    if found.case_id != case_id or not found.public:
        raise Refusal("document.unknown")
    return found
