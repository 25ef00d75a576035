"""Is this file one that the hall issued? Asked by anybody, so it says by whom and when, never about whom."""

import hashlib
import uuid
from datetime import datetime
from typing import NamedTuple

from app.cityhall import institutions
from app.cityhall.cases import queries as cases
from app.cityhall.documents import queries as documents
from app.cityhall.documents import sealed


class Issued(NamedTuple):
    """Who issued the file, and when."""

    institution: str
    at: datetime


def by_content(content: bytes) -> Issued | None:
    """The paper that left the hall as exactly these bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    if (paper := sealed.of_file(sha256)) is not None:
        return _said(paper.institution_id, paper.sealed_at)
    made = documents.issued(sha256)
    if made is None or made.document.case_id is None:
        return None
    return _said(cases.get(made.document.case_id).institution_id, made.added_at)


def _said(institution_id: uuid.UUID, at: datetime) -> Issued | None:
    by = institutions.by_id(institution_id)
    return Issued(by.name, at) if by is not None else None
