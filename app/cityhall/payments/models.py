"""Payment notes (note de plată) and the payments made, or tried, for them. Amounts are bani."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases.models import Case
from app.cityhall.institutions import Institution
from app.cityhall.payments.rules import HOLDS_MONEY, NoteState, PaymentState
from app.cityhall.people.models import Person
from app.database import Base, Identified


class PaymentNote(Identified, Base):
    """What a case has to pay, to which account. The code in its address is derived, only its hash kept.

    `task_id` is the service task that asked for it: asking again finds the same note. Account and budget
    code are copied from the institution's rule of that day, with the act that set it.
    """

    __tablename__ = "payment_note"
    __table_args__ = (
        UniqueConstraint("case_id", "sequence"),
        Index("ix_payment_note_institution_state", "institution_id", "state", "issued_at"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"))
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    task_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    sequence: Mapped[int]
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    purpose: Mapped[str] = mapped_column(String(300))
    amount: Mapped[int]
    iban: Mapped[str] = mapped_column(String(34))
    bank: Mapped[str] = mapped_column(String(120))
    budget_code: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(200))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12), default=NoteState.DUE)
    issued_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="joined")
    institution: Mapped[Institution] = relationship(lazy="joined")
    payments: Mapped[list["Payment"]] = relationship(
        back_populates="note", lazy="selectin", order_by="Payment.started_at"
    )

    @property
    def due(self) -> bool:
        return self.state == NoteState.DUE

    @property
    def settled_by(self) -> "Payment | None":
        """The payment that paid the note, also when its money went back later."""
        return next((one for one in self.payments if one.settles), None)


class Payment(Identified, Base):
    """One payment, or try, by card or at the counter: its receipt, and whether the money went back.

    `settles`: it paid its note. Money that did not (late, twice, another amount) goes back, with `reason`.
    """

    __tablename__ = "payment"
    __table_args__ = (UniqueConstraint("institution_id", "method", "receipt_number"),)

    note_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_note.id"), index=True)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    method: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12), default=PaymentState.STARTED)
    amount: Mapped[int]
    settles: Mapped[bool] = mapped_column(default=False)
    checkout: Mapped[str | None] = mapped_column(String(80), index=True)
    transaction: Mapped[str | None] = mapped_column(String(80), unique=True)
    receipt_number: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(80))
    refund_reference: Mapped[str | None] = mapped_column(String(80))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    refunded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    refunded_at: Mapped[datetime | None]

    note: Mapped[PaymentNote] = relationship(back_populates="payments")
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])

    @property
    def holds_money(self) -> bool:
        return PaymentState(self.state) in HOLDS_MONEY
