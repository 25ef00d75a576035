"""Payment notes as the pages of a case show them: how they stand, where one pays, until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.payments import queries, rules
from app.cityhall.payments.models import Payment, PaymentNote
from app.cityhall.payments.rules import NoteState, PaymentState
from app.journey import pay_words
from app.web import gate

Words = tuple[object, str]
NOTE: Mapping[str, Words] = {
    NoteState.DUE: (_("De plătit"), "wait"),
    NoteState.PAID: (_("Plătită"), "ok"),
    NoteState.CANCELLED: (_("Anulată"), "muted"),
    NoteState.EXPIRED: (_("Termenul de plată a trecut"), "bad"),
    NoteState.REFUND_DUE: (_("Se restituie"), "work"),
    NoteState.REFUNDED: (_("Restituită"), "muted"),
}
PAYMENT: Mapping[str, Words] = {
    PaymentState.STARTED: (_("Începută"), "muted"),
    PaymentState.SUCCEEDED: (_("Încasată"), "ok"),
    PaymentState.FAILED: (_("Refuzată de bancă"), "bad"),
    PaymentState.REFUND_DUE: (_("De restituit"), "work"),
    PaymentState.REFUNDED: (_("Restituită"), "muted"),
}
PAYMENT_WORDS: Mapping[str, object] = {state: said for state, (said, _tone) in PAYMENT.items()}
METHODS: Mapping[str, object] = {"card": _("cu cardul"), "counter": _("la casierie")}
REASONS: Mapping[str, object] = {
    "duplicate": _("nota era plătită deja"),
    "late": _("a venit când nota nu mai era de plată"),
    "wrong_amount": _("nu era suma din notă"),
    "refused": _("cererea a fost respinsă"),
}


@dataclass(frozen=True)
class Paid:
    """One payment of a note: `said` and `tone` say how it stands, `reason` why it went back."""

    payment: Payment
    amount: str
    said: object
    tone: str
    method: object
    reason: object


@dataclass(frozen=True)
class Shown:
    """One note as a page shows it. `code` opens its public pages; `until` is when its term ends."""

    note: PaymentNote
    code: str
    address: str
    amount: str
    iban: str
    said: object
    tone: str
    until: datetime | None
    payments: list[Paid]

    @property
    def at_cashier(self) -> bool:
        """May the reader take the money?"""
        return gate.actor().post(self.note.institution_id, "cashier") is not None

    @property
    def receipt(self) -> Payment | None:
        """The payment that stands."""
        by = self.note.settled_by
        return by if by is not None and by.state == PaymentState.SUCCEEDED else None


def of_case(case: Case) -> list[Shown]:
    """The notes of a case that was looked up through the reader's rights; the latest first."""
    return [of(note) for note in reversed(queries.of_case(case.id))]


def due_of(case: Case) -> Shown | None:
    """The note that the case waits for."""
    note = queries.due_of_case(case.id)
    return of(note) if note is not None else None


def of(note: PaymentNote) -> Shown:
    """One note."""
    said, tone = NOTE[note.state]
    return Shown(
        note=note,
        code=rules.pay_code(gate.house().secret, note.id),
        address=pay_words.address(note, gate.house()),
        amount=rules.lei(note.amount),
        iban=rules.grouped(note.iban),
        said=said,
        tone=tone,
        until=_until(note),
        # A page at the provider that nobody paid on is nobody's business.
        payments=[_paid(one) for one in note.payments if one.state != PaymentState.STARTED],
    )


def _paid(payment: Payment) -> Paid:
    said, tone = PAYMENT[payment.state]
    reason = REASONS.get(payment.reason or "", payment.reason or "")
    method = METHODS.get(payment.method, payment.method)
    return Paid(payment, rules.lei(payment.amount), said, tone, method, reason)


def _until(note: PaymentNote) -> datetime | None:
    """When the diagram closes the note: the timer at the step that waits for it (payment.bpmn)."""
    armed = (timer.due_at for timer in cases.armed(note.case_id) if timer.element == "payment_late")
    return min(armed, default=None) if note.due else None
