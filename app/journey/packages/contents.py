"""All that a file holds: its facts as rows, its documents byte for byte, its procedure."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.cityhall.cases.models import Case, CaseEvent, CaseTask, Note
from app.cityhall.complaints.models import Report
from app.cityhall.documents import queries as documents
from app.cityhall.documents.models import Document, Revision
from app.cityhall.documents.sources import PaperSource
from app.cityhall.people.models import Person
from app.cityhall.registry import queries as register
from app.cityhall.registry import special
from app.cityhall.signatures import Signature
from app.cityhall.terms.models import Alarm, Extension, Pause, Term
from app.database import session
from app.journey.house import House
from app.journey.packages.rows import Plain, plain

# In the order in which they can be put down again: whatever is named comes before what names it.
PARTS: Mapping[str, Any] = {
    "term": Term,
    "pauses": Pause,
    "extension": Extension,
    "alarms": Alarm,
    "tasks": CaseTask,
    "events": CaseEvent,
    "notes": Note,
    "sources": PaperSource,
    "signatures": Signature,
    "documents": Document,
    "revisions": Revision,
    "reports": Report,
}


# Columns that name a person.
PERSON_KEYS = frozenset(
    {
        "actor_id",
        "on_behalf_of_id",
        "author_id",
        "person_id",
        "given_by_id",
        "added_by_id",
        "done_by_id",
        "by_id",
    }
)


@dataclass(frozen=True)
class Contents:
    """A file's facts as JSON rows by part, and the bytes of its documents by their place in the package."""

    facts: dict[str, Any]
    files: dict[str, bytes]

    def json(self) -> bytes:
        return json.dumps(self.facts, ensure_ascii=False, indent=1, sort_keys=True).encode()


def of(case: Case, house: House) -> Contents:
    """Everything that lies in the file. Raises OutsideError when a document's bytes cannot be read whole."""
    papers = documents.of_case(case.id)
    revisions = [revision for paper in papers for revision in paper.revisions]
    parts = {name: [plain(row) for row in _rows(model, case)] for name, model in PARTS.items()}
    parts["revisions"] = [{**plain(one), "place": place(one)} for one in revisions]
    facts: dict[str, Any] = {
        "case": {**plain(case), "department_code": case.department.code if case.department else None},
        "institution": {
            "code": case.institution.code,
            "name": case.institution.name,
            "cif": case.institution.cif,
        },
        "procedure": {
            "code": case.version.code,
            "version": case.version.number,
            "digest": case.version.digest,
            "title": case.version.config["title"],
        },
        "register": [_entry(one) for one in register.of_case(case.id)],
        "people": _people(case, parts),
        **parts,
    }
    return Contents(facts, {place(one): house.outside.files.get(one.sha256) for one in revisions})


def place(revision: Revision) -> str:
    """Where a revision's bytes lie in the package."""
    name = revision.filename.replace("/", "_").lstrip(".") or "document"
    return f"documente/{revision.document_id.hex[:12]}-{revision.number}/{name}"


def _rows(model: Any, case: Case) -> list[Any]:
    if model is Revision:
        return []
    return list(session().scalars(select(model).where(model.case_id == case.id)))


def _entry(entry: Any) -> Plain:
    """An entry of the register with what became of it; it stays in the register that gave the number."""
    return {
        **plain(entry),
        "legal_number": entry.legal_number,
        "marks": [plain(mark) for mark in register.marks(entry.id)],
        "special": [special.printed(one) for one in special.of_entry(entry.id)],
    }


def _people(case: Case, parts: Mapping[str, list[Plain]]) -> list[Plain]:
    """The applicant as known here; of colleagues only their names."""
    own = {str(one) for one in (case.applicant_id, case.filed_by_id) if one}
    named = {
        value
        for rows in parts.values()
        for row in rows
        for key, value in row.items()
        if key.endswith("_id") and isinstance(value, str) and key in PERSON_KEYS
    }
    query = select(Person).where(Person.id.in_([uuid.UUID(one) for one in own | named]))
    return [
        plain(one) if str(one.id) in own else {"id": str(one.id), "full_name": one.full_name}
        for one in session().scalars(query.order_by(Person.full_name))
    ]
