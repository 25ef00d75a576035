"""Whose papers go to the cabinets: people with a cabinet near home, and a case for each, as many as asked."""

import re
import uuid
from collections.abc import Iterator, Mapping
from random import Random

from flask import Flask
from sqlalchemy import insert, update
from sqlalchemy.engine import Connection

from app.cityhall import institutions, submissions
from app.cityhall.cabinets.models import Cabinet, Compartment
from app.cityhall.cases.models import Case
from app.cityhall.lockers.models import CabinetChoice
from app.cityhall.people.models import Account, Person
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.database import session, transaction
from app.journey import submit
from app.queue.models import Job
from tools.bench import twins
from tools.bench.clerks import CITIZEN, PETITION, Clerks
from tools.bench.locker_street import Clock, Street
from tools.place import ROOT

# Longer than the three days of the procedures, so that the cabinets are full in the first week.
HELD_HOURS = 120
BY_LOCKER = {"delivery": "locker", "phone": "0721 000 101"}


def stand(streets: Mapping[str, Street], clock: Clock) -> dict[str, uuid.UUID]:
    """The hall knows the cabinets and mirrors their doors; ids by code."""
    hall = institutions.by_code("PS6")
    assert hall is not None
    with transaction():
        known = {one.code: one for one in session().query(Cabinet)}
        for code in streets.keys() - known.keys():
            known[code] = Cabinet(
                institution_id=hall.id, code=code, name=code, place=code, shared=True, phone=""
            )
            session().add(known[code])
        session().flush()
        for code, street in streets.items():
            for door in street.bank.compartments():
                told = {
                    name: getattr(door, name) for name in ("number", "size", "accessible", "state", "door")
                }
                seen = {"changed_at": clock.now, "seen_at": clock.now, "height_cm": door.height_cm}
                session().merge(Compartment(cabinet_id=known[code].id, **told, **seen))
        return {code: one.id for code, one in known.items()}


def cases(app: Flask, wishes: Mapping[str, int], clock: Clock) -> dict[str, Iterator[uuid.UUID]]:
    """So many cases whose paper has that size."""
    return {size: iter(_of_size(app, size, many, clock)) for size, many in wishes.items() if many}


def _of_size(app: Flask, size: str, many: int, clock: Clock) -> list[uuid.UUID]:
    model = _filed(app, size, clock)
    return [ids[model] for ids in twins.of(model, many, tables=("case_run",))]


def _filed(app: Flask, size: str, clock: Clock) -> uuid.UUID:
    """A petition under a version whose papers have that size."""
    hall = institutions.by_code("PS6")
    assert hall is not None
    files = folders.read_folder(ROOT, "petition")
    told = re.sub(r"(?m)^locker_(size|hold) = .*\n", "", files["procedure.toml"].decode())
    settings = f'locker_size = "{size}"\nlocker_hold = "PT{HELD_HOURS}H"\n'
    told = told.replace("[settings]\n", f"[settings]\n{settings}", 1)
    citizen = Clerks(app).actor(CITIZEN)
    with transaction():
        new = {**files, "procedure.toml": told.encode()}
        version = procedure_actions.publish(hall, "petition", new, clock.now)
        answers = {**PETITION, **BY_LOCKER}
        draft = submissions.begin(citizen.person_id, version, "portal", answers, clock.now)
    with transaction():
        own = submissions.mine(draft.id, citizen.person_id, lock=True)
        case_id = submit.file_request(own, citizen, clock.now).case.id
    with transaction():
        session().execute(update(Job).where(Job.state == "ready").values(state="done"))
    return case_id


def near(
    case_id: uuid.UUID, cabinet: uuid.UUID, clock: Clock, connection: Connection, *, accessible: bool
) -> None:
    """The case is somebody's who lives near that cabinet."""
    person = uuid.uuid4()
    told = {"id": person, "full_name": "Un om", "address": {}, "created_at": clock.now}
    connection.execute(insert(Person).values(**told))
    choice = {"person_id": person, "about_id": person, "cabinet_id": cabinet, "accessible": accessible}
    connection.execute(insert(CabinetChoice).values(**choice, chosen_at=clock.now))
    connection.execute(update(Case).where(Case.id == case_id).values(applicant_id=person))


def account(clock: Clock) -> Account:
    """Somebody new who may sign in, and whose address and telephone are known to be theirs."""
    name, now = uuid.uuid4().hex, clock.now
    person = Person(full_name="Un om", address={}, created_at=now, phone="+40721000101", email=f"{name}@e.ro")
    made = Account(person=person, email=f"{name}@e.ro", password_hash="", locale="ro", created_at=now)
    made.email_verified_at = made.phone_verified_at = now
    session().add(made)
    session().flush()
    return made


def drawn(dice: Random, sizes: tuple[str, tuple[int, ...]]) -> str:
    """A size as the shares say."""
    return dice.choices(sizes[0], sizes[1])[0]
