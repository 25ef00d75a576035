"""Leave: who is away between which days, and which colleague stands in meanwhile.

The substitute gets the posts for those days (as delegations), so that every task of theirs is found; papers
assigned by name stay the holder's and are shown to the substitute too. It all ends by itself.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.people.delegations import DELEGABLE, LONGEST_ACT
from app.cityhall.people.models import Account, Person, Post
from app.database import Base, Identified, session
from app.refusal import Refusal

# A year of parental leave is noted too; a longer one is surely a slip of the pen.
LONGEST = timedelta(days=3 * 366)


class Leave(Identified, Base):
    """Somebody is away from `since` to `until`, both included; `substitute` stands in.

    `begun_at`: what the person held was given back to the team. `ended_at`: ended before its last day.
    """

    __tablename__ = "staff_leave"
    __table_args__ = (
        Index("ix_staff_leave_person", "person_id", "until"),
        Index("ix_staff_leave_substitute", "substitute_id", "until"),
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    substitute_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    since: Mapped[date]
    until: Mapped[date]
    act: Mapped[str] = mapped_column(String(200), default="")
    noted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    substitute: Mapped[Person] = relationship(foreign_keys=[substitute_id], lazy="joined")


@dataclass(frozen=True)
class Asked:
    """What is asked for: who is away, who stands in, and from when to when."""

    institution: uuid.UUID
    person: uuid.UUID
    substitute: uuid.UUID
    since: date | None
    until: date | None
    act: str = ""


def begin(asked: Asked, by: uuid.UUID, now: datetime, today: date) -> Leave:
    """Note a leave, and give the substitute the posts for its days.

    Raises Refusal `leave.dates`, `leave.self`, `leave.who`, `leave.overlaps`, `leave.substitute_away`,
    `leave.is_substitute`, `leave.act_needed` (whoever signs for another prints the act).
    """
    since, until = _days(asked, today)
    if asked.person == asked.substitute:
        raise Refusal("leave.self")
    posts, deputy = held(asked.institution, asked.person, today), _account(asked, today)
    if not posts or deputy is None:
        raise Refusal("leave.who")
    _check_free(asked, since, until)
    act = " ".join(asked.act.split())[:LONGEST_ACT]
    if not act and any(post.role in DELEGABLE for post in posts):
        raise Refusal("leave.act_needed")
    made = Leave(
        institution_id=asked.institution,
        person_id=asked.person,
        substitute_id=asked.substitute,
        since=since,
        until=until,
        act=act,
        noted_by_id=by,
        noted_at=now,
    )
    session().add(made)
    session().add_all(_stand_ins(made, posts, deputy, today))
    session().flush()
    return made


def _days(asked: Asked, today: date) -> tuple[date, date]:
    if asked.since is None or asked.until is None:
        raise Refusal("leave.dates")
    if asked.until < max(asked.since, today) or asked.until - asked.since > LONGEST:
        raise Refusal("leave.dates")
    return asked.since, asked.until


def _check_free(asked: Asked, since: date, until: date) -> None:
    """Nobody is away twice at once, stands in while away, or is away while standing in."""
    both = {asked.person, asked.substitute}
    for one in overlapping(asked.institution, since, until):
        if one.person_id == asked.person:
            raise Refusal("leave.overlaps", since=f"{one.since:%d.%m.%Y}", until=f"{one.until:%d.%m.%Y}")
        if one.person_id in both:
            raise Refusal("leave.substitute_away", name=one.person.full_name, until=f"{one.until:%d.%m.%Y}")
        if one.substitute_id == asked.person:
            raise Refusal("leave.is_substitute", name=one.person.full_name, until=f"{one.until:%d.%m.%Y}")


def overlapping(institution_id: uuid.UUID, since: date, until: date) -> list[Leave]:
    """Leaves of that institution that share a day with these."""
    query = select(Leave).where(
        Leave.institution_id == institution_id,
        Leave.ended_at.is_(None),
        Leave.since <= until,
        Leave.until >= since,
    )
    return list(session().scalars(query.order_by(Leave.since, Leave.id)))


def held(institution_id: uuid.UUID, person_id: uuid.UUID, today: date) -> list[Post]:
    """The person's own posts there; those held by delegation are not handed on."""
    query = (
        select(Post)
        .join(Account, Account.id == Post.account_id)
        .where(
            Account.person_id == person_id,
            Post.institution_id == institution_id,
            Post.delegation_act.is_(None),
            or_(Post.valid_until.is_(None), Post.valid_until >= today),
        )
    )
    return list(session().scalars(query.order_by(Post.role, Post.id)))


def staff(institution_id: uuid.UUID, today: date) -> list[tuple[Person, str]]:
    """Everybody with a post of their own there, by name, with the title of each post."""
    query = (
        select(Person, Post.title)
        .join(Account, Account.person_id == Person.id)
        .join(Post, Post.account_id == Account.id)
        .where(
            Post.institution_id == institution_id,
            Post.delegation_act.is_(None),
            Post.valid_from <= today,
            or_(Post.valid_until.is_(None), Post.valid_until >= today),
            Account.disabled_at.is_(None),
        )
    )
    rows = session().execute(query.order_by(Person.full_name, Post.title, Post.id))
    return [(person, title) for person, title in rows]


def _account(asked: Asked, today: date) -> Account | None:
    """The substitute's account, when there is a post of the same institution with it."""
    if not held(asked.institution, asked.substitute, today):
        return None
    query = select(Account).where(Account.person_id == asked.substitute, Account.disabled_at.is_(None))
    return session().scalar(query)


def _stand_ins(leave: Leave, posts: list[Post], deputy: Account, today: date) -> list[Post]:
    """Each post of whoever is away, but those that the substitute holds too."""
    own = held(leave.institution_id, leave.substitute_id, today)
    title = own[0].title
    known = {(post.role, post.department_id) for post in own}
    return [
        Post(
            account_id=deputy.id,
            institution_id=leave.institution_id,
            department_id=post.department_id,
            role=post.role,
            title=title,
            valid_from=leave.since,
            valid_until=leave.until,
            delegation_act=leave.act or f"Înlocuire în concediu, {leave.since:%d.%m.%Y}",
            replaces_id=post.id,
        )
        for post in posts
        if (post.role, post.department_id) not in known
    ]


def end(leave: Leave, now: datetime, today: date) -> None:
    """Back before the last day: from today on nobody stands in. Raises Refusal `leave.over`."""
    if leave.ended_at is not None or leave.until < today:
        raise Refusal("leave.over")
    leave.ended_at = now
    replaced = {post.id for post in _all_posts(leave.person_id)}
    query = (
        select(Post)
        .join(Account, Account.id == Post.account_id)
        .where(
            Account.person_id == leave.substitute_id,
            Post.replaces_id.in_(replaced),
            Post.valid_from == leave.since,
            Post.valid_until == leave.until,
        )
    )
    for post in session().scalars(query):
        post.valid_until = today - timedelta(days=1)
    session().flush()


def _all_posts(person_id: uuid.UUID) -> list[Post]:
    query = select(Post).join(Account, Account.id == Post.account_id).where(Account.person_id == person_id)
    return list(session().scalars(query))


def replaced_by(person_id: uuid.UUID, today: date) -> set[uuid.UUID]:
    """The people away today for whom somebody stands in."""
    return set(
        session().scalars(select(Leave.person_id).where(Leave.substitute_id == person_id, _runs(today)))
    )


def away(people: Collection[uuid.UUID], today: date) -> dict[uuid.UUID, Leave]:
    """Who of these people is away today."""
    query = select(Leave).where(Leave.person_id.in_(people), _runs(today))
    return {one.person_id: one for one in session().scalars(query)} if people else {}


def to_begin(today: date) -> list[Leave]:
    """Leaves whose first day has come, and whose people still hold what they held."""
    query = select(Leave).where(Leave.begun_at.is_(None), _runs(today))
    return list(session().scalars(query.order_by(Leave.since, Leave.id)))


def listed(institutions: Collection[uuid.UUID], today: date, limit: int = 100) -> list[Leave]:
    """Leaves that run or will, then the last ones that are over."""
    query = select(Leave).where(Leave.institution_id.in_(institutions))
    found = session().scalars(query.order_by(Leave.until.desc(), Leave.id).limit(limit))
    return sorted(found, key=lambda one: one.ended_at is not None or one.until < today)


def one(leave_id: uuid.UUID, institutions: Collection[uuid.UUID]) -> Leave:
    """A leave of these institutions, locked. Raises Refusal `leave.unknown`."""
    found = session().get(Leave, leave_id, with_for_update=True, populate_existing=True)
    if found is None or found.institution_id not in institutions:
        raise Refusal("leave.unknown")
    return found


def _runs(today: date) -> ColumnElement[bool]:
    return (Leave.ended_at.is_(None)) & (Leave.since <= today) & (Leave.until >= today)
