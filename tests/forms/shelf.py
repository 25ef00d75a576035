"""The forms of the repository, as the tests take them from the shelf."""

import json
from pathlib import Path
from typing import Any

from app.cityhall.forms import rules

ROOT = Path(__file__).resolve().parent.parent.parent
FORMS = ROOT / "forms"
PROCESSES = ROOT / "processes"


def every_form() -> list[str]:
    """`petition/application`, `shared/routing` …"""
    found = sorted(FORMS.glob("*/*.schema.json"))
    return [f"{path.parent.name}/{path.name.removesuffix('.schema.json')}" for path in found]


def form(name: str) -> rules.FormDefinition:
    """A form by its folder and name."""
    schema = json.loads((FORMS / f"{name}.schema.json").read_text())
    ui = json.loads((FORMS / f"{name}.ui.json").read_text())
    return rules.definition(name.split("/")[1], schema, ui)


def papers(procedure: str) -> list[dict[str, Any]]:
    """What `papers.json` of a procedure says."""
    found: list[dict[str, Any]] = json.loads((PROCESSES / procedure / "papers.json").read_text())
    return found


ADDRESS = {"street": "str. Lalelelor", "number": "5", "building": "A2", "locality": "București"}
PETITION = {
    "applicant_kind": "person",
    "full_name": "Ștefania Țăranu",
    "address": ADDRESS,
    "category": "roads",
    "subject": "Groapă pe strada Fabricii",
    "description": "La numărul 12 este o groapă.\nSe vede de departe.",
    "delivery": "locker",
    "phone": "0721 234 567",
}
CERTIFICATE = {
    "applicant_kind": "person",
    "full_name": "Ștefania Țăranu",
    "cnp": "1800101221144",
    "id_number": "123456",
    "id_issued_by": "SPCEP Sector 6",
    "id_issued_on": "2021-04-03",
    "address": ADDRESS,
    "property_kind": ["land", "buildings"],
    "land_area": 1250.5,
    "property_address": ADDRESS,
    "land_registry": "digital",
    "cadastral_number": "234567-C1",
    "delivery": "email",
    "email": "stefania@exemplu.ro",
    "declaration": True,
}
