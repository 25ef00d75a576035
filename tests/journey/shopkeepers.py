"""What a shop or a bar asks the hall for, as tests file it."""

from typing import Any
from uuid import UUID

from app.cityhall import notices
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.registry import special
from app.database import session
from app.journey import alarms
from tests.hall import Hall

DAYTIME = {"mode": "hours", "from": "09:00", "to": "21:00", "pause_from": "13:00", "pause_to": "13:30"}
CLOSED = {"mode": "closed"}
NIGHT = {"mode": "overnight", "from": "18:00", "to": "02:00"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def week(weekdays: dict[str, str] = DAYTIME, saturday: dict[str, str] = CLOSED) -> dict[str, Any]:
    """Five days alike, Saturday, and Sunday closed."""
    return {**dict.fromkeys(WEEKDAYS, weekdays), "saturday": saturday, "sunday": CLOSED}


COMPANY = {
    "applicant_kind": "legal_representative",
    "full_name": "Ioana Cetățean",
    "capacity": "administrator",
    "company_name": "Cofetăria Dulce SRL",
    "company_kind": "srl",
    "cui": "14186770",
    "onrc": "J40/8302/2001",
    "address": {"street": "Str. Fabricii", "number": "4", "locality": "București"},
    "unit_name": "La Ioana",
    "workpoint": {
        "street_kind": "Bd.",
        "street": "Iuliu Maniu",
        "number": "10",
        "building": "C3",
        "sector": "6",
    },
    "activities": [{"caen": "4724"}],
    "useful_area": 85.5,
    "delivery": "email",
    "email": "ioana@exemplu.ro",
    "declaration": True,
}
HOURS = {
    **COMPANY,
    "residential": False,
    "music": False,
    "terrace": False,
    "agreement_number": "118",
    "agreement_date": "2025-05-14",
    "programme": week(),
    "seasonal": False,
}
AT_NIGHT = {
    **HOURS,
    "activities": [{"caen": "5630"}],
    "residential": True,
    "music": True,
    "programme": week(saturday=NIGHT),
    "association_consent": "later",
}
FAVOURABLE = {"decision": "favourable", "motives": "Dosarul este complet."}
REFUSED = {
    "decision": "refused",
    "motives": "Asociația se opune.",
    "refusal_reasons": ["association"],
    "legal_basis": "HCL Sector 6 nr. 103/2018",
}
AUTHORIZATION = {
    **COMPANY,
    "request_kind": "issue",
    "unit_kind": "food",
    "location_kind": "private",
    "activities": [{"caen": "5611"}],
    "seats": 40,
    "possession": "lease",
    "contract_number": "12",
    "contract_date": "2026-10-01",
    "contract_until": "2028-10-01",
    "residential": False,
    "seismic_class": "none",
}
VISA = {
    **COMPANY,
    "activities": [{"caen": "5611"}],
    "authorization_number": "1/2026",
    "authorization_date": "2026-11-23",
    "visa_year": "2027",
    "changed": False,
}
SEEN = {"checked_on": "2026-11-25", "result": "conforms", "noise": False, "report": "Totul este în regulă."}
MISSING = {
    "complete": False,
    "defects": [{"paper": "space_proof", "reason": "missing", "note": "Contractul"}],
}
CONFIRMED = {"decision": "confirm", "reasons": "Nu s-a răspuns."}


def asks_for_hours(hall: Hall, **answers: Any) -> Case:
    """A shop asks for its opening hours."""
    return hall.files("operating_hours", {**HOURS, **answers}).case


def checked(hall: Hall, case: Case, *, field_check: bool = False) -> None:
    """Horia gives the file to Corina, who finds it complete."""
    hall.does("Horia", case, "routing", field_check=field_check)
    hall.does("Corina", case, "verification", complete=True)


def signed(hall: Hall, case: Case, *who: str) -> None:
    """Each signs in turn."""
    for name in who or ("Horia", "Dan"):
        hall.does(name, case, "approval", decision="approve")


def open_forms(case: Case) -> list[str]:
    """The forms of the tasks that somebody has to do."""
    session().rollback()
    return sorted(task.form for task in cases.open_tasks(case.id))


def written(case: Case) -> list[str]:
    """The templates of what the applicant was written, each once, in order."""
    session().rollback()
    return list(dict.fromkeys(one.template for one in notices.of_case(case.id)))


def acts(case: Case) -> list[tuple[str, UUID]]:
    """The acts that came of it: their registers, and their entries in the general one."""
    session().rollback()
    return [(one.register, one.entry_id) for one in special.of_case(case.id)]


def authorized(hall: Hall, **answers: Any) -> Case:
    """A restaurant with its authorisation."""
    case = hall.files("commercial_authorization", {**AUTHORIZATION, **answers}).case
    hall.does("Horia", case, "routing", resolution="Corina")
    hall.does("Corina", case, "verification", complete=True)
    hall.does("Olga", case, "debts", has_debts=False)
    hall.does("Toma", case, "planning", destination="allowed", placement="private", opinion="Parter.")
    hall.does("Petre", case, "field_check", **SEEN)
    hall.does("Corina", case, "proposal", **FAVOURABLE)
    hall.does("Irina", case, "legal_visa", visa="given")
    hall.pays(case)
    signed(hall, case)
    return case


def rings(hall: Hall, day: str) -> None:
    """The worker looks around on that day, at noon."""
    hall.now = hall.now.replace(year=int(day[:4]), month=int(day[5:7]), day=int(day[8:]), hour=10)
    alarms.ring_due(hall.now, hall.house)
    hall.works()
