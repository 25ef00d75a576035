"""The desk's inbox: who finds what in which box, quickly however old the hall grows.

Boxes: `free` (to take), `mine`, `team` (held by colleagues), `finished`.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.cityhall.cases import exclusions
from app.cityhall.cases.models import CaseTask
from app.cityhall.cases.queries import CASE_PAUSES
from app.cityhall.people.rights import Actor
from app.database import session

# An institution, a role, and a department or none: whose tasks lie in one pile, already in order.
Desk = tuple[uuid.UUID, str, uuid.UUID | None]
# Written into the statement: an index of open (or done) tasks is not found for a value given beside it.
OPEN, DONE = (CaseTask.state == literal(state, literal_execute=True) for state in ("open", "done"))
# Counting all that somebody ever did would cost more every year, and nobody turns five hundred pages.
FINISHED_SHOWN = 1_000
URGENT = (CaseTask.due_on.nulls_last(), CaseTask.created_at)


def tasks(actor: Actor, box: str, *, limit: int = 50, offset: int = 0) -> list[CaseTask]:
    """A page of a box; open ones by legal risk: the term that ends first comes first."""
    if not actor.posts:
        return []
    chosen = _latest(actor) if box == "finished" else _most_urgent(actor, box, limit + offset)
    ids = list(session().scalars(chosen.limit(limit).offset(offset)))
    # Whatever a page shows is fetched for its own rows only.
    query = select(CaseTask).where(CaseTask.id.in_(ids)).options(joinedload(CaseTask.holder), CASE_PAUSES)
    found = {task.id: task for task in session().scalars(query)}
    return [found[one] for one in ids if one in found]


def counts(actor: Actor) -> dict[str, int]:
    """How many tasks lie in each box; a thousand finished ones at most, older ones are searched for."""
    latest = select(CaseTask.id).where(_done_by(actor)).limit(FINISHED_SHOWN).subquery()
    done = select(func.count()).select_from(latest).scalar_subquery()
    query = select(
        *(func.count().filter(_held(actor, box)).label(box) for box in ("free", "mine", "team")),
        done.label("finished"),
    ).where(OPEN, or_(false(), *map(_on, _desks(actor))), *_not_closed_for(actor))
    return {box: int(count) for box, count in session().execute(query).mappings().one().items()}


def held_by(person_id: uuid.UUID, institution_id: uuid.UUID) -> list[CaseTask]:
    """Open tasks that somebody of the staff has taken there."""
    query = select(CaseTask).where(
        CaseTask.state == "open",
        CaseTask.holder_id == person_id,
        CaseTask.institution_id == institution_id,
        CaseTask.role != "applicant",
    )
    return list(session().scalars(query.order_by(CaseTask.created_at)))


def _latest(actor: Actor) -> Select[Any]:
    return select(CaseTask.id).where(_done_by(actor)).order_by(CaseTask.done_at.desc())


def _most_urgent(actor: Actor, box: str, most: int) -> Select[Any]:
    """The first of each desk, as the index has them in order; of those the first of all.

    Sorting everything that is open would cost more with every case that is.
    """
    found = union_all(*_first_of_each(actor, box, most)).subquery()
    return select(found.c.id).order_by(found.c.due_on.nulls_last(), found.c.created_at)


def _first_of_each(actor: Actor, box: str, most: int) -> Iterable[Select[Any]]:
    here = select(CaseTask.id, CaseTask.due_on, CaseTask.created_at).where(OPEN, _held(actor, box))
    here = here.where(*_not_closed_for(actor))
    for desk in _desks(actor):
        yield select(here.where(_on(desk)).order_by(*URGENT).limit(most).subquery())


def _desks(actor: Actor) -> set[Desk]:
    """A post opens its role's tasks: those of its department, and those of none."""
    return {(p.institution_id, p.role, d) for p in actor.posts for d in (None, p.department_id)}


def _on(desk: Desk) -> ColumnElement[bool]:
    institution, role, department = desk
    nobodys: ColumnElement[bool] = CaseTask.department_id.is_(None)
    there = CaseTask.department_id == department if department else nobodys
    return and_(CaseTask.institution_id == institution, CaseTask.role == role, there)


def _held(actor: Actor, box: str) -> ColumnElement[bool]:
    if box == "mine":
        return CaseTask.holder_id == actor.person_id
    if box == "team":
        return and_(CaseTask.holder_id.is_not(None), CaseTask.holder_id != actor.person_id)
    return CaseTask.holder_id.is_(None)


def _not_closed_for(actor: Actor) -> list[ColumnElement[bool]]:
    """Nobody finds the cases that complain of oneself; hardly anybody has any."""
    closed = exclusions.closed_for(actor.person_id)
    return [CaseTask.case_id.not_in(closed)] if closed else []


def _done_by(actor: Actor) -> ColumnElement[bool]:
    return and_(DONE, CaseTask.done_by_id == actor.person_id)
