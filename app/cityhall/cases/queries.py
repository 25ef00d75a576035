"""Finding cases and tasks, always through somebody's rights."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload, lazyload

from app.cityhall.cases import exclusions
from app.cityhall.cases.models import (
    AwaitedMessage,
    Case,
    CaseEvent,
    CaseRun,
    CaseTask,
    CaseTimer,
    Note,
)
from app.cityhall.people.models import Account, Person, Post
from app.cityhall.people.rights import Actor, HeldPost
from app.cityhall.terms.models import Term
from app.database import session
from app.refusal import Refusal

# What a list says of a term needs its pauses: one more statement for all of them.
PAUSES = joinedload(Case.term).selectinload(Term.pauses)
CASE_PAUSES = joinedload(CaseTask.case).joinedload(Case.term).selectinload(Term.pauses)
# The case of its own tasks is there already.
KNOWN_CASE = lazyload(CaseTask.case)
LONGEST_NUMBER = 9
# Posts whose work is with every case of their institution.
EVERYWHERE = frozenset({"registrar", "mayor", "public_relations", "archivist", "administrator"})


def own_case(case_id: uuid.UUID, actor: Actor) -> Case:
    """A case of which the actor is the applicant. Raises Refusal `case.unknown`."""
    found = session().get(Case, case_id)
    if found is None or found.applicant_id != actor.person_id:
        raise Refusal("case.unknown")
    return found


def get(case_id: uuid.UUID) -> Case:
    """A case; the caller has checked the right to it. Raises Refusal `case.unknown`."""
    found = session().get(Case, case_id)
    if found is None:
        raise Refusal("case.unknown")
    return found


def staff_case(case_id: uuid.UUID, actor: Actor) -> Case:
    """A case that the actor's posts let it see: of its institution, and of its department or desk.

    Raises Refusal `case.unknown`, `case.excluded` (it complains of the actor).
    """
    found = session().scalar(select(Case).where(Case.id == case_id, _seen_by_any(actor.posts)))
    if found is None:
        raise Refusal("case.unknown")
    exclusions.check(found.id, actor)
    return found


def seen(case_ids: Collection[uuid.UUID], actor: Actor) -> set[uuid.UUID]:
    """Which of these cases the actor's posts let it see."""
    query = select(Case.id).where(Case.id.in_(case_ids), _seen_by_any(actor.posts))
    return set(session().scalars(query)) - set(exclusions.closed_for(actor.person_id)) if case_ids else set()


def visible(actor: Actor) -> ColumnElement[bool]:
    """A condition on `Case`: the actor's posts let it be seen, and it does not complain of the actor."""
    closed = exclusions.closed_for(actor.person_id)
    there = _seen_by_any(actor.posts)
    return and_(there, Case.id.not_in(closed)) if closed else there


def _seen_by_any(posts: Sequence[HeldPost]) -> ColumnElement[bool]:
    return or_(false(), *(_seen_by(post) for post in posts))


def _seen_by(post: HeldPost) -> ColumnElement[bool]:
    """Cases of its institution that stand in the post's department, or had a task for it."""
    here = Case.institution_id == post.institution_id
    if post.role in EVERYWHERE:
        return here
    mine: ColumnElement[bool] = exists().where(CaseTask.case_id == Case.id, _opens(post))
    if post.department_id is not None:
        mine = or_(mine, Case.department_id == post.department_id)
    return and_(here, mine)


def _opens(post: HeldPost) -> ColumnElement[bool]:
    """Tasks that a post opens: its role's, in its institution, in its department when they have one."""
    department: ColumnElement[bool] = CaseTask.department_id.is_(None)
    if post.department_id is not None:
        department = or_(department, CaseTask.department_id == post.department_id)
    return and_(CaseTask.institution_id == post.institution_id, CaseTask.role == post.role, department)


def _opens_any(posts: Sequence[HeldPost]) -> ColumnElement[bool]:
    return or_(false(), *(_opens(post) for post in posts))


def staff_task(task_id: uuid.UUID, actor: Actor) -> CaseTask:
    """A task that one of the actor's posts opens. Raises Refusal `task.unknown`, `case.excluded`."""
    closed = exclusions.closed(CaseTask.case_id, actor)  # asked along, not in a statement of its own
    query = select(CaseTask, closed).where(CaseTask.id == task_id, _opens_any(actor.posts))
    found = session().execute(query).first()
    if found is None:
        raise Refusal("task.unknown")
    task, is_closed = found
    if is_closed:
        raise exclusions.refusal()
    return task


def applicant_task(task_id: uuid.UUID, actor: Actor) -> CaseTask:
    """A task asked of the actor as applicant. Raises Refusal `task.unknown`."""
    found = session().get(CaseTask, task_id)
    mine = found is not None and found.case.applicant_id == actor.person_id
    if found is None or not mine or found.role != "applicant":
        raise Refusal("task.unknown")
    return found


def assisted_task(task_id: uuid.UUID, actor: Actor) -> CaseTask:
    """An applicant's task that a registrar does for a person at the counter. Raises `task.unknown`."""
    found = session().get(CaseTask, task_id)
    if found is None or found.role != "applicant":
        raise Refusal("task.unknown")
    if actor.post(found.institution_id, "registrar") is None:
        raise Refusal("task.unknown")
    return found


def of_applicant(person_id: uuid.UUID) -> list[Case]:
    """A person's cases, latest first."""
    query = select(Case).where(Case.applicant_id == person_id).order_by(Case.opened_at.desc())
    return list(session().scalars(query.options(PAUSES)))


def open_for(actor: Actor, case_id: uuid.UUID) -> list[CaseTask]:
    """What a case waits for that one of the actor's posts opens and nobody else holds."""
    unheld = or_(CaseTask.holder_id.is_(None), CaseTask.holder_id == actor.person_id)
    query = select(CaseTask).where(CaseTask.case_id == case_id, CaseTask.state == "open", unheld)
    query = query.where(_opens_any(actor.posts)).order_by(CaseTask.created_at)
    closed = case_id in exclusions.closed_for(actor.person_id)
    return [] if closed else list(session().scalars(query.options(KNOWN_CASE)))


def waiting_for(actor: Actor, role: str, form: str, *, limit: int = 50) -> list[CaseTask]:
    """Open tasks with that form, for whoever holds that role, of the actor's institutions."""
    query = select(CaseTask).where(
        CaseTask.state == "open",
        CaseTask.role == role,
        CaseTask.form == form,
        CaseTask.institution_id.in_(actor.institutions()),
    )
    return list(session().scalars(query.order_by(CaseTask.created_at).limit(limit)))


def numbered(number: int) -> list[Case]:
    """Cases with that registration number, in any institution and year; latest first."""
    query = select(Case).where(Case.entry.has(number=number))
    return list(session().scalars(query.order_by(Case.opened_at.desc())))


def search(actor: Actor, words: str, *, limit: int = 30) -> list[Case]:
    """Cases that the actor may see, by number or by the applicant's name."""
    query = select(Case).where(_seen_by_any(actor.posts))
    if closed := exclusions.closed_for(actor.person_id):
        query = query.where(Case.id.not_in(closed))
    term = words.strip()
    number = term.split("/")[0]
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        query = query.where(Case.entry.has(number=int(number)))
    elif term:
        query = query.where(Case.applicant.has(Person.full_name.icontains(term, autoescape=True)))
    return list(session().scalars(query.order_by(Case.opened_at.desc()).limit(limit).options(PAUSES)))


def held_after_delegation(today: date) -> list[CaseTask]:
    """Open tasks held by somebody whose delegation to their role was over before today."""
    query = (
        select(CaseTask)
        .join(Account, Account.person_id == CaseTask.holder_id)
        .join(Post, Post.account_id == Account.id)
        .where(
            CaseTask.state == "open",
            Post.delegation_act.is_not(None),
            Post.valid_until < today,
            Post.role == CaseTask.role,
            Post.institution_id == CaseTask.institution_id,
        )
    )
    return list(session().scalars(query))


def open_tasks(case_id: uuid.UUID, role: str | None = None) -> list[CaseTask]:
    """What a case waits for from people."""
    query = select(CaseTask).where(CaseTask.case_id == case_id, CaseTask.state == "open")
    if role is not None:
        query = query.where(CaseTask.role == role)
    return list(session().scalars(query.order_by(CaseTask.created_at).options(KNOWN_CASE)))


def tasks(case_id: uuid.UUID) -> list[CaseTask]:
    """All human tasks of a case, in order."""
    query = select(CaseTask).where(CaseTask.case_id == case_id).order_by(CaseTask.created_at)
    return list(session().scalars(query.options(KNOWN_CASE)))


def history(case_id: uuid.UUID, *, public_only: bool) -> list[CaseEvent]:
    """The case's history, oldest first."""
    query = select(CaseEvent).where(CaseEvent.case_id == case_id)
    if public_only:
        query = query.where(CaseEvent.public)
    query = query.options(joinedload(CaseEvent.actor)).order_by(CaseEvent.sequence)
    return list(session().scalars(query))


def notes(case_id: uuid.UUID) -> list[Note]:
    """Internal notes, latest first; for staff only."""
    query = select(Note).where(Note.case_id == case_id).order_by(Note.at.desc())
    return list(session().scalars(query))


def locked(case_id: uuid.UUID) -> tuple[Case, CaseRun]:
    """A case and its run, fresh and locked until the transaction ends. Raises `case.unknown`."""
    run = session().get(CaseRun, case_id, with_for_update=True, populate_existing=True)
    # In a statement of its own: what else changed while we waited for the lock must be seen too.
    case = session().get(Case, case_id, populate_existing=True)
    if case is None or run is None:
        raise Refusal("case.unknown")
    if case.term is not None:
        session().expire(case.term, ["pauses", "extension", "alarms"])
    return case, run


def run_of(case_id: uuid.UUID) -> CaseRun | None:
    """The engine's state of a case, to look at."""
    return session().get(CaseRun, case_id)


def armed(case_id: uuid.UUID) -> list[CaseTimer]:
    """Timers that a case has armed."""
    return list(session().scalars(select(CaseTimer).where(CaseTimer.case_id == case_id)))


def awaited(case_id: uuid.UUID) -> list[AwaitedMessage]:
    """Messages that a case waits for."""
    return list(session().scalars(select(AwaitedMessage).where(AwaitedMessage.case_id == case_id)))
