"""The note and the confirmation of its payment, to print; both for whoever has the note's address."""

from werkzeug.wrappers import Response

from app.journey import pay_papers
from app.refusal import Refusal
from app.web import gate, pay_view, uploads
from app.web.payments import pages
from app.web.payments.door import payments

PDF = "application/pdf"


@payments.get("/<code>/nota.pdf")
def note_pdf(code: str) -> Response:
    """The note, drawn at once."""
    found = pages.find(code)
    return uploads.send_bytes(pay_papers.note(found, gate.house()), PDF, f"nota-{found.reference}.pdf")


@payments.get("/<code>/confirmare.pdf")
def confirmation_pdf(code: str) -> Response:
    """That it was paid. Raises Refusal `payment.unknown` when it was not."""
    shown = pay_view.of(pages.find(code))
    if shown.receipt is None:
        raise Refusal("payment.unknown")
    content = pay_papers.confirmation(shown.receipt, gate.house())
    return uploads.send_bytes(content, PDF, f"plata-{shown.note.reference}.pdf")
