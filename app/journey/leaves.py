"""Going on leave and coming back: the substitute finds everything, and nothing stays with who is away."""

import uuid
from datetime import datetime

from app.cityhall import journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases import boxes
from app.cityhall.people import leaves
from app.cityhall.people.leaves import Asked, Leave
from app.cityhall.people.rights import Actor
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from app.journey import delegations
from app.refusal import Refusal


def begin(asked: Asked, actor: Actor, now: datetime) -> Leave:
    """Note somebody's leave: one's own, or of the people that the actor heads or administers.

    Raises Refusal `leave.not_yours`, and those of `people.leaves.begin`.
    """
    today = romanian_day(now)
    if not may_note(asked.institution, asked.person, actor, now):
        raise Refusal("leave.not_yours")
    made = leaves.begin(asked, actor.person_id, now, today)
    if made.since <= today:
        _give_back(made, now)
    _note("leave.begun", made, actor, now)
    return made


def may_note(institution: uuid.UUID, person: uuid.UUID, actor: Actor, now: datetime) -> bool:
    """Oneself; a head for the own department; the administrator for everybody of the institution."""
    if institution not in actor.institutions():
        return False
    if person == actor.person_id or actor.post(institution, "administrator"):
        return True
    departments = {post.department_id for post in leaves.held(institution, person, romanian_day(now))}
    heads = {post.department_id for post in actor.posts if post.role == "head"}
    return bool(departments & heads)


def end(leave_id: uuid.UUID, actor: Actor, now: datetime) -> Leave:
    """Back before the last day. Raises Refusal `leave.unknown`, `leave.not_yours`, `leave.over`."""
    one = leaves.one(leave_id, actor.institutions())
    if not may_note(one.institution_id, one.person_id, actor, now):
        raise Refusal("leave.not_yours")
    leaves.end(one, now, romanian_day(now))
    delegations.give_back(now)
    _note("leave.ended", one, actor, now)
    return one


def begin_due(now: datetime) -> int:
    """Leaves whose first day has come: what those people held goes back to the team; how many tasks did."""
    with transaction():
        return sum(_give_back(one, now) for one in leaves.to_begin(romanian_day(now)))


def _give_back(leave: Leave, now: datetime) -> int:
    held = boxes.held_by(leave.person_id, leave.institution_id)
    for task in held:
        cases.take_back(task, now)
    leave.begun_at = now
    session().flush()
    return len(held)


def _note(what: str, leave: Leave, actor: Actor, now: datetime) -> None:
    facts = {"since": leave.since.isoformat(), "until": leave.until.isoformat(), "act": leave.act}
    about = ("leave", leave.id)
    journal.note(
        what, now, actor_id=actor.person_id, on_behalf_of_id=leave.person_id, about=about, facts=facts
    )
