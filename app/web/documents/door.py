"""The blueprint of documents: each is looked up through the right to its case; only staff pass."""

from uuid import UUID

from flask import Blueprint

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries
from app.cityhall.documents.models import Document, Revision
from app.refusal import Refusal
from app.web import gate

documents = Blueprint("documents", __name__, url_prefix="/acte")
gate.lock(documents, gate.staff)


def mine(document_id: UUID) -> tuple[Document, Case]:
    """A document of a case that the actor's posts let it see. Raises Refusal `document.unknown`."""
    found = queries.get(document_id)
    if found.case_id is None:
        raise Refusal("document.unknown")
    try:
        return found, cases.staff_case(found.case_id, gate.actor())
    except Refusal as refusal:
        if refusal.key == "case.unknown":
            raise Refusal("document.unknown") from refusal
        raise


def revision_of(document: Document, number: int) -> Revision:
    """One of its revisions. Raises Refusal `document.unknown`."""
    found = next((one for one in document.revisions if one.number == number), None)
    if found is None:
        raise Refusal("document.unknown")
    return found
