"""A paper on its way through the cabinet, as far as a test needs it, and the links of its messages."""

import re

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.lockers import grants, rules
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.database import session, transaction
from app.journey.lockers import granting
from app.journey.secrets import grant_address
from app.outside.lockers import GrantTold
from tests.hall import Hall

LINK = re.compile(r"/ridicare/[\w-]+")
BORN = "05031981"


def parcel(case: Case) -> Parcel:
    session().rollback()
    found = lockers.latest(case.id)
    assert found is not None
    return found


def deposited(hall: Hall) -> Case:
    """The answer is signed, its envelope lies in the door, the clerk has said so."""
    case = hall.petition()
    hall.answered(case)
    hall.door("closed", "deposit")
    if any(task.form == "deposit" for task in cases.open_tasks(case.id)):
        hall.does("Elena", case, "deposit", confirmed=True)
    assert parcel(case).state == "ready"
    return case


def left_lying(hall: Hall) -> Case:
    """Nobody came in time: the operator took it out, and it waits at the counter."""
    case = deposited(hall)
    hall.passes(days=4)
    hall.door("closed", "take_back")
    if any(task.form == "take_back" for task in cases.open_tasks(case.id)):
        hall.does("Elena", case, "take_back", confirmed=True)
    return case


def link(hall: Hall, case: Case) -> str:
    """Where the applicant's own code stands."""
    found = grants.applicants(parcel(case).id)
    assert found is not None
    return grant_address(hall.house, found).removeprefix(hall.house.url)


def link_to(hall: Hall, phone: str) -> str:
    """The link of the last SMS to that phone."""
    found = LINK.findall(hall.sms.to(phone)[-1])
    assert found
    return str(found[0])


def told(hall: Hall, case: Case) -> list[GrantTold]:
    """What the controller knows now of who may open the case's door."""
    hall.works()
    return list(hall.bank.grants[parcel(case).reservation])


def bears_identity(hall: Hall, case: Case) -> None:
    """As if the procedure asked for a second factor: the applicant's birth date."""
    lying = parcel(case)
    with transaction():
        grant = grants.applicants(lying.id)
        assert grant is not None
        grant.factor_kind = "birth_date"
        grant.factor_sha256 = rules.factor_sha256(BORN, grant.id, grant.serial, lying.cabinet.code)
        granting.changed(grants.parcel_of(grant), hall.now)
    hall.works()
