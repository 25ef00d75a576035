"""What a compartment leaves behind on paper: the proof of delivery, the minute of a paper taken back.

Always Romanian; times in Bucharest, to the second, by the cabinet's own clock.
"""

import uuid
from datetime import datetime
from typing import Any

from app.cityhall import institutions
from app.cityhall.cases.models import Case
from app.cityhall.documents import actions as document_actions
from app.cityhall.documents import queries as documents
from app.cityhall.documents.actions import Stored
from app.cityhall.lockers import queries
from app.cityhall.lockers.models import Grant, Parcel, ParcelEvent
from app.cityhall.people.models import Person
from app.cityhall.registry.rules import BUCHAREST
from app.database import session
from app.journey import sealing
from app.journey.house import House
from app.journey.receipts import verify_address
from app.queue import jobs

PDF = "application/pdf"
PROOF, MINUTE = "delivery_proof", "take_back_minute"
_TITLES = {PROOF: "Dovada comunicării", MINUTE: "Proces-verbal de scoatere din casetă"}
_FILES = {PROOF: "dovada-comunicarii", MINUTE: "proces-verbal-caseta"}
_EXPLAINED = {
    PROOF: "Ușa a fost deschisă cu un cod dat persoanei de mai sus și închisă după ridicare. "
    "Codul nu se păstrează.",
    MINUTE: "Documentul nu a fost ridicat la timp; a fost scos din casetă și dus la ghișeu, "
    "unde poate fi ridicat.",
}
_HOLDERS = {
    "applicant": "solicitant",
    "delegate": "împuternicit de solicitant",
    "envelope": "operator, cu plicul",
}
_SAID = {
    "door.opened:deposit": "Ușa s-a deschis pentru depunere",
    "door.closed:deposit": "Ușa s-a închis cu documentul înăuntru",
    "ready": "Codul de ridicare a devenit valabil",
    "extended": "Timpul de ridicare a fost prelungit",
    "door.opened:collect": "Ușa s-a deschis pentru ridicare",
    "door.closed:collect": "Ușa s-a închis după ridicare",
    "collected": "Documentul a fost ridicat",
    "needs_check": "Senzorul a arătat că documentul era încă înăuntru",
    "recalled": "Timpul de ridicare a trecut",
    "door.opened:take_back": "Ușa s-a deschis pentru scoatere",
    "door.closed:take_back": "Ușa s-a închis după scoatere",
    "returned": "Documentul a fost scos din casetă",
}


def ask_for(kind: str, parcel: Parcel, now: datetime) -> None:
    """A job draws the paper, seals it and lays it in the case's file; once for each parcel."""
    payload = {"parcel": str(parcel.id), "paper": kind}
    jobs.enqueue(f"paper:{kind}:{parcel.id}", "delivery_paper", payload, now)


def made(kind: str, parcel: Parcel, house: House, now: datetime) -> Stored:
    """The sealed paper, kept; outside a transaction. Raises OutsideError."""
    case = _case(parcel)
    drawn = house.outside.pdf.register_paper("delivery", _fields(kind, case, parcel, house))
    content = sealing.sealed(drawn, case.institution, house, now)
    name = f"{_FILES[kind]}-{case.entry.number}.pdf"
    return Stored(house.outside.files.put(content), len(content), PDF, name)


def keep(kind: str, parcel: Parcel, stored: Stored, now: datetime) -> None:
    """Lay it in the case's file, where the applicant sees it too; told twice, it lies there once."""
    assert parcel.case_id is not None
    there = {one.latest.sha256 for one in documents.of_case(parcel.case_id)}
    if stored.sha256 not in there:
        document_actions.add(kind, _TITLES[kind], stored, now, case_id=parcel.case_id)


def _fields(kind: str, case: Case, parcel: Parcel, house: House) -> dict[str, Any]:
    events = queries.events(parcel.id)
    return {
        **institutions.letterhead(case.institution),
        "title": _TITLES[kind],
        "subtitle": f"nr. {case.entry.legal_number}",
        "at": (parcel.ended_at or parcel.reserved_at).astimezone(BUCHAREST),
        "facts": _facts(case, parcel, events),
        "events": [(_moment(one.at), said) for one in events if (said := _sentence(one)) is not None],
        "explained": _EXPLAINED[kind],
        "signed": "Operator casetă" if kind == MINUTE else "",
        "verify_url": verify_address(case.entry, house),
        "demo": case.institution.is_demo,
    }


def _facts(case: Case, parcel: Parcel, events: list[ParcelEvent]) -> list[tuple[str, str]]:
    holder = _holder(events)
    return [
        ("Cererea", f"{case.entry.legal_number}, {case.version.config['title']}"),
        ("Solicitant", case.applicant.full_name),
        *([("Deschis cu codul dat lui", holder)] if holder else []),
        ("Caseta", f"{parcel.cabinet.name}, {parcel.cabinet.place}"),
        ("Ușa", str(parcel.compartment)),
    ]


def _holder(events: list[ParcelEvent]) -> str:
    """Whose code opened the door last, and as whom."""
    used = [one.grant_id for one in events if one.kind == "door.opened:collect" and one.grant_id]
    grant = session().get(Grant, used[-1]) if used else None
    return f"{grant.name} ({_HOLDERS.get(grant.holder, grant.holder)})" if grant is not None else ""


def _sentence(event: ParcelEvent) -> str | None:
    said = _SAID.get(event.kind)
    who = _name(event.actor_id) if event.actor_id else ""
    return f"{said} ({who})" if said and who else said


def _name(person_id: uuid.UUID) -> str:
    person = session().get(Person, person_id)
    return person.full_name if person is not None else ""


def _moment(at: datetime) -> str:
    return f"{at.astimezone(BUCHAREST):%d.%m.%Y, ora %H:%M:%S}"


def _case(parcel: Parcel) -> Case:
    found = session().get(Case, parcel.case_id)
    assert found is not None
    return found
