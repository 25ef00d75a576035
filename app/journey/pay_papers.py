"""The note of payment and the confirmation of a payment, as PDFs. Neither names a person."""

from collections.abc import Mapping
from typing import Any

from app.cityhall import institutions
from app.cityhall.payments import rules
from app.cityhall.payments.models import Payment, PaymentNote
from app.journey import pay_words
from app.journey.house import House

METHODS = {"card": "cu cardul", "counter": "la casierie"}


def note(of: PaymentNote, house: House) -> bytes:
    """Nota de plată: what a bank, a treasury or a cashier needs; its QR leads to the page where one pays."""
    said = "Plătiți cu cardul, fără cont, cu codul QR sau la adresa de mai jos; ori la casierie, cu nota."
    facts = [
        ("Pentru", of.purpose),
        ("Cererea nr.", of.case.entry.legal_number),
        ("Beneficiar", of.institution.name),
        ("Cod fiscal", of.institution.cif),
        ("Contul (IBAN)", rules.grouped(of.iban)),
        ("Deschis la", of.bank),
        ("Cod bugetar", f"{of.budget_code} ({of.act})"),
    ]
    fields = {**_head(of), "title": "Notă de plată", "facts": facts, "said": said, "at": of.issued_at}
    return house.outside.pdf.slip({**fields, "verify_url": pay_words.address(of, house)})


def confirmation(of: Payment, house: House) -> bytes:
    """That the hall has the money: amount, receipt, day."""
    facts = [
        ("Pentru", of.note.purpose),
        ("Cererea nr.", of.note.case.entry.legal_number),
        ("Plătită", METHODS.get(of.method, of.method)),
        ("Chitanța", of.receipt_number or ""),
        ("Încasată în", rules.grouped(of.note.iban)),
        ("Cod bugetar", f"{of.note.budget_code} ({of.note.act})"),
    ]
    said = "Primăria confirmă că a încasat această sumă."
    fields = {**_head(of.note), "title": "Confirmarea plății", "facts": facts, "said": said}
    return house.outside.pdf.slip({**fields, "amount": rules.lei(of.amount), "at": of.settled_at})


def _head(of: PaymentNote) -> Mapping[str, Any]:
    return {
        **institutions.letterhead(of.institution),
        "reference": of.reference,
        "amount": rules.lei(of.amount),
    }
