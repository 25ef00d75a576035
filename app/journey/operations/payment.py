"""Fees: asking for one, knowing whether it was paid, giving it back."""

from functools import partial

from app.cityhall.cases import waiting
from app.cityhall.payments import queries, rules
from app.cityhall.payments.actions import Asked
from app.cityhall.payments.models import PaymentNote
from app.cityhall.payments.rules import NoteState
from app.journey import messages, payments
from app.journey.operations.context import Context, Settle


def request_payment(context: Context) -> Settle:
    """Issue a payment note for so many bani; nothing, or 0, is a fee that nobody owes."""
    return partial(_request, context)


def payment_state(context: Context) -> Settle:
    """Is anything to be paid, was it paid?"""
    return partial(_state, context)


def cancel_payment(context: Context) -> Settle:
    """What was not paid in time need not be paid any more; money that comes later goes back."""
    return partial(_cancel, context)


def refund_payment(context: Context) -> Settle:
    """What was paid goes back, as the hall refused or the service cannot be given."""
    return partial(_refund, context)


def _request(context: Context) -> dict[str, object]:
    amount = rules.amount_of(context.parameters.get("amount"))
    if amount == 0:
        return {"due": False, "reference": "", "amount": 0}
    case = context.case
    purpose = str(context.parameters.get("purpose") or f"Taxă: {case.version.config['title']}")
    asked = Asked(context.task_id, amount, purpose[:300], context.house.secret)
    note = payments.request(case, asked, context.now)
    return {"due": note.due, "reference": note.reference, "amount": note.amount}


def _state(context: Context) -> dict[str, object]:
    notes = queries.of_case(context.case_id)
    due = next((note for note in notes if note.due), None)
    _take_told(context)
    return {
        "due": due is not None,
        "paid": due is None and bool(notes) and notes[-1].state == NoteState.PAID,
        "reference": due.reference if due else "",
        "amount": due.amount if due else 0,
        "result": _result(notes),
    }


def _result(notes: list[PaymentNote]) -> str:
    """How the latest note stands, in the words of `payment_result`."""
    words = {NoteState.DUE: "due", NoteState.PAID: "paid", NoteState.EXPIRED: "expired"}
    return words.get(NoteState(notes[-1].state), "none") if notes else "none"


def _take_told(context: Context) -> None:
    """What this answer says already need not be told to the case again."""
    for message in waiting.early(context.case_id, {"payment_settled"}, context.now):
        messages.taken(message, context.now)


def _cancel(context: Context) -> dict[str, object]:
    expired = str(context.parameters.get("reason") or "") == "expired"
    state = NoteState.EXPIRED if expired else NoteState.CANCELLED
    return {"cancelled": payments.cancel_due(context.case, state, context.house, context.now)}


def _refund(context: Context) -> dict[str, object]:
    reason = str(context.parameters.get("reason") or "refused")[:80]
    return {"refunded": payments.refund(context.case, reason, context.house, context.now)}
