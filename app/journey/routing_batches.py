"""The same done to many papers: each is a job of its own, so that one that is refused holds up no other.

A resolution on papers of the register and on open routing tasks of cases; another holder for many works.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from app.cityhall import journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases import queries as case_queries
from app.cityhall.cases.models import CaseTask
from app.cityhall.people import posts, rights
from app.cityhall.people.rights import Actor
from app.cityhall.registry.rules import romanian_day
from app.cityhall.routing import batches, queries, rules
from app.cityhall.routing.batches import Picked, RoutingBatch, RoutingBatchItem
from app.cityhall.routing.models import IN_WORK, TO_ROUTE, RoutingItem
from app.cityhall.routing.rules import Charge, Order
from app.database import session
from app.journey import routing, work
from app.queue import jobs
from app.refusal import Refusal

ROUTING_FORM = "routing"
# What a routing task must ask, so that a resolution can answer it.
ANSWERED = frozenset({"competence", "department"})
SHORTEST, LONGEST_TERM = 1, 30
MOST_SHOWN = 200


def tasks(actor: Actor, limit: int = MOST_SHOWN) -> list[CaseTask]:
    """Open routing tasks of cases that a resolution can answer and the actor may do."""
    found: dict[uuid.UUID, CaseTask] = {}
    for post in actor.posts:
        for task in case_queries.waiting_for(actor, post.role, ROUTING_FORM, limit=limit):
            there = task.department_id in (None, post.department_id)
            free = task.holder_id in (None, actor.person_id)
            if there and free and task.institution_id == post.institution_id:
                found.setdefault(task.id, task)
    seen = case_queries.seen({task.case_id for task in found.values()}, actor)
    return [task for task in found.values() if task.case_id in seen and _answerable(task)]


def _answerable(task: CaseTask) -> bool:
    known = work.form_of(task).schema
    return set(_asked(known)) >= ANSWERED


def _asked(schema: Mapping[str, Any]) -> Iterable[str]:
    yield from schema.get("properties", {})
    for part in schema.get("allOf", []):
        yield from part.get("then", {}).get("properties", {})


def resolve(picked: Iterable[Picked], order: Order, actor: Actor, now: datetime) -> RoutingBatch:
    """Have one resolution written on all of these; in a transaction.

    Raises Refusal `routing.nothing`, `routing.too_many_papers`, `routing.not_router`, and those of one paper.
    """
    hall = _hall(actor)
    rules.check(order, romanian_day(now))
    routing.check_people(order, hall, now)
    return _begin(hall, batches.RESOLVE, _kept(order), picked, actor, now)


def reassign(picked: Iterable[Picked], holder: uuid.UUID | None, actor: Actor, now: datetime) -> RoutingBatch:
    """Give all of these works to one colleague, or to their departments; in a transaction."""
    wanted = {"holder": str(holder) if holder else None}
    return _begin(_hall(actor), batches.REASSIGN, wanted, picked, actor, now)


def _hall(actor: Actor) -> uuid.UUID:
    """The institution where the actor routes. Raises Refusal `routing.not_router`."""
    for post in actor.posts:
        if post.role in (*rules.HALL_ROUTERS, rules.HEAD):
            return post.institution_id
    raise Refusal("routing.not_router")


def _begin(
    hall: uuid.UUID, what: str, wanted: dict[str, Any], picked: Iterable[Picked], actor: Actor, now: datetime
) -> RoutingBatch:
    batch = batches.open_batch(hall, what, wanted, picked, actor.person_id, now)
    for one in batches.items(batch.id):
        payload = {"batch": str(batch.id), "position": one.position}
        jobs.enqueue(f"routing:{batch.id}:{one.position}", "route_paper", payload, now)
    facts = {"what": what, "papers": batch.total}
    about = ("routing_batch", batch.id)
    journal.note("routing.many", now, actor_id=actor.person_id, about=about, facts=facts)
    return batch


def _kept(order: Order) -> dict[str, Any]:
    return {
        "kind": order.kind,
        "words": order.words,
        "due_on": order.due_on.isoformat() if order.due_on else None,
        "charges": [
            [str(one.department), one.part, str(one.holder) if one.holder else None] for one in order.charges
        ],
    }


def read(wanted: dict[str, Any]) -> Order:
    """An order as it was kept with its batch."""
    charges = tuple(
        Charge(uuid.UUID(department), part, uuid.UUID(holder) if holder else None)
        for department, part, holder in wanted["charges"]
    )
    due = date.fromisoformat(wanted["due_on"]) if wanted["due_on"] else None
    return Order(wanted["kind"], charges, due, wanted["words"])


def do_one(batch_id: uuid.UUID, position: int, now: datetime) -> None:
    """Do what was asked to one paper, or note why not; in a transaction. What failed may be tried again."""
    one = batches.item(batch_id, position)
    if one.state not in {batches.WAITING, batches.FAILED}:
        return
    try:
        with session().begin_nested():
            _do(one, _as_today(one.batch.asked_by_id, now), now)
        one.state = batches.DONE
    except Refusal as refusal:
        one.state, one.reason = batches.REFUSED, refusal.key
        one.facts = {key: value for key, value in refusal.facts.items() if isinstance(value, str | int)}
    one.settled_at = now


def failed(batch_id: uuid.UUID, position: int, now: datetime) -> None:
    """A paper's job was given up; in a transaction. An incident says why."""
    one = batches.item(batch_id, position)
    one.state, one.settled_at = batches.FAILED, now


def _as_today(person_id: uuid.UUID, now: datetime) -> Actor:
    """Whoever asked, with the rights of this moment."""
    account = queries.account(person_id)
    if account is None:
        raise Refusal("routing.not_router")
    return rights.actor(account, romanian_day(now))


def _do(one: RoutingBatchItem, actor: Actor, now: datetime) -> None:
    wanted = one.batch.wanted
    if one.kind == batches.ASSIGNMENT:
        holder = uuid.UUID(wanted["holder"]) if wanted["holder"] else None
        routing.reassign(one.about, holder, actor, now)
    elif one.kind == batches.TASK:
        _answer_task(one.about, read(wanted), actor, now)
    else:
        routing.write(_to_route(one.about, actor), read(wanted), actor, now)


def _to_route(entry_id: uuid.UUID, actor: Actor) -> RoutingItem:
    """A resolution for many is for those that have none: one written meanwhile stays."""
    item = queries.item(entry_id, actor, lock=True)
    if item.queue != TO_ROUTE:
        raise Refusal("routing.in_work" if item.queue == IN_WORK else "routing.closed")
    return item


def _answer_task(task_id: uuid.UUID, order: Order, actor: Actor, now: datetime) -> None:
    """A case's routing task says the same in its own form."""
    task = case_queries.staff_task(task_id, actor)
    lead = order.lead
    if order.kind not in {rules.SOLVE, rules.URGENT} or lead is None or len(order.charges) > 1:
        raise Refusal("routing.task_kind")
    today = romanian_day(now)
    if lead.department not in posts.staffed(task.institution_id, "officer", today):
        raise Refusal("routing.nobody_there")
    cases.claim(task, actor, now)
    session().flush()
    answers = _answers(task, order, queries.department(lead.department).code, today)
    work.complete(task, answers, actor, task.revision, now)


def _answers(task: CaseTask, order: Order, department: str, today: date) -> dict[str, Any]:
    days = (order.due_on - today).days if order.due_on else None
    said = {
        "competence": "ours",
        "department": department,
        "purpose": order.kind,
        "internal_term": min(max(days, SHORTEST), LONGEST_TERM) if days is not None else None,
        "resolution": order.words or None,
    }
    known = set(_asked(work.form_of(task).schema))
    first = {name: value for name, value in work.first_answers(task).items() if name in known}
    return {**first, **{name: value for name, value in said.items() if name in known and value is not None}}
