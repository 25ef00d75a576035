"""The public page of a payment note: no account, no word about a person, no change by looking."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.payments import queries
from app.cityhall.payments.models import PaymentNote
from app.journey import payments as paying
from app.outside import OutsideError
from app.refusal import Refusal
from app.web import gate, pay_view, qr, security
from app.web.payments.door import payments

WRONG_CODES, TRIES = 20, 30
WITHIN = timedelta(hours=1)


@payments.get("/<code>")
def note(code: str) -> Response:
    """What is to be paid, to whom, how; or kind words when nothing is."""
    found = find(code)
    shown = pay_view.of(found)
    return _page("payments/pay.html", shown=shown, picture=qr.svg(shown.address), failed="")


@payments.post("/<code>/card")
def pay(code: str) -> Response:
    """Over to the provider's page."""
    found = find(code)
    gate.limit("pay", str(found.id), TRIES, WITHIN)
    if not found.due:
        return redirect(url_for("payments.note", code=code), 303)
    try:
        there = paying.begin_card(code, gate.house(), gate.now())
    except OutsideError:
        failed = _("Plata cu cardul nu merge acum. Nu s-a încasat nimic. Încercați din nou peste puțin.")
        page = _page("payments/pay.html", shown=pay_view.of(find(code)), picture="", failed=failed)
        page.status_code = 503
        return page
    return redirect(there, 303)


@payments.get("/<code>/inapoi")
def back(code: str) -> Response:
    """Back from the provider. Whether it was paid, only its call-back says: until then we wait for it."""
    shown = pay_view.of(find(code))
    last = shown.note.payments[-1].state if shown.note.payments else ""
    return _page("payments/back.html", shown=shown, last=last)


def find(code: str) -> PaymentNote:
    """The note of this address; who guesses addresses is stopped."""
    who = request.remote_addr or ""
    gate.guard("pay_code", who, WRONG_CODES, WITHIN)
    try:
        return queries.by_code(code)
    except Refusal:
        gate.count("pay_code", who)
        raise


def _page(template: str, **shown: object) -> Response:
    response = make_response(render_template(template, **shown))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Content-Security-Policy"] = _policy()
    return response


def _policy() -> str:
    """Our form may lead on to the provider; nothing else of the policy changes."""
    provider = urlsplit(current_app.extensions["settings"].payment_url)
    return security.POLICY.replace(
        "form-action 'self'", f"form-action 'self' {provider.scheme}://{provider.netloc}"
    )
