"""What a case was asked to pay."""

from app.cityhall.cases.models import Case
from app.cityhall.payments import queries as payments
from app.journey import deciding


def fee(case: Case) -> float | None:
    """In lei, as the hall asked for it; before it has, as the procedure's table says."""
    notes = payments.of_case(case.id)
    if notes:
        return sum(note.amount for note in notes) / 100
    found = deciding.fee(case.version, deciding.of_case(case))
    return found.bani / 100 if found is not None else None
