"""The special registers in which a case's acts stand."""

from app.cityhall.cases.models import Case
from app.cityhall.registry import special


def entered(case: Case) -> list[str]:
    """Each register once."""
    return list(dict.fromkeys(entry.register for entry in special.of_case(case.id)))
