"""Pure rules of routing: what a resolution may say, who may write it, who may work on what."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.cityhall.people.rights import Actor, HeldPost
from app.cityhall.routing.models import INFORM, LEAD, SUPPORT
from app.refusal import Refusal

SOLVE, INFORMING, COMPETENCE, URGENT, RETURN = "solve", "inform", "competence", "urgent", "return"
KINDS = (SOLVE, URGENT, INFORMING, COMPETENCE)
# These read what comes to the institution and write on it who answers; the first is whose post is meant.
HALL_ROUTERS = ("public_relations", "general_secretary", "mayor", "deputy_mayor")
HEAD = "head"
# Posts that deal with papers; the others keep the machine, the lockers, the money.
WORKERS = frozenset(
    {
        *HALL_ROUTERS,
        *("head", "officer", "registrar", "legal_adviser", "planner", "local_police", "chief_architect"),
        *("audience_secretary", "archivist", "dispatcher", "field_team"),
    }
)
LONGEST_WORDS = 2000
MOST_DEPARTMENTS = 12


@dataclass(frozen=True)
class Charge:
    """One department's share; without `holder` anybody there may take it."""

    department: uuid.UUID
    part: str = LEAD
    holder: uuid.UUID | None = None


@dataclass(frozen=True)
class Order:
    """A resolution as it is asked for: what, who, by when."""

    kind: str
    charges: tuple[Charge, ...]
    due_on: date | None = None
    words: str = ""

    @property
    def lead(self) -> Charge | None:
        """Whose answer it is; of papers only to be read, nobody's."""
        return next((one for one in self.charges if one.part == LEAD), None)


def check(order: Order, today: date) -> None:
    """May a resolution say this?

    Raises Refusal `routing.kind`, `routing.lead`, `routing.readers`, `routing.twice`, `routing.too_many`,
    `routing.due`, `routing.only_department`, `routing.words`.
    """
    if order.kind not in KINDS:
        raise Refusal("routing.kind")
    if len(order.words) > LONGEST_WORDS:
        raise Refusal("routing.words", most=LONGEST_WORDS)
    _check_charges(order)
    if order.due_on is not None and order.due_on < today:
        raise Refusal("routing.due")


def _check_charges(order: Order) -> None:
    parts = [one.part for one in order.charges]
    if len(parts) > MOST_DEPARTMENTS:
        raise Refusal("routing.too_many", most=MOST_DEPARTMENTS)
    if len({one.department for one in order.charges}) < len(parts):
        raise Refusal("routing.twice")
    if order.kind == INFORMING:
        if set(parts) != {INFORM}:
            raise Refusal("routing.readers")
    elif parts.count(LEAD) != 1 or not set(parts) <= {LEAD, SUPPORT, INFORM}:
        raise Refusal("routing.lead")
    elif order.kind == COMPETENCE and (len(parts) > 1 or order.charges[0].holder):
        raise Refusal("routing.only_department")


def router(actor: Actor, institution: uuid.UUID, department: uuid.UUID | None) -> HeldPost | None:
    """The post in which the actor routes papers that lie with that department; None: may not.

    The hall's own routers route all of the institution's, a head those of the own department.
    """
    for role in HALL_ROUTERS:
        if (found := actor.post(institution, role)) is not None:
            return found
    return next((one for one in _heads(actor, institution) if one.department_id == department), None)


def _heads(actor: Actor, institution: uuid.UUID) -> list[HeldPost]:
    found = [one for one in actor.posts if one.institution_id == institution and one.role == HEAD]
    return sorted(found, key=lambda one: one.act is not None)


def routes_all(actor: Actor, institution: uuid.UUID) -> bool:
    """Does the actor route for the whole institution?"""
    return any(actor.post(institution, role) for role in HALL_ROUTERS)


def headed(actor: Actor) -> set[uuid.UUID]:
    """Departments whose papers the actor routes as their head."""
    return {one.department_id for one in actor.posts if one.role == HEAD and one.department_id is not None}


def everywhere(actor: Actor) -> set[uuid.UUID]:
    """Institutions where the actor routes whatever comes."""
    return {one.institution_id for one in actor.posts if one.role in HALL_ROUTERS}


def desks(actor: Actor) -> set[uuid.UUID]:
    """Departments whose works the actor may take."""
    return {one.department_id for one in actor.posts if one.role in WORKERS and one.department_id is not None}


def lead_only_at_home(order: Order, home: uuid.UUID | None) -> None:
    """A head gives work to the own people; what is not theirs goes back. Raises `routing.not_home`."""
    lead = order.lead
    if home is not None and lead is not None and lead.department != home:
        raise Refusal("routing.not_home")


def ends(parts: Iterable[tuple[str, str]]) -> str | None:
    """Of the current assignments' (part, state): done when it is settled, returned when nobody is left.

    None: somebody still works on it. Readers hold nothing up once there is a lead.
    """
    found = list(parts)
    moving = [state for part, state in found if part != INFORM] or [state for _, state in found]
    if "open" in moving:
        return None
    return "done" if "done" in moving else "returned"


def stands_in(holder: uuid.UUID | None, actor: Actor, away: Collection[uuid.UUID]) -> bool:
    """Is it the actor's own, or of somebody away whom the actor replaces?"""
    return holder is not None and (holder == actor.person_id or holder in away)
