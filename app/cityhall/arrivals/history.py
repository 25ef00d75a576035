"""What the hall knows around a letter: who sends it, what came before, what it names, what it repeats."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from app.cityhall import institutions
from app.cityhall.arrivals import words
from app.cityhall.arrivals.models import Arrival, ArrivalFile
from app.cityhall.arrivals.proposals import Around, Earlier, Known
from app.cityhall.arrivals.rules import OPEN, REGISTERED
from app.cityhall.cases import queries as cases
from app.cityhall.cases.likeness import likeness
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.people.models import Account, Person
from app.cityhall.registry.models import RegisterEntry
from app.database import session

# Policy: how many earlier letters of a sender are looked at, and how alike (percent) two are one.
LOOKED_AT, TWICE = 20, 85
WITHIN = timedelta(days=60)
COMPLETION = "completion"
LONGEST_NUMBER = 9


def around(arrival: Arrival) -> Around:
    """Everything that a proposal may rest on besides the letter's own words."""
    earlier = _of_sender(arrival)
    known = _known(arrival)
    entry, named_by = _named(arrival)
    twin, alike = _twin(arrival, earlier)
    return Around(
        known=known,
        earlier=[_outcome(one) for one in earlier if one.state == REGISTERED],
        connected_to=str(entry.id) if entry else "",
        connected_number=entry.legal_number if entry else "",
        connected_by=named_by,
        waits_for_completion=entry is not None and _awaited(entry, arrival, known),
        duplicate_of=str(twin.id) if twin else "",
        duplicate_number=_number_of(twin) if twin else "",
        alike=alike,
        departments=[one.code for one in institutions.departments(arrival.institution_id)],
    )


def proved(arrival: Arrival) -> bool:
    """Does the sender's domain vouch for this letter? (SPF alone proves the envelope, which nobody reads.)"""
    return arrival.trust.get("dmarc") == "pass" and not arrival.trust.get("forged")


def _known(arrival: Arrival) -> Known | None:
    """Whoever proved that address to the hall; else the last applicant who gave it."""
    address = arrival.sender_address
    if not address or arrival.trust.get("forged"):
        return None
    verified = (Account.email == address, Account.email_verified_at.is_not(None))
    account = session().scalar(select(Account).where(*verified))
    if account is not None:
        person = account.person
        return Known(str(person.id), person.full_name, person.address, person.phone or "", proved(arrival))
    query = select(Case).join(Person, Person.id == Case.applicant_id)
    query = query.where(Person.email == address, Case.institution_id == arrival.institution_id)
    case = session().scalars(query.order_by(Case.opened_at.desc()).limit(1)).first()
    return _from_case(case) if case else None


def _from_case(case: Case) -> Known:
    given = case.answers.get("address")
    address = given if isinstance(given, dict) else {}
    return Known(str(case.applicant_id), case.applicant.full_name, address, case.applicant.phone or "")


def _of_sender(arrival: Arrival) -> list[Arrival]:
    """The latest letters from that address, this one left out."""
    if not arrival.sender_address:
        return []
    query = select(Arrival).where(
        Arrival.institution_id == arrival.institution_id,
        Arrival.sender_address == arrival.sender_address,
        Arrival.id != arrival.id,
        Arrival.state.in_((*OPEN, REGISTERED)),
    )
    return list(session().scalars(query.order_by(Arrival.arrived_at.desc()).limit(LOOKED_AT)))


def _outcome(arrival: Arrival) -> Earlier:
    """What a registrar confirmed for an earlier letter."""
    return Earlier(str(arrival.proposal.get("document", "")), str(arrival.proposal.get("department", "")))


def _named(arrival: Arrival) -> tuple[RegisterEntry | None, str]:
    """The entry that this letter answers (by the headers of a reply), or whose number it gives."""
    if arrival.references:
        query = select(RegisterEntry).join(Arrival, Arrival.entry_id == RegisterEntry.id)
        query = query.where(
            Arrival.institution_id == arrival.institution_id, Arrival.message_id.in_(arrival.references)
        )
        found = session().scalars(query.order_by(Arrival.arrived_at.desc()).limit(1)).first()
        if found is not None:
            return found, "replied"
    for said in words.numbers(f"{arrival.subject}\n{words.own(arrival.text)}"):
        found = by_number(arrival.institution_id, said) if said.ours else None
        if found is not None:
            return found, "named"
    return None, ""


def by_number(institution_id: uuid.UUID, said: words.Numbered) -> RegisterEntry | None:
    """The entry of that institution with that number and day."""
    if not (said.number.isascii() and said.number.isdecimal() and len(said.number) <= LONGEST_NUMBER):
        return None
    query = select(RegisterEntry).where(
        RegisterEntry.institution_id == institution_id,
        RegisterEntry.year == said.day.year,
        RegisterEntry.number == int(said.number),
        RegisterEntry.registered_on == said.day,
    )
    return session().scalar(query)


def _awaited(entry: RegisterEntry, arrival: Arrival, known: Known | None) -> bool:
    """Does the entry's case wait for papers from this very sender?"""
    task = completion_task(entry)
    if task is None or arrival.trust.get("forged"):
        return False
    applicant = task.case.applicant
    addresses = {(applicant.email or "").lower(), str(task.case.answers.get("email") or "").lower()}
    return arrival.sender_address in addresses - {""} or (
        known is not None and known.person_id == str(applicant.id)
    )


def completion_task(entry: RegisterEntry) -> CaseTask | None:
    """The completion that the case of an entry waits for."""
    if entry.case_id is None:
        return None
    waiting = cases.open_tasks(entry.case_id, "applicant")
    return next((one for one in waiting if one.form == COMPLETION), None)


def _twin(arrival: Arrival, earlier: Sequence[Arrival]) -> tuple[Arrival | None, int]:
    """The letter that this one repeats: the same files, or nearly the same words by the same sender."""
    same = _same_files(arrival)
    if same is not None:
        return same, 100
    mine = f"{arrival.subject} {words.own(arrival.text)}"
    near = [one for one in earlier if abs(arrival.arrived_at - one.arrived_at) < WITHIN]
    compared = [(likeness(mine, f"{one.subject} {words.own(one.text)}"), one) for one in near]
    alike, twin = max(compared, key=lambda pair: pair[0], default=(0, None))
    return (twin, alike) if alike >= TWICE else (None, 0)


def _same_files(arrival: Arrival) -> Arrival | None:
    """An earlier arrival that brought all the same files (a logo that everybody sends is not enough)."""
    hashes = {one.sha256 for one in arrival.kept}
    if not hashes:
        return None
    query = select(Arrival).join(ArrivalFile, ArrivalFile.arrival_id == Arrival.id)
    query = query.where(
        Arrival.institution_id == arrival.institution_id,
        ArrivalFile.sha256.in_(hashes),
        Arrival.id != arrival.id,
        Arrival.state.in_((*OPEN, REGISTERED)),
    )
    if arrival.parent_id is not None:
        query = query.where(Arrival.parent_id.is_distinct_from(arrival.parent_id))
    found = session().scalars(query.order_by(Arrival.arrived_at).limit(LOOKED_AT)).unique()
    earlier = (one for one in found if (one.arrived_at, one.id) < (arrival.arrived_at, arrival.id))
    return next((one for one in earlier if {file.sha256 for file in one.kept} == hashes), None)


def _number_of(arrival: Arrival) -> str:
    entry = session().get(RegisterEntry, arrival.entry_id) if arrival.entry_id else None
    return entry.legal_number if entry else ""
