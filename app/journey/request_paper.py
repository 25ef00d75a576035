"""The request as it was sent („Cererea completată”): all pages and answers, as a PDF."""

from typing import Any

from app.cityhall import institutions
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.documents import sources
from app.cityhall.forms import rules as form_rules
from app.cityhall.procedures import queries as procedures
from app.journey.house import House
from app.journey.receipts import filed

TITLE = "Cererea completată"
NOT_ANSWERED = "–"


def pdf(case: Case, house: House) -> bytes:
    """Drawn from what is stored; the same at every call."""
    return house.outside.pdf.request(fields(case, house))


def fields(case: Case, house: House) -> dict[str, Any]:
    """What the paper says; times in Bucharest, to the second."""
    return {
        **filed(case, house),
        "pages": _pages(case),
        "papers": _papers(case),
    }


def _pages(case: Case) -> list[dict[str, Any]]:
    form = procedures.form(case.version_id, case.version.config["form"])
    options = {"departments": [(one.code, one.name) for one in institutions.departments(case.institution_id)]}
    return [
        {"title": page.title, "rows": [(row.label, row.value or NOT_ANSWERED) for row in page.rows]}
        for page in form_rules.summary(form, case.answers, "ro", options)
        if page.rows
    ]


def _papers(case: Case) -> list[dict[str, str]]:
    """Files sent with the request by their hash, and papers that the issuer gives instead."""
    sent = [
        {"name": f"{one.title} ({first.filename})", "sha256": first.sha256}
        for one in documents.of_case(case.id)
        if one.kind == "paper" and one.created_at <= case.opened_at
        for first in one.revisions[:1]
    ]
    return [*sent, *({"name": one.words, "sha256": ""} for one in sources.of_case(case.id))]
