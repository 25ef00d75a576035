"""What messages and papers say of a payment, and the address where anybody may pay it."""

import uuid

from app.cityhall.payments import queries, rules
from app.cityhall.payments.models import PaymentNote
from app.journey.house import House


def address(note: PaymentNote, house: House) -> str:
    """The public page of a note; whoever has it may pay, and learns nothing of the applicant."""
    return f"{house.url}/plata/{rules.pay_code(house.secret, note.id)}"


def shown(case_id: uuid.UUID) -> PaymentNote | None:
    """The note that a message is about: the one that waits, else the latest."""
    notes = queries.of_case(case_id)
    return next((note for note in notes if note.due), notes[-1] if notes else None)


NAMES = frozenset({"amount", "reference", "iban"})


def values(case_id: uuid.UUID) -> dict[str, str]:
    """The NAMES in a message; its $pay is filled in only when it leaves."""
    note = shown(case_id)
    if note is None:
        return {}
    return {"amount": rules.lei(note.amount), "reference": note.reference, "iban": rules.grouped(note.iban)}


def secrets(case_id: uuid.UUID, house: House) -> dict[str, str]:
    """$pay of a message."""
    note = shown(case_id)
    return {"pay": address(note, house)} if note is not None else {}
