"""Who may not work on a case, or read it: whoever it complains of, and those under that person.

A petition about an official's act is not solved by that official or by a subordinate (OG 27/2002 art. 11).
"""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, delete, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from app.cityhall.cases.models import Case
from app.cityhall.people.models import Account, Person, Post
from app.cityhall.people.rights import Actor
from app.database import Base, session
from app.refusal import Refusal

ACT = "OG 27/2002 art. 11"


class CaseExclusion(Base):
    """A colleague for whom a case is closed, and under which act."""

    __tablename__ = "case_exclusion"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    act: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


def check(case_id: uuid.UUID, actor: Actor) -> None:
    """Raises Refusal `case.excluded` when the case is closed for the actor."""
    if session().get(CaseExclusion, (case_id, actor.person_id)) is not None:
        raise refusal()


def closed(case_id: InstrumentedAttribute[uuid.UUID], actor: Actor) -> ColumnElement[bool]:
    """Is the case of a row closed for the actor? To be asked together with the row."""
    return exists().where(CaseExclusion.case_id == case_id, CaseExclusion.person_id == actor.person_id)


def refusal() -> Refusal:
    """What is said to whom a case is closed."""
    return Refusal("case.excluded", act=ACT)


def closed_for(person_id: uuid.UUID) -> list[uuid.UUID]:
    """The cases that somebody may not see; few, whoever it is."""
    query = select(CaseExclusion.case_id).where(CaseExclusion.person_id == person_id)
    return list(session().scalars(query))


def of_case(case_id: uuid.UUID) -> set[uuid.UUID]:
    """Everybody for whom the case is closed."""
    query = select(CaseExclusion.person_id).where(CaseExclusion.case_id == case_id)
    return set(session().scalars(query))


def replace(case: Case, people: Collection[uuid.UUID], now: datetime) -> None:
    """Close the case for these people, and for nobody else any more."""
    session().execute(delete(CaseExclusion).where(CaseExclusion.case_id == case.id))
    session().add_all(
        CaseExclusion(case_id=case.id, person_id=one, act=ACT, at=now) for one in sorted(set(people), key=str)
    )
    session().flush()


def concerned(case: Case, name: str, today: date) -> set[uuid.UUID]:
    """The colleagues of that name, and the officers under them when one is head of the case's department."""
    named = _holders(case, today, Person.full_name == name)
    heads = _holders(case, today, Person.full_name == name, roles={"head"}, here=True)
    return named | (_holders(case, today, roles={"officer"}, here=True) if heads else set())


def officers(case: Case, today: date) -> set[uuid.UUID]:
    """Who can solve the case in its department."""
    return _holders(case, today, roles={"officer"}, here=True)


def _holders(
    case: Case, today: date, *wanted: ColumnElement[bool], roles: Collection[str] = (), here: bool = False
) -> set[uuid.UUID]:
    query = select(Person.id).join(Account, Account.person_id == Person.id).join(Post)
    query = query.where(Post.institution_id == case.institution_id, Post.valid_from <= today)
    query = query.where(or_(Post.valid_until.is_(None), Post.valid_until >= today), *wanted)
    if roles:
        query = query.where(Post.role.in_(roles))
    if here:
        query = query.where(Post.department_id == case.department_id)
    return set(session().scalars(query))
