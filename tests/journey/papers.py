"""Papers of the register for tests of routing: `received(hall)`, `order(hall, "SAL", …)`, `share(item)`."""

import uuid
from datetime import date

from app.cityhall import institutions
from app.cityhall.institutions import Department, Institution
from app.cityhall.people.leaves import Asked
from app.cityhall.registry import actions as registry
from app.cityhall.registry.actions import Paper
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.routing import actions, queries
from app.cityhall.routing.models import Assignment, RoutingItem
from app.cityhall.routing.rules import COMPETENCE, INFORMING, Charge, Order
from app.database import session, transaction
from app.journey import leaves, routing
from tests.hall import Hall


def institution() -> Institution:
    found = institutions.by_code("PS6")
    assert found is not None
    return found


def department(code: str) -> Department:
    found = institutions.department(institution().id, code)
    assert found is not None
    return found


def entry(hall: Hall, summary: str = "Adresă privind iluminatul public") -> RegisterEntry:
    """A letter that came in, registered; in no queue yet."""
    return registry.enter(
        Paper(institution().id, "in", "Enel SRL", summary, "Registratură", "II B 1", "email", sheets=2),
        hall.now,
    )


def received(hall: Hall, to: str = "", summary: str = "Adresă privind iluminatul public") -> uuid.UUID:
    """A letter registered and waiting: at the hall's routers, or at the head of that department."""
    with transaction():
        made = entry(hall, summary)
        actions.open(made, department(to) if to else None, hall.now)
        return made.id


def order(hall: Hall, lead: str, who: str = "", kind: str = "solve", **facts: object) -> Order:
    """A resolution: who leads (and which person), who supports and who is informed, by code."""
    holder = hall.actor(who).person_id if who else None
    part = "inform" if kind == INFORMING else "lead"
    charges = [Charge(department(lead).id, part, holder)]
    if kind != COMPETENCE:
        charges += [Charge(department(code).id, "support") for code in facts.pop("support", ())]  # type: ignore[attr-defined]
        charges += [Charge(department(code).id, "inform") for code in facts.pop("inform", ())]  # type: ignore[attr-defined]
    return Order(kind, tuple(charges), **facts)  # type: ignore[arg-type]


def writes(hall: Hall, who: str, entry_id: uuid.UUID, wanted: Order) -> None:
    """Somebody writes a resolution on a paper."""
    with transaction():
        actor = hall.actor(who)
        routing.resolve(entry_id, wanted, actor, queries.item(entry_id, actor).revision, hall.now)


def item(entry_id: uuid.UUID) -> RoutingItem:
    """The paper as it is now."""
    session().rollback()
    found = session().get(RoutingItem, entry_id, populate_existing=True)
    assert found is not None
    return found


def share(entry_id: uuid.UUID, code: str) -> Assignment:
    """The open share of a department."""
    session().rollback()
    found = [one for one in actions.current(entry_id) if one.department.code == code]
    assert found, f"{code} has no open share"
    return found[0]


def takes(hall: Hall, who: str, entry_id: uuid.UUID, code: str) -> uuid.UUID:
    """Somebody takes the department's share; its id."""
    one = share(entry_id, code).id
    with transaction():
        routing.take(one, hall.actor(who), hall.now)
    return one


def finishes(hall: Hall, who: str, one: uuid.UUID, answer: str = "S-a remediat.", number: str = "") -> None:
    """Somebody finishes a share."""
    with transaction():
        routing.finish(one, answer, number, hall.actor(who), hall.now)


def leaves_for(hall: Hall, who: str, substitute: str, since: date, until: date, **facts: str) -> uuid.UUID:
    """Somebody notes one's own leave; its id."""
    with transaction():
        actor = hall.actor(facts.pop("noted_by", who))
        asked = Asked(
            institution().id,
            hall.actor(who).person_id,
            hall.actor(substitute).person_id,
            since,
            until,
            facts.get("act", ""),
        )
        made = leaves.begin(asked, actor, hall.now).id
    session().expire_all()
    return made
