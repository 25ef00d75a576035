"""Standing in for somebody: begun and ended by the administrator, each time with a line in the journal."""

import uuid
from datetime import datetime

from app.cityhall import journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases import queries
from app.cityhall.cases.models import CaseTask
from app.cityhall.people import delegations, rights
from app.cityhall.people.delegations import Asked
from app.cityhall.people.models import Account, Post
from app.cityhall.people.rights import Actor
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction


def begin(asked: Asked, actor: Actor, now: datetime) -> Post:
    """Somebody stands in. Refused as `people.delegations.delegate` says."""
    made = delegations.delegate(asked, _halls(actor), romanian_day(now))
    _note("delegation.begun", made, actor, now)
    return made


def end(delegation_id: uuid.UUID, actor: Actor, now: datetime) -> Post:
    """Nobody stands in any more; what the deputy had in work goes back to the team."""
    ended = delegations.end(delegation_id, _halls(actor), romanian_day(now))
    session().flush()
    give_back(now)
    _note("delegation.ended", ended, actor, now)
    return ended


def lapse(now: datetime) -> int:
    """Tasks that deputies still hold after their last day go back to the team; how many did."""
    with transaction():
        return give_back(now)


def give_back(now: datetime) -> int:
    """What is held by people who stand in no more goes back to the team; how much it was."""
    over = queries.held_after_delegation(romanian_day(now))
    held = [task for task in over if not _still_theirs(task, now)]
    for task in held:
        cases.take_back(task, now)
    return len(held)


def _still_theirs(task: CaseTask, now: datetime) -> bool:
    account = task.holder.account if task.holder else None
    if account is None:
        return False
    session().expire(account, ["posts"])
    return any(
        (post.institution_id, post.role) == (task.institution_id, task.role)
        and task.department_id in (None, post.department_id)
        for post in rights.actor(account, romanian_day(now)).posts
    )


def _halls(actor: Actor) -> set[uuid.UUID]:
    return {post.institution_id for post in actor.posts if post.role == "administrator"}


def _note(what: str, post: Post, actor: Actor, now: datetime) -> None:
    facts = {
        "role": post.role,
        "act": post.delegation_act,
        "since": post.valid_from.isoformat(),
        "until": post.valid_until.isoformat() if post.valid_until else "",
    }
    deputy = session().get(Account, post.account_id)
    journal.note(
        what,
        now,
        actor_id=actor.person_id,
        on_behalf_of_id=deputy.person_id if deputy else None,
        about=("post", post.id),
        facts=facts,
    )
