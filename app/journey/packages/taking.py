"""Taking over an open file from another institution: it goes on where it stood, with terms and history."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from app.adapters import bags
from app.cityhall import institutions, journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import Case, CaseRun
from app.cityhall.institutions import Institution
from app.cityhall.people.models import Person
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import actions as procedures
from app.cityhall.procedures import packages
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry import actions as registry
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.transfers import IN, Transfer
from app.database import session
from app.engine import runs
from app.journey import advance, diagrams
from app.journey.house import House
from app.journey.packages import rows
from app.journey.packages.contents import PARTS
from app.journey.packages.giving import KIND, VERSION
from app.refusal import Refusal

UNREADABLE = (KeyError, ValueError, TypeError, UnicodeDecodeError)


@dataclass(frozen=True)
class Package:
    """A package that was proved whole: its facts and its files."""

    facts: Mapping[str, Any]
    files: Mapping[str, bytes]
    other: str

    @property
    def case_id(self) -> uuid.UUID:
        return uuid.UUID(self.facts["case"]["id"])


def opened(content: bytes) -> Package:
    """The package in a zip.

    Raises OutsideError `package_unreadable`, `package_damaged`; Refusal `transfer.other_kind`.
    """
    files = bags.opened(content)
    try:
        info = dict(
            line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines() if ": " in line
        )
        if (info.get("Package-Kind"), info.get("Package-Version")) != (KIND, VERSION):
            raise Refusal("transfer.other_kind")
        facts = json.loads(files["data/dosar.json"])
        return Package(facts, files, str(facts["institution"]["name"]))
    except UNREADABLE as error:
        raise Refusal("transfer.other_kind") from error


def take(package: Package, hall: Institution, act: str, actor: Actor, house: House, now: datetime) -> Case:
    """Put the file down here, in the caller's transaction, under a number of our own register.

    Raises Refusal `transfer.act_needed`, `transfer.here_already`, `transfer.no_department`,
    `transfer.other_kind` (also for facts that fit no table); then nothing is kept.
    """
    if not act.strip():
        raise Refusal("transfer.act_needed")
    if session().get(Case, package.case_id) is not None:
        raise Refusal("transfer.here_already")
    try:
        return _put_down(package, hall, act, actor, house, now)
    except UNREADABLE as error:
        raise Refusal("transfer.other_kind") from error


def _put_down(
    package: Package, hall: Institution, act: str, actor: Actor, house: House, now: datetime
) -> Case:
    version = _version(package, hall)
    _people(package, now)
    entry = _entry(package, hall, actor, now)
    case = _case(package, hall, version, entry)
    _parts(package, case, house)
    _run(package, case, now)
    _note(package, case, act, actor, house, now)
    return case


def _version(package: Package, hall: Institution) -> ProcedureVersion:
    """The very version on which the file runs; unknown here, it comes along, and no new case opens on it."""
    held = packages.unzipped(package.files["data/procedura.zip"])
    found = procedures.keep_foreign(hall, held.code, held.files)
    if found.digest != package.facts["procedure"]["digest"]:
        raise ValueError("another procedure")
    return found


def _people(package: Package, now: datetime) -> None:
    """Who is not known here yet; colleagues of the other institution by their names only."""
    for told in package.facts["people"]:
        person = uuid.UUID(told["id"])
        if session().get(Person, person) is None:
            known = {key: told.get(key) for key in ("full_name", "email", "phone", "cnp")}
            session().add(Person(id=person, address=told.get("address") or {}, created_at=now, **known))
    session().flush()


def _entry(package: Package, hall: Institution, actor: Actor, now: datetime) -> RegisterEntry:
    own, procedure = _first_entry(package), package.facts["procedure"]
    return registry.enter(
        registry.Paper(
            institution_id=hall.id,
            direction="in",
            issuer=package.other[:200],
            summary=f"Preluare dosar nr. {own['legal_number']}: {procedure['title']}",
            department="",
            file_code=own["file_code"],
            channel="transfer",
            operator_id=actor.person_id,
            sender_number=own["legal_number"][:60],
            sender_date=datetime.fromisoformat(own["registered_at"]).date(),
            annexes=len(package.facts["documents"]),
            case_id=package.case_id,
            hashes=sorted({one["sha256"] for one in package.facts["revisions"]}),
        ),
        now,
    )


def _first_entry(package: Package) -> Mapping[str, Any]:
    own = package.facts["case"]["entry_id"]
    found: Mapping[str, Any] = next(one for one in package.facts["register"] if one["id"] == own)
    return found


def _case(package: Package, hall: Institution, version: ProcedureVersion, entry: RegisterEntry) -> Case:
    told = package.facts["case"]
    code = told["department_code"]
    department = institutions.department(hall.id, code) if code else None
    if code and department is None:
        raise Refusal("transfer.no_department", code=code)
    names = {column.key for column in Case.__table__.columns}
    facts = rows.typed(Case.__table__, [{key: told[key] for key in names if key in told}])[0]  # type: ignore[arg-type]
    facts |= {"institution_id": hall.id, "version_id": version.id, "entry_id": entry.id, "revision": 0}
    facts |= {"department_id": department.id if department else None}
    session().execute(insert(Case).values(**facts))
    return session().execute(select(Case).where(Case.id == package.case_id)).unique().scalar_one()


def _parts(package: Package, case: Case, house: House) -> None:
    for name, model in PARTS.items():
        told = [_own(model, row, case) for row in package.facts[name] if _comes_along(name, row)]
        if name == "revisions":
            for row, ours in zip(package.facts[name], told, strict=True):
                _file(package, row, house)
                ours.pop("place", None)
        for values in rows.typed(model.__table__, told):
            session().execute(insert(model).values(**values))
    session().expire_all()


def _comes_along(part: str, row: Mapping[str, Any]) -> bool:
    """Open tasks are made anew from where the run stands; used signatures stay with the letters they made."""
    if part == "tasks":
        return bool(row["state"] == "done")
    return part != "signatures" or row["entry_id"] is None


def _own(model: Any, row: Mapping[str, Any], case: Case) -> rows.Plain:
    """A row for this hall: its institution, no department or twin of the other one."""
    ours = {**row}
    if model.__table__.columns.get("case_id") is not None:
        ours["case_id"] = str(case.id)
    if "institution_id" in ours:
        ours["institution_id"] = str(case.institution_id)
    for gone in ("department_id", "twin_of_id", "holder_id"):
        if gone in ours:
            ours[gone] = None
    return ours


def _file(package: Package, row: Mapping[str, Any], house: House) -> None:
    content = package.files[f"data/{row['place']}"]
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise ValueError("another file")
    house.outside.files.put(content)


def _run(package: Package, case: Case, now: datetime) -> None:
    """The run goes on where it stood: tasks, timers and messages are awaited here now."""
    diagram = diagrams.of_version(case.version_id)
    state = package.files["data/stare.bin"]
    row = CaseRun(case_id=case.id, diagram=diagram.digest, state=state)
    session().add(row)
    run = runs.restore(diagram, state)
    advance.keep(case, row, run, now, before=())


def _note(package: Package, case: Case, act: str, actor: Actor, house: House, now: datetime) -> None:
    own = _first_entry(package)
    content = json.dumps(package.facts, ensure_ascii=False).encode()
    session().add(
        Transfer(
            case_id=case.id,
            institution_id=case.institution_id,
            direction=IN,
            other=package.other[:200],
            number_there=own["legal_number"][:60],
            act=" ".join(act.split())[:200],
            sha256=house.outside.files.put(content),
            size=len(content),
            at=now,
            by_id=actor.person_id,
        )
    )
    facts = {"other": package.other, "number": own["legal_number"]}
    cases.record(case, "taken_over", now, actor_id=actor.person_id, facts=facts)
    journal.note("case.taken_over", now, actor_id=actor.person_id, about=("case", case.id), facts=facts)
