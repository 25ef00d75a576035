"""Who holds a post in an institution today: which departments can work, and everybody by name."""

import uuid
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from app.cityhall.people.models import Account, Person, Post
from app.database import session


def staffed(institution_id: uuid.UUID, role: str, today: date) -> set[uuid.UUID]:
    """The departments where somebody holds that role."""
    query = select(Post.department_id).where(Post.institution_id == institution_id, Post.role == role)
    found = session().scalars(query.where(*_runs(today)).distinct())
    return {one for one in found if one is not None}


def people(institution_id: uuid.UUID, today: date) -> list[tuple[str, str]]:
    """Everybody who works there: the name, and the name with the titles of all posts."""
    query = (
        select(Person.full_name, Post.title)
        .join(Account, Account.person_id == Person.id)
        .join(Post, Post.account_id == Account.id)
        .where(Post.institution_id == institution_id, *_runs(today))
        .order_by(Person.full_name, Post.title)
    )
    titles: dict[str, list[str]] = {}
    for name, title in session().execute(query):
        held = titles.setdefault(name, [])
        if title not in held:
            held.append(title)
    return [(name, f"{name}, {', '.join(held)}") for name, held in titles.items()]


def holders(institution_id: uuid.UUID, role: str, today: date) -> list[Account]:
    """Whoever holds that role there, by name."""
    query = select(Account).join(Person, Account.person_id == Person.id).join(Post)
    query = query.where(Post.institution_id == institution_id, Post.role == role, *_runs(today))
    return list(session().scalars(query.order_by(Person.full_name, Account.id)).unique())


def staff(institution_id: uuid.UUID, today: date) -> list[Account]:
    """Everybody who holds a post of the institution today, by name."""
    query = select(Account).join(Person).join(Post, Post.account_id == Account.id)
    query = query.where(Post.institution_id == institution_id, *_runs(today)).distinct()
    return sorted(session().scalars(query), key=lambda one: one.person.full_name)


def called(name: str, today: date) -> Account | None:
    """Somebody on the staff by full name, or by the first one."""
    query = select(Account).join(Person, Account.person_id == Person.id).join(Post).where(*_runs(today))
    known = (Person.full_name == name) | Person.full_name.startswith(f"{name} ", autoescape=True)
    return session().scalars(query.where(known).order_by(Person.full_name, Account.id)).first()


def _runs(today: date) -> tuple[ColumnElement[bool], ...]:
    return (Post.valid_from <= today, or_(Post.valid_until.is_(None), Post.valid_until >= today))
