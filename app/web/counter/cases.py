"""A case at the counter: what to tell the person, the receipt to print, what can be done now."""

from uuid import UUID

from flask import render_template
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.cases import queries
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.database import transaction
from app.journey import progress, receipts, secrets
from app.web import case_view, gate, pay_view, qr, uploads, wishes
from app.web.counter.door import counter
from app.web.form_pages.wording import language

PDF = "application/pdf"


@counter.get("/dosare/<uuid:case_id>")
def case(case_id: UUID) -> str:
    """Where the case is, in words for the person who asks."""
    found = _opened(case_id)
    return render_template(
        "counter/case.html",
        case=found,
        view=case_view.of(found, for_applicant=False),
        fees=pay_view.of_case(found),
        tasks=queries.open_tasks(case_id),
        documents=documents.of_case(case_id, public_only=True),
        code=_claim_code(found),
        wishes=wishes.offers(found),
        case_titles={task.id: progress.title_of(task, language()) for task in queries.open_tasks(case_id)},
    )


@counter.get("/dosare/<uuid:case_id>/confirmare")
def confirmation(case_id: UUID) -> str:
    """Right after filing: number, exact time, latest date, the receipt and its code."""
    found = queries.staff_case(case_id, gate.actor())
    return render_template(
        "counter/confirmation.html",
        case=found,
        explanation=case_view.explained(found),
        code=_claim_code(found),
        picture=qr.svg(receipts.verify_address(found.entry, gate.house())),
    )


@counter.get("/dosare/<uuid:case_id>/dovada.pdf")
def receipt(case_id: UUID) -> Response:
    """The proof of filing, drawn at once so that the person leaves with it."""
    found = queries.staff_case(case_id, gate.actor())
    content = receipts.at_once(found, gate.house(), gate.now())
    return uploads.send_bytes(content, PDF, f"dovada-{found.entry.number}.pdf")


@counter.get("/dosare/<uuid:case_id>/documente/<uuid:document_id>")
def document(case_id: UUID, document_id: UUID) -> Response:
    """A document that the applicant may have, to be printed for them."""
    found = _opened(case_id)
    return uploads.send(documents.of_public(document_id, found.id).latest, gate.house())


def _opened(case_id: UUID) -> Case:
    """Whoever reads others' data leaves a trace."""
    with transaction():
        found = queries.staff_case(case_id, gate.actor())
        journal.note("case.viewed", gate.now(), actor_id=gate.actor().person_id, about=("case", case_id))
        return found


def _claim_code(case: Case) -> str:
    return "" if case.applicant.account else secrets.claim_code(gate.house(), case.id)
