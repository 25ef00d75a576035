"""Paying: by card at a provider, over the counter, and money that goes back.

How a card payment ended is told by the provider's signed call-back and by nothing else. Money that comes
twice, too late or as another amount is kept in the books and sent back by a job, once.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import Case
from app.cityhall.payments import actions, queries, rules
from app.cityhall.payments.models import Payment, PaymentNote
from app.cityhall.payments.rules import NoteState, PaymentState, Verdict
from app.cityhall.people.rights import Actor
from app.database import transaction
from app.journey import messages, notify, pay_words
from app.journey.house import House
from app.logs import log
from app.queue import jobs


@dataclass(frozen=True)
class Told:
    """What a provider's call-back says of one transaction; the amount in bani."""

    event_id: str
    reference: str
    checkout: str
    transaction: str
    state: str
    amount: int
    currency: str


def begin_card(code: str, house: House, now: datetime) -> str:
    """Open the provider's page for a note; its address. No transaction is open when it is called.

    Raises Refusal `payment.unknown`, `payment.not_due`; OutsideError.
    """
    with transaction():
        note = queries.locked(queries.by_code(code).id)
        payment = actions.start(note, now)
    checkout = house.outside.payments.create(
        key=f"checkout:{payment.id}",
        reference=note.reference,
        amount=note.amount,
        description=note.purpose,
        return_url=f"{pay_words.address(note, house)}/inapoi",
    )
    with transaction():
        queries.payment(payment.id).checkout = checkout.id
    return checkout.url


def hear(told: Told, house: House, now: datetime) -> None:
    """Apply a call-back once, in any order and any number of times; inside a transaction."""
    if told.state not in {"succeeded", "failed"} or not jobs.first_time("payments", told.event_id, now):
        return
    note = queries.locked_by_reference(told.reference)
    known = queries.by_transaction(told.transaction)
    if note is None or (known is not None and known.note_id != note.id):
        log.warning("payment.of_nobody", reference=told.reference, transaction=told.transaction)
        return
    if known is not None and known.holds_money:
        return
    payment = known or actions.take_in(note, told.amount, told.transaction, told.checkout, now)
    if told.state == "succeeded":
        payment.amount = told.amount
        _money_came(payment, told.amount if told.currency == rules.CURRENCY else -1, house, now)
    elif payment.state == PaymentState.STARTED:
        actions.fail(payment, now)
        _record(payment, "payment_failed", now)


def _money_came(payment: Payment, amount: int, house: House, now: datetime) -> None:
    note = payment.note
    closed = note.case.closed_at is not None
    verdict = rules.verdict(NoteState(note.state), note.amount, amount, case_closed=closed)
    if verdict == Verdict.SETTLES:
        _settle(payment, house, now)
    else:
        _send_back(payment, verdict, now)


def _settle(payment: Payment, house: House, now: datetime) -> None:
    note = payment.note
    actions.settle(payment, now)
    _record(payment, "payment_received", now)
    payload = {"reference": note.reference, "amount": note.amount, "receipt": payment.receipt_number}
    messages.post(
        "payment_settled",
        f"payment:{note.id}:settled",
        now,
        case_id=note.case_id,
        correlation=note.reference,
        payload=payload,
    )
    _write(payment, "payment_received", house, now)


def _send_back(payment: Payment, reason: str, now: datetime, actor_id: uuid.UUID | None = None) -> None:
    actions.owe_back(payment, reason, now, actor_id)
    _record(payment, "payment_refund_due", now)
    if payment.method == "card":
        jobs.enqueue(f"refund:{payment.id}", "refund_payment", {"payment": str(payment.id)}, now)


def at_counter(note_id: uuid.UUID, receipt_number: str, actor: Actor, house: House, now: datetime) -> Payment:
    """A cashier took the money and wrote a receipt; inside a transaction.

    Raises Refusal `payment.unknown`, `payment.not_due`, `payment.receipt_needed`, `payment.receipt_used`.
    """
    note = queries.locked(queries.at_cashier(note_id, actor).id)
    payment = actions.take_cash(note, receipt_number, actor.person_id, now)
    _settle(payment, house, now)
    return payment


def paid_out(payment_id: uuid.UUID, document: str, actor: Actor, house: House, now: datetime) -> None:
    """A cashier gave money back over the counter, against a document; inside a transaction.

    Raises Refusal `payment.unknown`, `payment.wrong_state`, `payment.receipt_needed`.
    """
    payment = queries.payment(payment_id)
    queries.locked(queries.at_cashier(payment.note_id, actor).id)
    _went_back(payment, rules.receipt_number(document), house, now, actor.person_id)


def gone_back(payment_id: uuid.UUID, reference: str, house: House, now: datetime) -> None:
    """The provider gave a card its money back; told again, nothing happens. Inside a transaction."""
    payment = queries.payment(payment_id)
    queries.locked(payment.note_id)
    if payment.state == PaymentState.REFUND_DUE:
        _went_back(payment, reference, house, now)


def _went_back(
    payment: Payment, reference: str, house: House, now: datetime, actor_id: uuid.UUID | None = None
) -> None:
    actions.give_back(payment, reference, now, actor_id)
    _record(payment, "payment_refunded", now)
    _write(payment, "payment_refunded", house, now)


def request(case: Case, asked: actions.Asked, now: datetime) -> PaymentNote:
    """Issue a note, once for each task that asks; inside a transaction."""
    if there := queries.of_task(asked.task_id):
        return there
    note = actions.issue(case, asked, now)
    cases.record(case, "payment_requested", now, facts=_facts(note, note.amount))
    return note


def cancel_due(case: Case, state: NoteState, house: House, now: datetime) -> bool:
    """What is still to be paid need not be paid any more; inside a transaction. Was there anything?"""
    stopped = False
    for waiting in [note for note in queries.of_case(case.id) if note.due]:
        note = queries.locked(waiting.id)
        if not note.due:
            continue
        actions.move(note, state, now)
        cases.record(case, f"payment_{state}", now, facts=_facts(note, note.amount))
        if state == NoteState.EXPIRED:
            notify.about_case(case, "payment_expired", f"payment:{note.id}:expired", house, now)
        stopped = True
    return stopped


def refund(case: Case, reason: str, house: House, now: datetime) -> bool:
    """All that was paid for a case goes back, and nothing is due any more. Did anything go back?"""
    cancel_due(case, NoteState.CANCELLED, house, now)
    paid = [note for note in queries.of_case(case.id) if note.state == NoteState.PAID]
    for note in paid:
        payment = queries.locked(note.id).settled_by
        if payment is not None and payment.state == PaymentState.SUCCEEDED:
            _send_back(payment, reason, now)
    return bool(paid)


def _record(payment: Payment, kind: str, now: datetime) -> None:
    note = payment.note
    facts = {
        **_facts(note, payment.amount),
        "method": payment.method,
        "receipt": payment.receipt_number,
        "reason": payment.reason,
    }
    cases.record(note.case, kind, now, actor_id=payment.by_id, facts=facts)


def _write(payment: Payment, template: str, house: House, now: datetime) -> None:
    said = {"amount": rules.lei(payment.amount), "reference": payment.note.reference}
    said["receipt"] = payment.receipt_number or payment.transaction or ""
    notify.about_case(payment.note.case, template, f"payment:{payment.id}:{template}", house, now, said=said)


def _facts(note: PaymentNote, amount: int) -> dict[str, Any]:
    return {"reference": note.reference, "amount": amount}
