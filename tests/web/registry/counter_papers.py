"""What the tests of the counter's papers begin with."""

from typing import Any

from app.cityhall import submissions
from app.cityhall.cases.models import Case
from app.cityhall.procedures import queries as procedures
from app.cityhall.submissions import Draft
from app.database import transaction
from tests.hall import PETITION, Hall

LETTER: dict[str, Any] = {
    "applicant_kind": "person",
    "full_name": "Gheorghe Bătrânu",
    "document_kind": "notification",
    "summary": "Notificare despre o lucrare",
    "delivery": "counter",
    "email": "gheorghe@exemplu.ro",
}


def draft(hall: Hall, code: str = "drop_off", **answers: Any) -> Draft:
    """Elena has begun a request for somebody at the counter."""
    known = LETTER if code == "drop_off" else PETITION
    with transaction():
        version = procedures.current(code)
        elena = hall.actor("Elena").person_id
        return submissions.begin(elena, version, "counter", {**known, **answers}, hall.now)


def promised(hall: Hall) -> Case:
    """A drop-off whose original is still to come, checked by the registry."""
    case = hall.files("drop_off", {**LETTER, "original_follows": True}).case
    route = {"readable": True, "signed": "not_verified", "route": "department", "department": "URB"}
    hall.does("Elena", case, hall_check(hall, case), **route)
    return case


def hall_check(hall: Hall, case: Case) -> str:
    """The form of the registry's first look at a paper."""
    from app.cityhall.cases import queries

    [task] = [one for one in queries.open_tasks(case.id) if one.element == "registry_check"]
    return task.form
