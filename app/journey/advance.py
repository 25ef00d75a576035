"""One step of a case: load its run, move it, write down what it waits for now.

The one place where engine and nouns meet. Every function here is called inside a transaction, locks the
case, and touches nothing but the database: what must be done outside becomes a job in the same commit.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.cityhall.cases import actions, queries
from app.cityhall.cases.models import AwaitedMessage, Case, CaseRun, CaseTask, CaseTimer
from app.database import session
from app.engine import runs
from app.engine.model import Element
from app.engine.runs import Run, Wait
from app.journey import diagrams
from app.queue import jobs
from app.refusal import Refusal

# Tasks of these lanes belong to the department that the case was routed to.
DEPARTMENT_ROLES = frozenset({"officer", "head"})


def start(case: Case, data: Mapping[str, Any], now: datetime) -> None:
    """Begin the diagram of a case that was just opened."""
    diagram = diagrams.of_version(case.version_id)
    run = runs.start(diagram, data, now)
    row = CaseRun(case_id=case.id, diagram=diagram.digest, state=b"")
    session().add(row)
    _keep(case, row, run, now)


def complete_task(
    task: CaseTask,
    answers: Mapping[str, Any],
    by: uuid.UUID,
    now: datetime,
    on_behalf_of: uuid.UUID | None = None,
) -> None:
    """A person finished a task; its answers replace what its form said before."""
    case, row, run = _load(task.case_id)
    _ask(run.complete, task.id, task.form, answers, now)
    task.state, task.answers, task.done_at, task.done_by_id = "done", dict(answers), now, by
    actions.record(
        case,
        "task_done",
        now,
        element=task.element,
        task_id=task.id,
        actor_id=by,
        on_behalf_of_id=on_behalf_of,
    )
    _keep(case, row, run, now)


def finish_service(case_id: uuid.UUID, task_id: uuid.UUID, result: object, now: datetime) -> None:
    """A service task was performed."""
    case, row, run = _load(case_id)
    _ask(run.finish_service, task_id, result, now)
    _keep(case, row, run, now)


def deliver_message(case_id: uuid.UUID, name: str, now: datetime) -> bool:
    """Give the case a message; False when it does not wait for it."""
    case, row, run = _load(case_id)
    if not run.deliver(name, now):
        return False
    _keep(case, row, run, now)
    return True


def wake(case_id: uuid.UUID, now: datetime) -> None:
    """Let the case's due timers fire."""
    case, row, run = _load(case_id)
    run.wake(now)
    _keep(case, row, run, now)


def waits_for_service(case_id: uuid.UUID, task_id: uuid.UUID) -> bool:
    """Does the case still wait for that service? (A boundary event may have cancelled it.)"""
    run = _look(case_id)
    return any(wait.task_id == task_id and wait.kind == "service" for wait in run.waits())


def stands_at(case_id: uuid.UUID) -> list[str]:
    """The elements that the case waits at, people's and the hall's own."""
    return [wait.element for wait in _look(case_id).waits() if wait.kind != "timer"]


def data_of(case_id: uuid.UUID) -> dict[str, Any]:
    """What the case knows, as of its last step; to read, not to change."""
    return _look(case_id).data()


def _look(case_id: uuid.UUID) -> Run:
    row = queries.run_of(case_id)
    case = session().get(Case, case_id)
    if row is None or case is None:
        raise Refusal("case.unknown")
    return runs.restore(diagrams.of_version(case.version_id), row.state)


def _load(case_id: uuid.UUID) -> tuple[Case, CaseRun, Run]:
    case, row = queries.locked(case_id)
    return case, row, runs.restore(diagrams.of_version(case.version_id), row.state)


def _ask(move: Callable[..., None], *arguments: object) -> None:
    try:
        move(*arguments)
    except runs.StepError as error:
        raise Refusal("task.not_open", title="", reason=error.reason) from error


def _keep(case: Case, row: CaseRun, run: Run, now: datetime) -> None:
    """Write state, tasks, timers, messages and jobs as rows; all from what the run waits for."""
    waits = run.waits()
    elements = run.diagram.model.elements
    row.state, row.finished = run.save(), run.finished
    if run.passed:
        passed = [step.element for step in run.passed]
        actions.record(case, "step", now, facts={"passed": passed}, public=False)
    _mirror_tasks(case, [w for w in waits if w.kind == "human"], elements, now)
    _mirror_timers(case, [w for w in waits if w.kind == "timer"])
    _mirror_messages(case, [w for w in waits if w.kind == "message"])
    for wait in waits:
        if wait.kind == "service":
            _enqueue(case, wait, now)
    _set_status(case, [elements[w.element] for w in waits], run.finished, now)
    session().flush()


def _mirror_tasks(case: Case, waits: list[Wait], elements: Mapping[str, Element], now: datetime) -> None:
    standing = {task.id: task for task in queries.open_tasks(case.id)}
    wanted = {wait.task_id for wait in waits}
    for gone in standing.keys() - wanted:
        standing[gone].state = "cancelled"
    for wait in waits:
        if wait.task_id not in standing:
            session().add(_task(case, wait, elements[wait.element], now))


def _task(case: Case, wait: Wait, element: Element, now: datetime) -> CaseTask:
    roles: Mapping[str, str] = case.version.config.get("roles", {})
    role = roles.get(element.role or "", element.role or "")
    return CaseTask(
        id=wait.task_id,
        case_id=case.id,
        institution_id=case.institution_id,
        element=wait.element,
        title=element.name,
        role=role,
        department_id=case.department_id if role in DEPARTMENT_ROLES else None,
        form=element.form or "",
        letter=element.letter,
        created_at=now,
    )


def _mirror_timers(case: Case, waits: list[Wait]) -> None:
    standing = {timer.task_id: timer for timer in queries.armed(case.id)}
    wanted = {wait.task_id: wait for wait in waits if wait.due is not None}
    for gone in standing.keys() - wanted.keys():
        session().delete(standing[gone])
    for task_id, wait in wanted.items():
        timer = standing.get(task_id)
        if timer is None:
            timer = CaseTimer(task_id=task_id, case_id=case.id, element=wait.element)
            session().add(timer)
        assert wait.due is not None
        timer.due_at = wait.due


def _mirror_messages(case: Case, waits: list[Wait]) -> None:
    standing = {message.task_id: message for message in queries.awaited(case.id)}
    wanted = {wait.task_id: wait for wait in waits}
    for gone in standing.keys() - wanted.keys():
        session().delete(standing[gone])
    for task_id in wanted.keys() - standing.keys():
        name = wanted[task_id].message or ""
        session().add(AwaitedMessage(task_id=task_id, case_id=case.id, name=name))


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


def _set_status(case: Case, waiting: list[Element], finished: bool, now: datetime) -> None:
    if finished:
        case.status, case.closed_at = "closed", case.closed_at or now
        return
    said = next((element.status for element in waiting if element.status), case.status)
    case.status = said
