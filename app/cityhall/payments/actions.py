"""Issuing a note, and moving notes and payments from state to state; each move is in the journal."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from app.cityhall import journal
from app.cityhall.cases.models import Case
from app.cityhall.payments import queries, rules
from app.cityhall.payments.models import Payment, PaymentNote
from app.cityhall.payments.rules import NoteState, PaymentState
from app.cityhall.registry.rules import romanian_day
from app.database import session
from app.refusal import Refusal


@dataclass(frozen=True)
class Asked:
    """What a diagram asks to be paid. `task_id` makes it once; `secret` derives the shared address."""

    task_id: uuid.UUID
    amount: int
    purpose: str
    secret: str


def issue(case: Case, asked: Asked, now: datetime) -> PaymentNote:
    """Write the note, or find the one that this task wrote before. Raises Refusal `payment.no_account`."""
    there = queries.of_task(asked.task_id)
    if there is not None:
        return there
    account = queries.account_rule(case.institution_id, romanian_day(now))
    sequence, note_id = len(queries.of_case(case.id)) + 1, uuid.uuid4()
    entry = case.entry
    note = PaymentNote(
        id=note_id,
        case=case,
        institution=case.institution,
        task_id=asked.task_id,
        sequence=sequence,
        reference=rules.reference(case.institution.code, entry.year, entry.number, sequence),
        purpose=asked.purpose,
        amount=asked.amount,
        iban=account.value["iban"],
        bank=account.value["bank"],
        budget_code=account.value["budget_code"],
        act=account.act,
        link_hash=rules.link_hash(rules.pay_code(asked.secret, note_id)),
        state=NoteState.DUE,
        issued_at=now,
        payments=[],
    )
    session().add(note)
    session().flush()
    journal.note("payment.requested", now, about=("payment_note", note.id), facts=_facts(note))
    return note


def move(note: PaymentNote, state: NoteState, now: datetime, actor_id: uuid.UUID | None = None) -> None:
    """Raises Refusal `payment.wrong_state`."""
    rules.check_move(NoteState(note.state), state)
    note.state, note.settled_at = state, now
    journal.note(
        f"payment.{state}", now, actor_id=actor_id, about=("payment_note", note.id), facts=_facts(note)
    )


def start(note: PaymentNote, now: datetime) -> Payment:
    """Somebody goes to the provider's page. Raises Refusal `payment.not_due`."""
    check_due(note)
    return _add(note, "card", note.amount, now)


def check_due(note: PaymentNote) -> None:
    """Raises Refusal `payment.not_due` when nothing is to be paid on this note."""
    if not note.due or note.case.closed_at is not None:
        raise Refusal("payment.not_due", reference=note.reference)


def take_in(note: PaymentNote, amount: int, transaction: str, checkout: str, now: datetime) -> Payment:
    """The payment that a provider tells of: the one begun with this checkout, else a new one."""
    begun = (p for p in note.payments if p.checkout == checkout and p.transaction is None)
    payment = next(begun, None) or _add(note, "card", amount, now)
    payment.transaction, payment.checkout, payment.amount = transaction, checkout, amount
    return payment


def take_cash(note: PaymentNote, receipt_number: str, cashier_id: uuid.UUID, now: datetime) -> Payment:
    """Money over the counter. Raises Refusal `payment.not_due`, `receipt_needed`, `receipt_used`."""
    check_due(note)
    number = rules.receipt_number(receipt_number)
    if queries.receipt_used(note.institution_id, number):
        raise Refusal("payment.receipt_used", number=number)
    payment = _add(note, "counter", note.amount, now)
    payment.by_id, payment.receipt_number = cashier_id, number
    return payment


def _add(note: PaymentNote, method: str, amount: int, now: datetime) -> Payment:
    payment = Payment(
        note=note,
        institution_id=note.institution_id,
        method=method,
        state=PaymentState.STARTED,
        amount=amount,
        settles=False,
        started_at=now,
    )
    session().add(payment)
    session().flush()
    return payment


def settle(payment: Payment, now: datetime) -> None:
    """Money that pays its note."""
    _move(payment, PaymentState.SUCCEEDED, now)
    payment.settles, payment.settled_at = True, now
    payment.receipt_number = payment.receipt_number or payment.transaction
    move(payment.note, NoteState.PAID, now, payment.by_id)


def fail(payment: Payment, now: datetime) -> None:
    """The bank said no."""
    _move(payment, PaymentState.FAILED, now)
    payment.settled_at = now


def owe_back(payment: Payment, reason: str, now: datetime, actor_id: uuid.UUID | None = None) -> None:
    """Money that must go back; with it the note, when it was what paid it."""
    _move(payment, PaymentState.REFUND_DUE, now, actor_id, reason)
    payment.reason, payment.settled_at = reason, payment.settled_at or now
    if payment.settles:
        move(payment.note, NoteState.REFUND_DUE, now, actor_id)


def give_back(payment: Payment, reference: str, now: datetime, actor_id: uuid.UUID | None = None) -> None:
    """The money went back."""
    _move(payment, PaymentState.REFUNDED, now, actor_id, payment.reason)
    payment.refund_reference, payment.refunded_at, payment.refunded_by_id = reference, now, actor_id
    if payment.settles:
        move(payment.note, NoteState.REFUNDED, now, actor_id)


def _move(
    payment: Payment,
    state: PaymentState,
    now: datetime,
    actor_id: uuid.UUID | None = None,
    reason: str | None = None,
) -> None:
    rules.check_payment_move(PaymentState(payment.state), state)
    payment.state = state
    facts = {**_facts(payment.note), "amount": payment.amount, "method": payment.method, "reason": reason}
    who = actor_id or payment.by_id
    journal.note(f"payment.{state}", now, actor_id=who, about=("payment", payment.id), facts=facts)


def _facts(note: PaymentNote) -> dict[str, object]:
    return {"reference": note.reference, "amount": note.amount}
