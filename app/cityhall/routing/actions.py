"""Changing where a paper lies: opened, resolved, taken, given back, finished, returned.

Each in the caller's transaction, on an item that was looked up with `locked` through the actor's rights.
The register's columns 8 (routed to) and 10 (how it was solved) are written here, as marks.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.cityhall.institutions import Department
from app.cityhall.people.rights import Actor, HeldPost
from app.cityhall.registry import actions as registry
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import romanian_day
from app.cityhall.routing import days, rules
from app.cityhall.routing.models import (
    DONE,
    IN_WORK,
    OPEN,
    RECALLED,
    TO_ROUTE,
    Assignment,
    Resolution,
    RoutingItem,
)
from app.cityhall.routing.rules import COMPETENCE, RETURN, Charge, Order
from app.database import session
from app.refusal import Refusal

LONGEST_OUTCOME = 300


@dataclass(frozen=True)
class Signed:
    """Who writes a resolution, and in which post."""

    person_id: uuid.UUID
    title: str
    act: str | None = None

    @classmethod
    def by(cls, actor: Actor, post: HeldPost) -> "Signed":
        """The actor in one of its posts; by delegation with its act."""
        return cls(actor.person_id, post.title, post.act)


def open(entry: RegisterEntry, department: Department | None, now: datetime, note: str = "") -> RoutingItem:  # noqa: A001
    """A registered paper waits for a resolution, from now on, at the head of that department.

    Without a department it waits at the hall's own routers. Opened again it stays where it is.
    """
    found = session().get(RoutingItem, entry.id)
    if found is not None:
        return found
    item = RoutingItem(
        entry_id=entry.id,
        institution_id=entry.institution_id,
        department_id=department.id if department else None,
        queue=TO_ROUTE,
        next_date=days.next_date(entry.institution_id, days.ROUTE, romanian_day(now)),
        note=note.strip()[: rules.LONGEST_WORDS],
        opened_at=now,
    )
    session().add(item)
    session().flush()
    if department is not None:
        registry.mark(entry.id, "routed", department.name, now)
    return item


def resolve(item: RoutingItem, order: Order, by: Signed, now: datetime) -> Resolution:
    """Write a resolution: it replaces the one before, and whoever worked by that one stops.

    Raises Refusal `routing.closed`, and those of `rules.check`.
    """
    today = romanian_day(now)
    if item.queue == DONE:
        raise Refusal("routing.closed")
    rules.check(order, today)
    due = order.due_on or days.next_date(item.institution_id, _step(order.kind), today)
    chief = order.lead or order.charges[0]
    written = _write(item, order.kind, order.words, by, now, chief.department)
    written.due_on = due
    for one in current(item.entry_id):
        settle(one, RECALLED, None, now)
    item.department_id, item.note = chief.department, order.words.strip()
    if order.kind == COMPETENCE:
        item.queue = TO_ROUTE
        item.next_date = days.next_date(item.institution_id, days.ROUTE, today)
    else:
        item.queue, item.next_date = IN_WORK, due
        session().add_all(_assignment(written, charge, now) for charge in order.charges)
    session().flush()
    session().expire(item, ["department"])
    _mark_routed(item, order, by, now)
    return written


def _step(kind: str) -> str:
    return days.ROUTE if kind == COMPETENCE else kind


def _write(
    item: RoutingItem, kind: str, words: str, by: Signed, now: datetime, department: uuid.UUID | None
) -> Resolution:
    made = Resolution(
        item_id=item.entry_id,
        by_id=by.person_id,
        title=by.title,
        act=by.act,
        kind=kind,
        words=words.strip(),
        department_id=department,
        at=now,
    )
    session().add(made)
    session().flush()
    return made


def _assignment(written: Resolution, charge: Charge, now: datetime) -> Assignment:
    return Assignment(
        item_id=written.item_id,
        resolution_id=written.id,
        department_id=charge.department,
        holder_id=charge.holder,
        part=charge.part,
        due_on=written.due_on,
        taken_at=now if charge.holder else None,
    )


def _mark_routed(item: RoutingItem, order: Order, by: Signed, now: datetime) -> None:
    """Column 8: the department that answers first."""
    wanted = sorted(order.charges, key=lambda one: one != (order.lead or order.charges[0]))
    found = {
        one.id: one.name
        for one in session().scalars(
            select(Department).where(Department.id.in_(one.department for one in wanted))
        )
    }
    names = ", ".join(found[one.department] for one in wanted if one.department in found)
    registry.mark(item.entry_id, "routed", names, now, by.person_id)


def pass_up(item: RoutingItem, reason: str, by: Signed, now: datetime) -> None:
    """A head says that a paper is not the department's: back to the hall's own routers.

    Raises Refusal `routing.closed`, `routing.reason`.
    """
    if item.queue != TO_ROUTE:
        raise Refusal("routing.closed" if item.queue == DONE else "routing.in_work")
    _write(item, RETURN, needed(reason), by, now, item.department_id)
    back(item, None, reason, now)


def needed(reason: str) -> str:
    """A reason as it is kept. Raises Refusal `routing.reason`."""
    if not reason.strip():
        raise Refusal("routing.reason")
    return reason.strip()[: rules.LONGEST_WORDS]


def settle(one: Assignment, state: str, by: uuid.UUID | None, now: datetime) -> None:
    """An assignment is over: done, returned or recalled."""
    one.state, one.settled_at, one.settled_by_id = state, now, by


def close(item: RoutingItem, last: Assignment, now: datetime) -> None:
    """The paper is solved, as its last assignment says (column 10)."""
    item.queue, item.closed_at, item.outcome = DONE, now, last.answer[:LONGEST_OUTCOME]
    registry.mark(item.entry_id, "resolved", last.answer, now, last.settled_by_id)


def back(item: RoutingItem, department_id: uuid.UUID | None, reason: str, now: datetime) -> None:
    """It waits for a resolution again, at that department's head or at the hall's routers."""
    item.queue, item.department_id, item.note = TO_ROUTE, department_id, needed(reason)
    item.next_date = days.next_date(item.institution_id, days.ROUTE, romanian_day(now))
    session().flush()
    session().expire(item, ["department"])


def strike(item: RoutingItem, now: datetime) -> None:
    """The entry was annulled: nobody has anything to do with it any more."""
    for one in current(item.entry_id):
        settle(one, RECALLED, None, now)
    item.queue, item.closed_at, item.outcome = DONE, now, "anulat"


def current(item_id: uuid.UUID) -> list[Assignment]:
    """The open assignments of a paper."""
    query = select(Assignment).where(Assignment.item_id == item_id, Assignment.state == OPEN)
    return list(session().scalars(query))
