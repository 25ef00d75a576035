"""Changing a case: its history, its tasks' holders, its notes."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from app.cityhall.cases import exclusions
from app.cityhall.cases.models import Case, CaseEvent, CaseTask, Note
from app.cityhall.people.rights import Actor
from app.database import session
from app.refusal import Refusal


def record(
    case: Case,
    kind: str,
    now: datetime,
    *,
    element: str | None = None,
    task_id: uuid.UUID | None = None,
    actor_id: uuid.UUID | None = None,
    on_behalf_of_id: uuid.UUID | None = None,
    facts: dict[str, Any] | None = None,
    public: bool = True,
) -> None:
    """Add a line to the case's history."""
    last = select(func.max(CaseEvent.sequence)).where(CaseEvent.case_id == case.id).scalar_subquery()
    session().add(
        CaseEvent(
            case_id=case.id,
            sequence=func.coalesce(last, 0) + 1,
            at=now,
            kind=kind,
            element=element,
            task_id=task_id,
            actor_id=actor_id,
            on_behalf_of_id=on_behalf_of_id,
            facts=facts or {},
            public=public,
        )
    )


def claim(task: CaseTask, actor: Actor, now: datetime) -> None:
    """Take a task on oneself. Raises Refusal `task.not_open`, `task.held_by_other`, `case.excluded`."""
    exclusions.check(task.case_id, actor)
    if task.state != "open":
        raise Refusal("task.not_open", title=task.title)
    if task.holder_id == actor.person_id:
        return
    if task.holder_id is not None:
        holder = task.holder.full_name if task.holder else ""
        raise Refusal("task.held_by_other", holder=holder, since=task.claimed_at)
    task.holder_id, task.claimed_at = actor.person_id, now
    _record_holding(task, "claimed", actor, now)


def release(task: CaseTask, actor: Actor, now: datetime) -> None:
    """Give a task back to the team; what was typed stays with it. Raises Refusal `task.not_yours`."""
    if task.state != "open" or task.holder_id != actor.person_id:
        raise Refusal("task.not_yours")
    task.holder_id, task.claimed_at = None, None
    _record_holding(task, "released", actor, now)


def take_back(task: CaseTask, now: datetime) -> None:
    """A task whose holder may do it no longer goes back to the team; what was typed stays with it."""
    task.holder_id, task.claimed_at = None, None
    record(task.case, "released", now, element=task.element, task_id=task.id, public=False)


def _record_holding(task: CaseTask, kind: str, actor: Actor, now: datetime) -> None:
    """Who held a task when is the hall's own matter: the applicant does not see it."""
    record(
        task.case,
        kind,
        now,
        element=task.element,
        task_id=task.id,
        actor_id=actor.person_id,
        public=False,
    )


def carry_term(case: Case) -> None:
    """The term has moved: the case's open tasks move with it in everybody's inbox."""
    standing = update(CaseTask).where(
        CaseTask.case_id == case.id, CaseTask.state == "open", CaseTask.own_due.is_(False)
    )
    session().execute(standing.values(due_on=case.term.conservative if case.term else None))


def write_note(case: Case, author_id: uuid.UUID, text: str, now: datetime) -> None:
    """An internal note. Raises Refusal `note.empty`."""
    if not text.strip():
        raise Refusal("note.empty")
    session().add(Note(case_id=case.id, author_id=author_id, text=text.strip()[:5000], at=now))
