"""Routing a paper: a head's resolution, a colleague's work on it; each with a line in the journal.

Everything is looked up through the actor's rights, inside the caller's transaction.
"""

import uuid
from datetime import datetime

from app.cityhall import institutions, journal
from app.cityhall.people import leaves
from app.cityhall.people.rights import Actor, HeldPost
from app.cityhall.registry.rules import romanian_day
from app.cityhall.routing import actions, queries, rules, works
from app.cityhall.routing.actions import Signed
from app.cityhall.routing.models import Assignment, RoutingItem
from app.cityhall.routing.rules import Order
from app.refusal import Refusal


def resolve(entry_id: uuid.UUID, order: Order, actor: Actor, seen: int, now: datetime) -> RoutingItem:
    """Write a resolution on a paper.

    Raises Refusal `routing.unknown`, `routing.changed` (somebody was faster), `routing.not_home`,
    `routing.who` (a department or colleague of elsewhere), and those of `routing.actions.resolve`.
    """
    item = queries.item(entry_id, actor, lock=True)
    if item.revision != seen:
        raise Refusal("routing.changed")
    write(item, order, actor, now)
    return item


def write(item: RoutingItem, order: Order, actor: Actor, now: datetime) -> None:
    """The same for a paper that is looked up and locked already."""
    post = _post(item, actor)
    rules.check(order, romanian_day(now))
    if not rules.routes_all(actor, item.institution_id):
        rules.lead_only_at_home(order, post.department_id)
    check_people(order, item.institution_id, now)
    actions.resolve(item, order, Signed.by(actor, post), now)
    _note("routing.resolved", item, actor, now, kind=order.kind)


def _post(item: RoutingItem, actor: Actor) -> HeldPost:
    post = rules.router(actor, item.institution_id, item.department_id)
    if post is None:
        raise Refusal("routing.not_router")
    return post


def check_people(order: Order, institution_id: uuid.UUID, now: datetime) -> None:
    """Departments of the institution, and colleagues of those departments. Raises Refusal `routing.who`."""
    departments = {one.id for one in institutions.departments(institution_id)}
    known = {
        (department, person.id)
        for department, person, _ in queries.colleagues(institution_id, romanian_day(now))
    }
    for one in order.charges:
        if one.department not in departments:
            raise Refusal("routing.who")
        if one.holder is not None and (one.department, one.holder) not in known:
            raise Refusal("routing.who")


def pass_up(entry_id: uuid.UUID, reason: str, actor: Actor, now: datetime) -> RoutingItem:
    """A head sends a paper back to the hall's routers. Raises `routing.not_router`, `routing.reason`."""
    item = queries.item(entry_id, actor, lock=True)
    post = _post(item, actor)
    actions.pass_up(item, reason, Signed.by(actor, post), now)
    _note("routing.passed_up", item, actor, now)
    return item


def take(assignment_id: uuid.UUID, actor: Actor, now: datetime) -> Assignment:
    """Take a work of the department. Raises Refusal `routing.unknown`, `routing.held`, `routing.settled`."""
    one = queries.work(assignment_id, actor)
    if one.department_id not in rules.desks(actor):
        raise Refusal("routing.unknown")
    works.take(one, actor, now)
    _note("routing.taken", one.item, actor, now)
    return one


def give_back(assignment_id: uuid.UUID, actor: Actor, now: datetime) -> Assignment:
    """Anybody of the department may take it again. Raises Refusal `routing.not_yours`."""
    one = _held(assignment_id, actor, now)
    works.give_back(one)
    _note("routing.given_back", one.item, actor, now)
    return one


def finish(assignment_id: uuid.UUID, answer: str, entry: str, actor: Actor, now: datetime) -> Assignment:
    """It is solved: how, and with which entry of the register the answer went out.

    Raises Refusal `routing.not_yours`, `routing.answer`, `routing.answer_entry`, `routing.support_open`.
    """
    one = _held(assignment_id, actor, now)
    number = queries.answer_entry(one.item.institution_id, entry)
    works.finish(one, answer, number, actor, now)
    _note("routing.finished", one.item, actor, now, holder=one.holder_id)
    return one


def send_back(assignment_id: uuid.UUID, reason: str, actor: Actor, now: datetime) -> Assignment:
    """Return it to the head, with a reason. Raises Refusal `routing.not_yours`, `routing.reason`."""
    one = _held(assignment_id, actor, now)
    works.send_back(one, reason, actor, now)
    _note("routing.returned", one.item, actor, now, holder=one.holder_id)
    return one


def reassign(assignment_id: uuid.UUID, holder: uuid.UUID | None, actor: Actor, now: datetime) -> Assignment:
    """A head gives a work to another colleague of its department, or to all of them.

    Raises Refusal `routing.not_router`, `routing.who`, `routing.settled`.
    """
    one = queries.work(assignment_id, actor)
    if rules.router(actor, one.item.institution_id, one.department_id) is None:
        raise Refusal("routing.not_router")
    people = queries.colleagues(one.item.institution_id, romanian_day(now))
    if holder is not None and (one.department_id, holder) not in {(d, p.id) for d, p, _ in people}:
        raise Refusal("routing.who")
    works.reassign(one, holder, now)
    _note("routing.reassigned", one.item, actor, now, holder=holder)
    return one


def away(actor: Actor, now: datetime) -> set[uuid.UUID]:
    """The colleagues for whom the actor stands in today."""
    return leaves.replaced_by(actor.person_id, romanian_day(now))


def _held(assignment_id: uuid.UUID, actor: Actor, now: datetime) -> Assignment:
    """A work of the actor's own, or of a colleague away whom the actor replaces."""
    stead = away(actor, now)
    one = queries.work(assignment_id, actor, stead)
    if not rules.stands_in(one.holder_id, actor, stead):
        raise Refusal("routing.not_yours")
    return one


def _note(
    what: str,
    item: RoutingItem,
    actor: Actor,
    now: datetime,
    *,
    kind: str = "",
    holder: uuid.UUID | None = None,
) -> None:
    facts = {"number": item.entry.legal_number, **({"kind": kind} if kind else {})}
    behalf = holder if holder != actor.person_id else None
    about = ("register_entry", item.entry_id)
    journal.note(what, now, actor_id=actor.person_id, on_behalf_of_id=behalf, about=about, facts=facts)
