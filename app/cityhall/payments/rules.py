"""Pure rules of payment: the states of a note and of a payment, what a call-back means, codes and amounts."""

import base64
import hashlib
import hmac
import uuid
from enum import StrEnum

from app.refusal import Refusal

CURRENCY = "RON"
LONGEST_RECEIPT = 40
# Twenty million lei: whatever asks for more is a mistake in a table.
MOST = 2 * 10**9


class NoteState(StrEnum):
    """Where a payment note stands."""

    DUE = "due"
    PAID = "paid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class PaymentState(StrEnum):
    """Where one payment of a note stands. `failed` is not the end: the bank may correct itself."""

    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class Verdict(StrEnum):
    """What money that arrived means for its note. All but the first go back."""

    SETTLES = "settles"
    DUPLICATE = "duplicate"
    LATE = "late"
    WRONG_AMOUNT = "wrong_amount"


N, P = NoteState, PaymentState
MOVES: dict[NoteState, set[NoteState]] = {
    N.DUE: {N.PAID, N.CANCELLED, N.EXPIRED},
    N.PAID: {N.REFUND_DUE},
    N.REFUND_DUE: {N.REFUNDED},
    N.CANCELLED: set(),
    N.EXPIRED: set(),
    N.REFUNDED: set(),
}
PAYMENT_MOVES: dict[PaymentState, set[PaymentState]] = {
    P.STARTED: {P.SUCCEEDED, P.FAILED, P.REFUND_DUE},
    P.FAILED: {P.SUCCEEDED, P.REFUND_DUE},
    P.SUCCEEDED: {P.REFUND_DUE},
    P.REFUND_DUE: {P.REFUNDED},
    P.REFUNDED: set(),
}
# Money taken is money taken: what is told afterwards about the same transaction changes nothing.
HOLDS_MONEY = frozenset({P.SUCCEEDED, P.REFUND_DUE, P.REFUNDED})


def check_move(now: NoteState, wanted: NoteState) -> None:
    """Raises Refusal `payment.wrong_state` when a note cannot go there from here."""
    if wanted not in MOVES[now]:
        raise Refusal("payment.wrong_state", state=str(now), wanted=str(wanted))


def check_payment_move(now: PaymentState, wanted: PaymentState) -> None:
    """Raises Refusal `payment.wrong_state` when a payment cannot go there from here."""
    if wanted not in PAYMENT_MOVES[now]:
        raise Refusal("payment.wrong_state", state=str(now), wanted=str(wanted))


def verdict(note: NoteState, asked: int, paid: int, *, case_closed: bool) -> Verdict:
    """What a successful payment of `paid` bani means for a note of `asked` bani."""
    if note == N.PAID:
        return Verdict.DUPLICATE
    if note != N.DUE or case_closed:
        return Verdict.LATE
    return Verdict.SETTLES if paid == asked else Verdict.WRONG_AMOUNT


def amount_of(value: object) -> int:
    """The amount that a diagram asks for, in bani; nothing is 0. Raises Refusal `payment.bad_amount`."""
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise Refusal("payment.bad_amount", amount=value)
    return value


def receipt_number(text: str) -> str:
    """The number of a paper receipt as it is kept. Raises Refusal `payment.receipt_needed`."""
    tidy = " ".join(text.split())
    if not tidy or len(tidy) > LONGEST_RECEIPT or not tidy.isprintable():
        raise Refusal("payment.receipt_needed", most=LONGEST_RECEIPT)
    return tidy


def reference(institution: str, year: int, number: int, sequence: int) -> str:
    """The unique reference of a note, from its case's number: PS6-2026-000012-1."""
    return f"{institution}-{year}-{number:06d}-{sequence}"


def lei(amount: int) -> str:
    """1234550 bani as Romanians write it: 12.345,50 lei"""
    whole, bani = divmod(amount, 100)
    return f"{whole:,}".replace(",", ".") + f",{bani:02d} lei"


def grouped(iban: str) -> str:
    """An account as it is read aloud: in fours."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def pay_code(secret: str, note_id: uuid.UUID) -> str:
    """22 characters of the address where anybody may pay this note: derived, so that it is kept nowhere."""
    digest = hmac.new(secret.encode(), f"payment:link:{note_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def link_hash(code: str) -> str:
    """What we keep of that code."""
    return hashlib.sha256(code.encode()).hexdigest()
