"""The cashier: what waits to be paid, money taken over the counter, money paid out again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.payments import queries, rules
from app.cityhall.payments.models import PaymentNote
from app.database import transaction
from app.journey import payments as paying
from app.outside import OutsideError, Transaction
from app.refusal import Refusal
from app.web import gate, pay_view, wording
from app.web.payments.door import cashier

Answer = Response | tuple[str, int]


@cashier.get("")
def home() -> str:
    """Notes to be paid, and money to give back; found by reference or case number."""
    asked = request.args.get("q", "")[:100].strip()
    me = gate.actor()
    return render_template(
        "payments/cashier.html",
        asked=asked,
        found=[pay_view.of(one) for one in queries.found(me, asked)] if asked else [],
        due=[] if asked else [pay_view.of(one) for one in queries.due(me)],
        owed=queries.to_give_back(me),
        lei=rules.lei,
    )


@cashier.get("/note/<uuid:note_id>")
def note(note_id: UUID) -> str:
    """One note, with the form for the money; opening it is noted, as it names a person."""
    return _page(note_id)


def _page(note_id: UUID, error: str = "", typed: str = "") -> str:
    with transaction():
        found = queries.at_cashier(note_id, gate.actor())
        who = gate.actor().person_id
        journal.note("payment.viewed", gate.now(), actor_id=who, about=("payment_note", note_id))
    asked = "procesator" in request.args
    return render_template(
        "payments/note.html",
        shown=pay_view.of(found),
        error=error,
        errors=[("receipt_number", error)] if error else [],
        typed=typed,
        provider=_provider(found) if asked else None,
        provider_words=pay_view.PAYMENT_WORDS,
        lei=rules.lei,
    )


def _provider(found: PaymentNote) -> list[tuple[Transaction, bool]] | str:
    """What the provider knows of a note, and whether our books say the same."""
    try:
        known = gate.house().outside.payments.find(found.reference)
    except OutsideError:
        return ""
    ours = {one.transaction: one for one in found.payments}
    return [(one, one.id in ours and ours[one.id].state == one.state) for one in known]


@cashier.post("/note/<uuid:note_id>/incasare")
def take(note_id: UUID) -> Answer:
    """The money is in the drawer and the receipt is written."""
    typed = request.form.get("receipt_number", "")
    try:
        with transaction():
            paid = paying.at_counter(note_id, typed, gate.actor(), gate.house(), gate.now())
    except Refusal as refusal:
        if refusal.key == "payment.unknown":
            raise
        return _page(note_id, wording.sentence(refusal.key, refusal.facts), typed), wording.status(
            refusal.key
        )
    said = _(
        "Plata de %(amount)s este înregistrată, chitanța %(number)s.",
        amount=rules.lei(paid.amount),
        number=paid.receipt_number,
    )
    flash(said, "ok")
    return redirect(url_for("cashier.note", note_id=note_id), 303)


@cashier.post("/plati/<uuid:payment_id>/restituire")
def pay_out(payment_id: UUID) -> Response:
    """Money that must go back was given back, against a document."""
    with transaction():
        paying.paid_out(payment_id, request.form.get("document", ""), gate.actor(), gate.house(), gate.now())
    flash(_("Restituirea este înregistrată. Solicitantul este anunțat."), "ok")
    return redirect(url_for("cashier.home"), 303)
