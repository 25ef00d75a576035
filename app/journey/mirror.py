"""The rows of what a case waits for: tasks, timers, messages; and a job for each service.

Everything else in the hall asks these rows, never the run.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial

from app.cityhall import institutions
from app.cityhall.audiences import queries as audiences
from app.cityhall.cases import queries, waiting
from app.cityhall.cases.models import AwaitedMessage, Case, CaseTask, CaseTimer
from app.cityhall.procedures.letters import called
from app.cityhall.registry.rules import romanian_day
from app.database import session
from app.engine.language import times
from app.engine.reading.model import Element
from app.engine.runs import Run, Wait
from app.journey import signing
from app.queue import jobs

# Tasks of these lanes belong to the department that the case was routed to.
DEPARTMENT_ROLES = frozenset({"officer", "head"})


def rows(case_id: uuid.UUID) -> list[Wait]:
    """What the rows say that the case waits for; a service's job is known by its key."""
    return [
        *(Wait(task.id, task.element, "human") for task in queries.open_tasks(case_id)),
        *(Wait(one.task_id, one.element, "timer", due=one.due_at) for one in queries.armed(case_id)),
        *(Wait(one.task_id, "", one.kind, message=one.name) for one in queries.awaited(case_id)),
    ]


def write(
    case: Case,
    waits: list[Wait],
    standing: Mapping[uuid.UUID, Wait],
    run: Run,
    now: datetime,
) -> None:
    """Rows for what is waited for now, and none for what is not."""
    wanted = {wait.task_id for wait in waits}
    clear([wait for task_id, wait in standing.items() if task_id not in wanted])
    for wait in waits:
        known = standing.get(wait.task_id)
        if known is None:
            _stand(case, wait, run, now)
        elif wait.due is not None and wait.due != known.due:
            waiting.set_timer(wait.task_id, wait.due)


def clear(gone: list[Wait]) -> None:
    """Nobody waits for these any more."""
    for kinds, forget in _CLEARED:
        if tasks := [wait.task_id for wait in gone if wait.kind in kinds]:
            forget(tasks)


_CLEARED: tuple[tuple[frozenset[str], Callable[[list[uuid.UUID]], None]], ...] = (
    (frozenset({"human"}), waiting.call_off),
    (frozenset({"timer"}), waiting.disarm),
    (frozenset({"message", "signal"}), waiting.forget),
)


def task(case: Case, wait: Wait, run: Run, now: datetime) -> CaseTask:
    """The row of a human task, for whoever its lane means in this case."""
    element = run.diagram.model.elements[wait.element]
    signs = signing.letter_signed(case, element, partial(run.data_at, wait.task_id))
    role, department_id = _desk(case, wait, _role(case, element, signs))
    own_due = _day(wait.own_due)
    return CaseTask(
        id=wait.task_id,
        case_id=case.id,
        institution_id=case.institution_id,
        element=wait.element,
        title=element.name if wait.item is None else f"{element.name} ({wait.item + 1})",
        role=role,
        department_id=department_id,
        form=element.form or "",
        letter=called(element.letter) if element.letter else None,
        signs=signs,
        created_at=now,
        due_on=own_due or (case.term.conservative if case.term else None),
        own_due=own_due is not None,
    )


def _role(case: Case, element: Element, signs: str | None) -> str:
    """The lane's role; a signer's is the letter's own, whose turn it is."""
    lane = element.role or ""
    roles: Mapping[str, str] = case.version.config.get("roles", {})
    return (signing.role_of(case, lane, signs) if signs else None) or roles.get(lane, lane)


def _desk(case: Case, wait: Wait, role: str) -> tuple[str, uuid.UUID | None]:
    """Whose the task is: its role, and a department where the diagram or the role says so."""
    if role == "official":
        return audiences.signer_of(case.id) or (role, None)
    if wait.department is not None:
        found = institutions.department(case.institution_id, str(wait.department))
        return role, found.id if found else case.department_id
    return role, case.department_id if role in DEPARTMENT_ROLES else None


def _day(text: object) -> date | None:
    """A day that the diagram gives a task of its own; a moment's day is Romania's."""
    try:
        return romanian_day(times.date(str(text))) if text else None
    except ValueError:
        return None


def _stand(case: Case, wait: Wait, run: Run, now: datetime) -> None:
    """The row of something that the case has begun to wait for."""
    if wait.kind == "human":
        session().add(task(case, wait, run, now))
    elif wait.kind == "service":
        _enqueue(case, wait, now)
    elif wait.due is not None:
        session().add(
            CaseTimer(
                task_id=wait.task_id,
                case_id=case.id,
                element=wait.element,
                due_at=wait.due,
                try_at=wait.due,
            )
        )
    elif wait.message is not None:
        session().add(
            AwaitedMessage(
                task_id=wait.task_id,
                case_id=case.id,
                kind=wait.kind,
                name=wait.message,
                correlation=wait.correlation,
                since=now,
            )
        )


def _enqueue(case: Case, wait: Wait, now: datetime) -> None:
    jobs.enqueue(
        f"service:{case.id}:{wait.task_id}",
        "service",
        {
            "case": str(case.id),
            "task": str(wait.task_id),
            "element": wait.element,
            "operation": wait.operation,
            "parameters": dict(wait.parameters),
        },
        now,
        case_id=case.id,
    )
