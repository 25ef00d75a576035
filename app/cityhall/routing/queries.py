"""Finding papers to route and works to do, always through somebody's rights."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from app.cityhall.institutions import Department
from app.cityhall.people.models import Account, Person, Post
from app.cityhall.people.rights import Actor
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.routing import rules
from app.cityhall.routing.models import (
    DONE,
    INFORM,
    LEAD,
    OPEN,
    TO_ROUTE,
    Assignment,
    Resolution,
    RoutingItem,
)
from app.database import session
from app.refusal import Refusal

BOXES = ("free", "mine", "stead", "team", "finished")
# Nobody turns more pages than these of what is over.
FINISHED_SHOWN = 1_000


def to_route(actor: Actor, *, limit: int = 50, offset: int = 0) -> list[RoutingItem]:
    """What waits for the actor's resolution, the most urgent first."""
    query = select(RoutingItem).where(_routed_by(actor), RoutingItem.queue == TO_ROUTE)
    query = query.order_by(RoutingItem.next_date, RoutingItem.opened_at, RoutingItem.entry_id)
    return list(session().scalars(query.limit(limit).offset(offset)))


def count_to_route(actor: Actor) -> int:
    """How many papers wait for the actor's resolution."""
    query = select(func.count()).where(_routed_by(actor), RoutingItem.queue == TO_ROUTE)
    return session().scalar(query) or 0


def _routed_by(actor: Actor) -> ColumnElement[bool]:
    """The hall's routers see first what lies with no department, and may route the heads' too."""
    return or_(
        RoutingItem.institution_id.in_(rules.everywhere(actor)),
        RoutingItem.department_id.in_(rules.headed(actor)),
    )


def item(entry_id: uuid.UUID, actor: Actor, *, lock: bool = False) -> RoutingItem:
    """A paper that the actor routes, or works on (or did). Raises Refusal `routing.unknown`."""
    found = _get(entry_id, lock=lock)
    if found is None or not _seen(found, actor):
        raise Refusal("routing.unknown")
    return found


def of_entry(entry_id: uuid.UUID) -> RoutingItem | None:
    """The paper of a register entry; the caller has checked the right to the entry."""
    return session().get(RoutingItem, entry_id)


def _get(entry_id: uuid.UUID, *, lock: bool) -> RoutingItem | None:
    if not lock:
        return session().get(RoutingItem, entry_id)
    locked = select(RoutingItem).where(RoutingItem.entry_id == entry_id).with_for_update(of=RoutingItem)
    return session().scalar(locked.execution_options(populate_existing=True))


def _seen(found: RoutingItem, actor: Actor) -> bool:
    if rules.router(actor, found.institution_id, found.department_id) is not None:
        return True
    shares = select(Assignment.id).where(Assignment.item_id == found.entry_id, _of_desk(actor))
    return session().scalar(shares.limit(1)) is not None


def _of_desk(actor: Actor) -> ColumnElement[bool]:
    return Assignment.department_id.in_(rules.desks(actor))


def works(
    actor: Actor, box: str, away: Collection[uuid.UUID] = (), *, limit: int = 50, offset: int = 0
) -> list[Assignment]:
    """A box of works: free (to take), mine, stead (of those away whom the actor replaces), team, finished."""
    query = _works(actor, box, away)
    if box == "finished":
        query = query.order_by(Assignment.settled_at.desc())
    else:
        query = query.order_by(Assignment.due_on, Assignment.id)
    return list(session().scalars(query.limit(limit).offset(offset)))


def count_works(actor: Actor, box: str, away: Collection[uuid.UUID] = ()) -> int:
    """How many works lie in a box; a thousand finished ones at most."""
    found = _works(actor, box, away).with_only_columns(Assignment.id).limit(FINISHED_SHOWN).subquery()
    return session().scalar(select(func.count()).select_from(found)) or 0


def _works(actor: Actor, box: str, away: Collection[uuid.UUID]) -> Select[Assignment]:
    query = select(Assignment)
    if box == "finished":
        return query.where(Assignment.settled_by_id == actor.person_id)
    query = query.where(Assignment.state == OPEN)
    if box == "mine":
        return query.where(Assignment.holder_id == actor.person_id)
    if box == "stead":
        return query.where(Assignment.holder_id.in_(away) if away else false())
    if box == "free":
        return query.where(Assignment.holder_id.is_(None), _of_desk(actor))
    others = and_(Assignment.holder_id.is_not(None), Assignment.holder_id != actor.person_id)
    return query.where(others, _of_desk(actor))


def work(assignment_id: uuid.UUID, actor: Actor, away: Collection[uuid.UUID] = ()) -> Assignment:
    """A work of the actor's desks or stead, its paper locked first. Raises Refusal `routing.unknown`."""
    found = session().get(Assignment, assignment_id)
    if found is None or not (
        found.department_id in rules.desks(actor)
        or rules.stands_in(found.holder_id, actor, away)
        or rules.router(actor, found.item.institution_id, found.department_id)
    ):
        raise Refusal("routing.unknown")
    _get(found.item_id, lock=True)
    session().refresh(found)
    return found


def shares(entry_id: uuid.UUID) -> Sequence[Assignment]:
    """All assignments of a paper, the latest resolution's first, whoever leads before the others."""
    order = {LEAD: 0, INFORM: 2}
    query = select(Assignment).where(Assignment.item_id == entry_id)
    found = list(session().scalars(query))
    found.sort(key=lambda one: (order.get(one.part, 1), one.department.name))
    return sorted(found, key=lambda one: one.resolution.at, reverse=True)


def resolutions(entry_id: uuid.UUID) -> list[Resolution]:
    """What was written on a paper, oldest first."""
    query = select(Resolution).where(Resolution.item_id == entry_id)
    return list(session().scalars(query.order_by(Resolution.at, Resolution.id)))


def colleagues(institution_id: uuid.UUID, today: date) -> list[tuple[uuid.UUID, Person, str]]:
    """Who can be given papers there: department, person and title, each person once in a department."""
    query = (
        select(Post.department_id, Person, Post.title)
        .join(Account, Account.id == Post.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(
            Post.institution_id == institution_id,
            Post.department_id.is_not(None),
            Post.role.in_(rules.WORKERS),
            Post.delegation_act.is_(None),
            Post.valid_from <= today,
            or_(Post.valid_until.is_(None), Post.valid_until >= today),
            Account.disabled_at.is_(None),
        )
        .order_by(Person.full_name, Post.role)
    )
    found: dict[tuple[uuid.UUID, uuid.UUID], tuple[uuid.UUID, Person, str]] = {}
    for department, person, title in session().execute(query):
        if department is not None:
            found.setdefault((department, person.id), (department, person, title))
    return list(found.values())


def annulled() -> list[RoutingItem]:
    """Open papers whose entry was annulled."""
    later = aliased(RegisterEntry)
    query = select(RoutingItem).where(
        RoutingItem.queue != DONE, exists().where(later.annuls_id == RoutingItem.entry_id)
    )
    return list(session().scalars(query))


def answer_entry(institution_id: uuid.UUID, typed: str) -> uuid.UUID | None:
    """The entry of an answer as typed, number/year or number/day.month.year; None when nothing was.

    Raises Refusal `routing.answer_entry` when there is no such entry.
    """
    text = typed.strip()
    if not text:
        return None
    number, _, rest = text.partition("/")
    year = rest.rsplit(".", 1)[-1]
    if not (number.isdecimal() and year.isdecimal() and len(number) < 10 and len(year) == 4):
        raise Refusal("routing.answer_entry")
    query = select(RegisterEntry.id).where(
        RegisterEntry.institution_id == institution_id,
        RegisterEntry.year == int(year),
        RegisterEntry.number == int(number),
    )
    found = session().scalar(query)
    if found is None:
        raise Refusal("routing.answer_entry")
    return found


def account(person_id: uuid.UUID) -> Account | None:
    """The account of somebody on the staff, unless it was closed."""
    query = select(Account).where(Account.person_id == person_id, Account.disabled_at.is_(None))
    return session().scalar(query)


def department(department_id: uuid.UUID) -> Department:
    """A department by its id. Raises Refusal `routing.who`."""
    found = session().get(Department, department_id)
    if found is None:
        raise Refusal("routing.who")
    return found
