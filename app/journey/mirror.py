"""The rows of what a case waits for: tasks, timers, messages; and a job for each service.

Everything else in the hall asks these rows, never the run.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from app.cityhall.cases import queries, waiting
from app.cityhall.cases.models import AwaitedMessage, Case, CaseTask, CaseTimer
from app.database import session
from app.engine.reading.model import Element
from app.engine.runs import Wait
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
    elements: Mapping[str, Element],
    now: datetime,
) -> None:
    """Rows for what is waited for now, and none for what is not."""
    wanted = {wait.task_id for wait in waits}
    _clear([wait for task_id, wait in standing.items() if task_id not in wanted])
    for wait in waits:
        known = standing.get(wait.task_id)
        if known is None:
            _stand(case, wait, elements[wait.element], now)
        elif wait.due is not None and wait.due != known.due:
            waiting.set_timer(wait.task_id, wait.due)


def _clear(gone: list[Wait]) -> None:
    for kinds, clear in _CLEARED:
        if tasks := [wait.task_id for wait in gone if wait.kind in kinds]:
            clear(tasks)


_CLEARED: tuple[tuple[frozenset[str], Callable[[list[uuid.UUID]], None]], ...] = (
    (frozenset({"human"}), waiting.call_off),
    (frozenset({"timer"}), waiting.disarm),
    (frozenset({"message", "signal"}), waiting.forget),
)


def task(case: Case, wait: Wait, element: Element, now: datetime) -> CaseTask:
    roles: Mapping[str, str] = case.version.config.get("roles", {})
    role = roles.get(element.role or "", element.role or "")
    return CaseTask(
        id=wait.task_id,
        case_id=case.id,
        institution_id=case.institution_id,
        element=wait.element,
        title=element.name if wait.item is None else f"{element.name} ({wait.item + 1})",
        role=role,
        department_id=case.department_id if role in DEPARTMENT_ROLES else None,
        form=element.form or "",
        letter=element.letter,
        created_at=now,
        due_on=case.term.conservative if case.term else None,
    )


def _stand(case: Case, wait: Wait, element: Element, now: datetime) -> None:
    """The row of something that the case has begun to wait for."""
    if wait.kind == "human":
        session().add(task(case, wait, element, now))
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
