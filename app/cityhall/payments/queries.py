"""Finding notes and payments: by the pages' codes, by the provider's names, through a cashier's rights."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from app.cityhall import institutions
from app.cityhall.cases.models import Case
from app.cityhall.institutions import LocalRule
from app.cityhall.payments.models import Payment, PaymentNote
from app.cityhall.payments.rules import NoteState, PaymentState, link_hash
from app.cityhall.people.rights import Actor
from app.database import session
from app.refusal import Refusal

ACCOUNT = "payment_account"
LONGEST_NUMBER = 9


def account_rule(institution_id: uuid.UUID, day: date) -> LocalRule:
    """Where an institution's fees are paid on that day. Raises Refusal `payment.no_account`."""
    found = institutions.rule(institution_id, ACCOUNT, day)
    if found is None:
        raise Refusal("payment.no_account")
    return found


def of_case(case_id: uuid.UUID) -> list[PaymentNote]:
    """A case's notes, in the order they were issued."""
    query = select(PaymentNote).where(PaymentNote.case_id == case_id).order_by(PaymentNote.sequence)
    return list(session().scalars(query))


def due_of_case(case_id: uuid.UUID) -> PaymentNote | None:
    """The first note of a case that waits to be paid."""
    return next((note for note in of_case(case_id) if note.due), None)


def receipts(case_id: uuid.UUID) -> list[Payment]:
    """The payments that paid a case's notes and were not given back, in order: amount, receipt, day."""
    settled = [note.settled_by for note in of_case(case_id)]
    return [one for one in settled if one is not None and one.state == PaymentState.SUCCEEDED]


def of_task(task_id: uuid.UUID) -> PaymentNote | None:
    """The note that this service task asked for."""
    return session().scalar(select(PaymentNote).where(PaymentNote.task_id == task_id))


def by_code(code: str) -> PaymentNote:
    """The note of a shared address. Raises Refusal `payment.unknown`."""
    found = session().scalar(select(PaymentNote).where(PaymentNote.link_hash == link_hash(code)))
    if found is None:
        raise Refusal("payment.unknown")
    return found


def locked(note_id: uuid.UUID) -> PaymentNote:
    """A note, fresh and locked until the transaction ends. Raises Refusal `payment.unknown`."""
    query = select(PaymentNote).where(PaymentNote.id == note_id).with_for_update(of=PaymentNote)
    found = session().scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Refusal("payment.unknown")
    return found


def locked_by_reference(reference: str) -> PaymentNote | None:
    """The note that a provider speaks of, locked."""
    found = session().scalar(select(PaymentNote.id).where(PaymentNote.reference == reference))
    return locked(found) if found else None


def payment(payment_id: uuid.UUID) -> Payment:
    """Raises Refusal `payment.unknown`."""
    found = session().get(Payment, payment_id)
    if found is None:
        raise Refusal("payment.unknown")
    return found


def by_transaction(transaction: str) -> Payment | None:
    """The payment that the provider knows by that name."""
    return session().scalar(select(Payment).where(Payment.transaction == transaction))


def receipt_used(institution_id: uuid.UUID, number: str) -> bool:
    """Was that paper receipt written for another payment?"""
    query = select(Payment.id).where(
        Payment.institution_id == institution_id,
        Payment.method == "counter",
        Payment.receipt_number == number,
    )
    return session().scalar(query) is not None


def cashier_halls(actor: Actor) -> set[uuid.UUID]:
    """Institutions whose money the actor takes."""
    return {post.institution_id for post in actor.posts if post.role == "cashier"}


def at_cashier(note_id: uuid.UUID, actor: Actor) -> PaymentNote:
    """A note of an institution where the actor is cashier. Raises Refusal `payment.unknown`."""
    found = session().get(PaymentNote, note_id)
    if found is None or found.institution_id not in cashier_halls(actor):
        raise Refusal("payment.unknown")
    return found


def due(actor: Actor, words: str = "", *, limit: int = 100) -> list[PaymentNote]:
    """Notes that wait to be paid, the oldest first; by reference or case number when asked."""
    query = _here(actor).where(PaymentNote.state == NoteState.DUE, *_named(words))
    return list(session().scalars(query.order_by(PaymentNote.issued_at).limit(limit)))


def found(actor: Actor, words: str, *, limit: int = 50) -> list[PaymentNote]:
    """Notes in any state by reference or case number, the latest first."""
    named = _named(words)
    if not named:
        return []
    query = _here(actor).where(*named).order_by(PaymentNote.issued_at.desc()).limit(limit)
    return list(session().scalars(query))


def to_give_back(actor: Actor, *, limit: int = 100) -> list[Payment]:
    """Money taken at the counter that must go back: a cashier pays it out."""
    query = select(Payment).where(
        Payment.institution_id.in_(cashier_halls(actor)),
        Payment.method == "counter",
        Payment.state == PaymentState.REFUND_DUE,
    )
    return list(session().scalars(query.order_by(Payment.started_at).limit(limit)))


def _here(actor: Actor) -> Select[PaymentNote]:
    return select(PaymentNote).where(PaymentNote.institution_id.in_(cashier_halls(actor)))


def _named(words: str) -> Sequence[ColumnElement[bool]]:
    """PS6-2026-000012-1, or the number of the case with or without its day: 12, 12/23.11.2026."""
    term = words.strip()
    number = term.split("/")[0]
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        return [PaymentNote.case.has(Case.entry.has(number=int(number)))]
    return [PaymentNote.reference.icontains(term, autoescape=True)] if term else []
