"""What must be true of every case, however it went."""

import re
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from pypdf import PdfReader

from app.adapters.letters import LATE_FIELDS
from app.cityhall import archive, incidents, notices
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.registry import queries as register
from app.cityhall.registry import verify
from app.cityhall.terms import days_off
from app.cityhall.terms.calendar import is_working
from app.queue import jobs
from app.web.case_view import OUTCOME
from tests.hall import Hall

LATE = re.compile(r"\{\{ ?(" + "|".join(LATE_FIELDS) + r"|signer_\w+) ?\}\}")
# The secrets among $names are filled in when the message leaves.
LEFT_OVER = re.compile(r"\{\{|\}\}|\$(?!(?:pin|pickup|code|pay)\b)[a-z_]+")


def complaints(hall: Hall, case: Case, *, ended: bool) -> Iterator[str]:
    """One sentence for each thing that is not in order."""
    yield from (f"dead job {job.kind}: {job.error}" for job in jobs.dead())
    yield from (f"incident {one.kind}: {one.facts}" for one in incidents.of_case(case.id))
    yield from _register(case)
    yield from _letters(hall, case)
    yield from _notices(case)
    yield from _term(case)
    if case.outcome is not None and case.outcome not in OUTCOME:
        yield f"the outcome {case.outcome} has no words"
    if ended:
        yield from _closed(case)


def _closed(case: Case) -> Iterator[str]:
    if case.status != "closed" or case.closed_at is None:
        yield f"the case should be closed but is {case.status}"
    if case.outcome is None:
        yield "the case is closed without an outcome"
    if archive.of_case(case.id) is None:
        yield "the case is closed but not in the archive"


def _register(case: Case) -> Iterator[str]:
    for year in {entry.year for entry in register.of_case(case.id)}:
        if broken := verify.broken(case.institution_id, year):
            yield f"the register of {year} is broken: {broken}"
    first, *later = register.of_case(case.id)
    if (first.id, first.direction) != (case.entry_id, "in"):
        yield "the first entry is not the request's"
    yield from (f"{e.legal_number} is connected to nothing" for e in later if e.connected_to_id is None)


def _letters(hall: Hall, case: Case) -> Iterator[str]:
    entries = register.of_case(case.id)
    for document in documents.of_case(case.id):
        content = hall.house.outside.files.get(document.latest.sha256)
        if document.kind == "draft_letter":
            text = "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)
            text = LATE.sub("", text)
            yield from (f"the draft says {left}" for left in LEFT_OVER.findall(text))
        elif document.kind in {"act", "letter"} and content.startswith(b"%PDF"):
            text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
            yield from (f"{document.title} says {left}" for left in LEFT_OVER.findall(text))
            days = [f"{entry.registered_on:%d.%m.%Y}" for entry in entries if str(entry.number) in text]
            if not any(day in text for day in days):
                yield f"{document.title} bears no number of the case"


def _notices(case: Case) -> Iterator[str]:
    for notice in notices.of_case(case.id):
        for left in LEFT_OVER.findall(f"{notice.subject} {notice.text}"):
            yield f"the notice {notice.template} says {left}"


def _term(case: Case) -> Iterator[str]:
    if case.term is None:
        return
    if case.term.conservative < case.term.start:
        yield "the term ends before it begins"
    if case.term.unit == "working" and not is_working(
        case.term.conservative, days_off.calendar_of(case.institution_id)
    ):
        yield f"the term ends on a day off: {case.term.conservative}"
