"""The alarm: open entries of the register that have no owner, no queue or no next date.

A paper that no case moves must lie in routing, with hands that can take it; an open case must wait for a
task somebody can do, a timer, a message, a job or an incident, and have a day by which it ends.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.cityhall.cases.models import AwaitedMessage, Case, CaseTask, CaseTimer
from app.cityhall.incidents import Incident
from app.cityhall.institutions import Institution
from app.cityhall.people.leaves import Leave
from app.cityhall.people.models import Account, Post
from app.cityhall.registry.models import RegisterEntry, RegisterMark
from app.cityhall.routing.models import DONE, IN_WORK, OPEN, TO_ROUTE, Assignment, RoutingItem
from app.cityhall.routing.rules import HALL_ROUTERS, HEAD, WORKERS
from app.cityhall.terms.models import Term
from app.database import Base, session
from app.queue.models import Job

# Why an entry stands in the list; the page has a sentence for each.
NO_QUEUE, NO_HANDS, NOBODY_THERE, NO_ROUTER = "no_queue", "no_hands", "nobody_there", "no_router"
STANDS, NO_DATE, NO_ROLE = "stands", "no_date", "no_role"
SHOWN = 200


class NobodyCount(Base):
    """How many entries the last look found, so that every page can say it without looking."""

    __tablename__ = "nobody_count"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), primary_key=True)
    found: Mapped[int]
    looked_at: Mapped[datetime]


@dataclass(frozen=True)
class Forgotten:
    """An open entry and what it lacks; `case_id` when it is a case's, `in_routing` when it has an item."""

    entry: RegisterEntry
    why: str
    case_id: uuid.UUID | None
    in_routing: bool


def look(
    institutions: Collection[uuid.UUID], today: date, wishes: Collection[str], limit: int = SHOWN
) -> list[Forgotten]:
    """Every such entry, the oldest first; `wishes` are messages that only an applicant might send.

    At most `limit` for each reason.
    """
    asked = [
        (NO_QUEUE, _papers_in_no_queue()),
        (NO_HANDS, _items(IN_WORK).where(~_with_someone())),
        (NOBODY_THERE, _items(IN_WORK).where(_with_someone(), _lacking_hands(today))),
        (NO_ROUTER, _items(TO_ROUTE).where(~_router_there(today))),
        (STANDS, _cases().where(~_moves(wishes))),
        (NO_DATE, _cases().where(_moves(wishes), ~_dated())),
        (NO_ROLE, _cases().where(_task_for_nobody(today))),
    ]
    found = [one for why, query in asked for one in _found(query, why, institutions, limit)]
    found.sort(key=lambda one: (one.entry.registered_at, one.entry.number))
    return list({one.entry.id: one for one in reversed(found)}.values())[::-1]


def _found(
    query: Select[RegisterEntry, Any, bool],
    why: str,
    institutions: Collection[uuid.UUID],
    limit: int,
) -> list[Forgotten]:
    here = query.where(RegisterEntry.institution_id.in_(institutions), ~_annulled())
    rows = session().execute(here.order_by(RegisterEntry.registered_at).limit(limit))
    return [Forgotten(entry, why, case, bool(routed)) for entry, case, routed in rows]


def _annulled() -> ColumnElement[bool]:
    later = aliased(RegisterEntry)
    return exists().where(later.annuls_id == RegisterEntry.id)


def _papers_in_no_queue() -> Select[RegisterEntry, Any, bool]:
    """What came in, belongs to no case, is not solved, and was never opened in routing."""
    return select(RegisterEntry, literal(None), literal(False)).where(
        RegisterEntry.direction == "in",
        RegisterEntry.case_id.is_(None),
        RegisterEntry.annuls_id.is_(None),
        RegisterEntry.connected_to_id.is_(None),
        ~exists().where(RoutingItem.entry_id == RegisterEntry.id),
        ~exists().where(RegisterMark.entry_id == RegisterEntry.id, RegisterMark.kind == "resolved"),
    )


def _items(queue: str) -> Select[RegisterEntry, Any, bool]:
    query = select(RegisterEntry, literal(None), literal(True))
    query = query.join(RoutingItem, RoutingItem.entry_id == RegisterEntry.id)
    return query.where(RoutingItem.queue != DONE, RoutingItem.queue == queue)


def _with_someone() -> ColumnElement[bool]:
    return exists().where(Assignment.item_id == RoutingItem.entry_id, Assignment.state == OPEN)


def _lacking_hands(today: date) -> ColumnElement[bool]:
    """An open assignment that nobody of its department can take, or whose holder works there no more."""
    posted = (Post.department_id == Assignment.department_id, Post.role.in_(WORKERS), *_runs(today))
    there = exists().where(*posted)
    holding = exists().where(
        *posted, Account.id == Post.account_id, Account.person_id == Assignment.holder_id
    )
    replaced = exists().where(
        Leave.person_id == Assignment.holder_id,
        Leave.ended_at.is_(None),
        Leave.since <= today,
        Leave.until >= today,
    )
    lost = or_(
        and_(Assignment.holder_id.is_(None), ~there),
        and_(Assignment.holder_id.is_not(None), ~holding, ~replaced),
    )
    return exists().where(Assignment.item_id == RoutingItem.entry_id, Assignment.state == OPEN, lost)


def _router_there(today: date) -> ColumnElement[bool]:
    head = and_(Post.role == HEAD, Post.department_id == RoutingItem.department_id)
    return exists().where(
        Post.institution_id == RoutingItem.institution_id,
        or_(Post.role.in_(HALL_ROUTERS), head),
        *_runs(today),
    )


def _runs(today: date) -> tuple[ColumnElement[bool], ...]:
    return (Post.valid_from <= today, or_(Post.valid_until.is_(None), Post.valid_until >= today))


def _cases() -> Select[RegisterEntry, Any, bool]:
    query = select(RegisterEntry, Case.id, literal(False)).join(Case, Case.entry_id == RegisterEntry.id)
    return query.where(Case.closed_at.is_(None))


def _open_task() -> ColumnElement[bool]:
    return exists().where(CaseTask.case_id == Case.id, CaseTask.state == "open")


def _moves(wishes: Collection[str]) -> ColumnElement[bool]:
    return or_(
        _open_task(),
        exists().where(CaseTimer.case_id == Case.id),
        exists().where(AwaitedMessage.case_id == Case.id, AwaitedMessage.name.not_in(wishes)),
        exists().where(Job.case_id == Case.id, Job.state.in_(["ready", "running"])),
        exists().where(Incident.case_id == Case.id, Incident.closed_at.is_(None)),
    )


def _dated() -> ColumnElement[bool]:
    due = exists().where(CaseTask.case_id == Case.id, CaseTask.state == "open", CaseTask.due_on.is_not(None))
    timed = exists().where(CaseTimer.case_id == Case.id)
    return or_(due, timed, exists().where(Term.case_id == Case.id))


def _task_for_nobody(today: date) -> ColumnElement[bool]:
    """An open task that nobody holds, of a role that nobody has there (not the applicant's)."""
    posted = exists().where(
        Post.institution_id == CaseTask.institution_id,
        Post.role == CaseTask.role,
        or_(CaseTask.department_id.is_(None), Post.department_id == CaseTask.department_id),
        *_runs(today),
    )
    return exists().where(
        CaseTask.case_id == Case.id,
        CaseTask.state == "open",
        CaseTask.holder_id.is_(None),
        CaseTask.role != "applicant",
        ~posted,
    )


def remember(institution: Institution, found: int, now: datetime) -> None:
    """Keep how many there are, for the navigation."""
    row = session().get(NobodyCount, institution.id)
    if row is None:
        session().add(NobodyCount(institution_id=institution.id, found=found, looked_at=now))
    else:
        row.found, row.looked_at = found, now


def remembered(institutions: Collection[uuid.UUID]) -> int:
    """How many the last look found in these institutions."""
    query = select(func.sum(NobodyCount.found)).where(NobodyCount.institution_id.in_(institutions))
    return session().scalar(query) or 0
