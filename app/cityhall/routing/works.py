"""Working on a paper: its share taken, given back, given to somebody else, finished, returned.

Each in the caller's transaction, on an assignment looked up through the actor's rights, its paper locked.
"""

import uuid
from datetime import datetime

from sqlalchemy import select

from app.cityhall.people.rights import Actor
from app.cityhall.routing import actions, rules
from app.cityhall.routing.models import DONE, IN_WORK, LEAD, OPEN, RETURNED, SUPPORT, Assignment
from app.database import session
from app.refusal import Refusal


def take(one: Assignment, actor: Actor, now: datetime) -> None:
    """Take a work of the department on oneself. Raises Refusal `routing.settled`, `routing.held`."""
    _check_open(one)
    if one.holder_id == actor.person_id:
        return
    if one.holder_id is not None:
        raise Refusal("routing.held", holder=one.holder.full_name if one.holder else "")
    one.holder_id, one.taken_at = actor.person_id, now


def give_back(one: Assignment) -> None:
    """It is anybody's of the department again. Raises Refusal `routing.settled`."""
    _check_open(one)
    one.holder_id, one.taken_at = None, None


def reassign(one: Assignment, holder_id: uuid.UUID | None, now: datetime) -> None:
    """The head gives it to somebody else of the department. Raises Refusal `routing.settled`."""
    _check_open(one)
    one.holder_id, one.taken_at = holder_id, now if holder_id else None


def finish(
    one: Assignment, answer: str, answer_entry_id: uuid.UUID | None, actor: Actor, now: datetime
) -> None:
    """It is solved, and how. The last one that was waited for closes the paper (column 10).

    Raises Refusal `routing.settled`, `routing.answer`, `routing.support_open` (others still work for it).
    """
    _check_open(one)
    said = answer.strip()[: rules.LONGEST_WORDS]
    if not said:
        raise Refusal("routing.answer")
    if one.part == LEAD and (late := _supporters(one)):
        raise Refusal("routing.support_open", departments=", ".join(late))
    one.answer, one.answer_entry_id = said, answer_entry_id
    actions.settle(one, DONE, actor.person_id, now)
    _move_on(one, now)


def send_back(one: Assignment, reason: str, actor: Actor, now: datetime) -> None:
    """Back to the head who routes it anew, with a reason. Raises `routing.settled`, `routing.reason`."""
    _check_open(one)
    one.answer = actions.needed(reason)
    actions.settle(one, RETURNED, actor.person_id, now)
    if one.part == LEAD:
        actions.back(one.item, one.department_id, reason, now)
    else:
        _move_on(one, now)


def _check_open(one: Assignment) -> None:
    if one.state != OPEN:
        raise Refusal("routing.settled")


def _supporters(lead: Assignment) -> list[str]:
    return [one.department.name for one in actions.current(lead.item_id) if one.part == SUPPORT]


def _move_on(one: Assignment, now: datetime) -> None:
    """After somebody has finished or returned: is the paper solved, or with nobody any more?"""
    session().flush()
    item = one.item
    if item.queue != IN_WORK:
        return
    written = select(Assignment).where(Assignment.resolution_id == one.resolution_id)
    shares = list(session().scalars(written))
    end = rules.ends((share.part, share.state) for share in shares)
    if end == "returned":
        actions.back(item, one.department_id, one.answer, now)
    elif end == "done":
        actions.close(item, one, now)
