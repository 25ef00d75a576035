"""Cases that belong together: petitions on the same matter, papers that came for a running case.

Several petitions of one petitioner on one matter are connected and get one answer; one that was answered
already is filed under the first number (OG 27/2002 art. 10). Both rows of the register say so.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases import actions
from app.cityhall.cases.likeness import likeness, names
from app.cityhall.cases.models import Case
from app.cityhall.people.models import Person
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.cityhall.registry import actions as registry
from app.cityhall.registry.models import RegisterEntry
from app.database import Base, Identified, session
from app.refusal import Refusal

# Policy: texts this much alike are proposed as twins, among petitions not older than this.
ALIKE = 50
WITHIN = timedelta(days=730)
MOST = 50
KINDS = ("connected", "repeated", "attached")


class CaseConnection(Identified, Base):
    """A case joined to an earlier one. `kind`: connected (one answer), repeated (was answered), attached."""

    __tablename__ = "case_connection"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), unique=True)
    to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    to: Mapped[Case] = relationship(foreign_keys=[to_id])


@dataclass(frozen=True)
class Twin:
    """An earlier petition, perhaps on the same matter: how alike in percent; `named` by the petitioner."""

    case: Case
    open: bool
    alike: int
    named: bool


def twins(case: Case) -> list[Twin]:
    """Earlier petitions of the same petitioner that look like this one, the likeliest first."""
    found = [twin for other in _of_same_petitioner(case) if (twin := _twin(case, other))]
    return sorted(found, key=lambda one: (not one.named, -one.alike, one.case.opened_at))


def _twin(case: Case, other: Case) -> Twin | None:
    """Only what is still open, or was answered, can be a twin."""
    is_open = other.closed_at is None and other.outcome is None
    named = names(str(case.answers.get("previous_number") or ""), other.entry.legal_number)
    alike = likeness(_text(case), _text(other))
    usable = is_open or other.outcome == "answered"
    return Twin(other, is_open, alike, named) if usable and (named or alike >= ALIKE) else None


def _text(case: Case) -> str:
    return f"{case.answers.get('subject', '')} {case.answers.get('description', '')}"


def _of_same_petitioner(case: Case) -> list[Case]:
    query = (
        select(Case)
        .join(ProcedureVersion, ProcedureVersion.id == Case.version_id)
        .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
        .where(Case.applicant_id.in_(_same_person(case.applicant)), Case.id != case.id)
        .where(Case.institution_id == case.institution_id, Procedure.code == case.version.code)
        .where(Case.opened_at <= case.opened_at, Case.opened_at > case.opened_at - WITHIN)
    )
    return list(session().scalars(query.order_by(Case.opened_at.desc()).limit(MOST)))


def _same_person(person: Person) -> list[uuid.UUID]:
    """The same account, or the same name with the same e-mail address or telephone."""
    addresses = [Person.email == person.email] if person.email else []
    addresses += [Person.phone == person.phone] if person.phone else []
    if not addresses:
        return [person.id]
    found = session().execute(select(Person.id, Person.full_name).where(or_(*addresses)))
    name = person.full_name.casefold()
    return [person.id, *(one for one, called in found if called.casefold() == name and one != person.id)]


def by_number(case: Case, legal_number: str) -> Case:
    """The case of the same institution with that number and date. Raises Refusal `case.unknown`."""
    number = legal_number.strip().partition("/")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Refusal("case.unknown")
    query = select(Case).join(RegisterEntry, RegisterEntry.id == Case.entry_id)
    query = query.where(Case.institution_id == case.institution_id, RegisterEntry.number == int(number))
    found = [one for one in session().scalars(query) if names(legal_number, one.entry.legal_number)]
    others = [one for one in found if one.id != case.id]
    if len(others) != 1:
        raise Refusal("case.unknown")
    return others[0]


def connect(case: Case, to: Case, kind: str, now: datetime) -> CaseConnection:
    """Join a case to an earlier one; history and register of both say so. Done again, it changes nothing."""
    known = session().scalar(select(CaseConnection).where(CaseConnection.case_id == case.id))
    if known is not None:
        return known
    made = CaseConnection(case=case, to=to, kind=kind, at=now)
    session().add(made)
    registry.mark(case.entry_id, "connected", to.entry.legal_number, now)
    registry.mark(to.entry_id, "connected", case.entry.legal_number, now)
    own = case.applicant_id == to.applicant_id
    told = {"number": to.entry.legal_number, "kind": kind}
    actions.record(case, "connected", now, facts=told, public=own)
    back = {"number": case.entry.legal_number, "kind": kind}
    actions.record(to, "connected_here", now, facts=back, public=own)
    session().flush()
    return made


def of_case(case_id: uuid.UUID) -> list[CaseConnection]:
    """What a case is joined to, and what is joined to it; oldest first."""
    either = or_(CaseConnection.case_id == case_id, CaseConnection.to_id == case_id)
    return list(session().scalars(select(CaseConnection).where(either).order_by(CaseConnection.at)))


def other_side(case_id: uuid.UUID, found: Iterable[CaseConnection]) -> list[tuple[Case, str, bool]]:
    """The other case of each connection, its kind, and whether that one is the earlier."""
    return [
        (one.to, one.kind, True) if one.case_id == case_id else (one.case, one.kind, False) for one in found
    ]
