"""One step of a case: load its run, move it, write down what it waits for now.

The one place where engine and nouns meet. Every function here is called inside a transaction, locks the
case, and touches nothing but the database: what must be done outside becomes a job in the same commit.
"""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import logs, metrics
from app.cityhall.cases import actions, queries
from app.cityhall.cases.models import Case, CaseRun, CaseTask, Message
from app.database import session
from app.engine import runs
from app.engine.diagram import Diagram
from app.engine.library.steps import StepError
from app.engine.reading.model import Element
from app.engine.runs import Run, Wait
from app.journey import diagrams, messages, mirror
from app.logs import log
from app.refusal import Refusal

# What a case listens for meanwhile: it does not stand there.
ASIDE = frozenset({"startEvent", "boundaryEvent"})
# The task was finished, cancelled or never there: somebody was faster.
GONE = frozenset({"unknown_task", "not_waiting"})


def start(case: Case, data: Mapping[str, Any], now: datetime) -> None:
    """Begin the diagram of a case that was just opened."""
    diagram = diagrams.of_version(case.version_id)
    with _asked(diagram):
        run = runs.start(diagram, data, now)
    row = CaseRun(case_id=case.id, diagram=diagram.digest, state=b"")
    session().add(row)
    metrics.step("start")
    keep(case, row, run, now, before=())


def complete_task(
    task: CaseTask,
    answers: Mapping[str, Any],
    by: uuid.UUID,
    now: datetime,
    on_behalf_of: uuid.UUID | None = None,
) -> None:
    """A person finished a task; its answers replace what its form said before."""
    step = _load(task.case_id)
    with _asked(step.run.diagram):
        step.run.complete(task.id, task.form, answers, now)
    task.state, task.answers, task.done_at, task.done_by_id = "done", dict(answers), now, by
    actions.record(
        step.case,
        "task_done",
        now,
        element=task.element,
        task_id=task.id,
        actor_id=by,
        on_behalf_of_id=on_behalf_of,
    )
    metrics.step("complete")
    step.keep(now, done=task.id)


def finish_service(
    case_id: uuid.UUID, task_id: uuid.UUID, settle: Callable[[], object], now: datetime
) -> None:
    """A service task was performed: `settle` writes what it changed, the case being locked; its result."""
    held = _lock(case_id)
    result = settle()
    step = _restored(*held)
    with _asked(step.run.diagram):
        step.run.finish_service(task_id, result, now)
    metrics.step("service")
    step.keep(now)


def fail_service(case_id: uuid.UUID, task_id: uuid.UUID, code: str, now: datetime) -> bool:
    """A service task cannot be performed; True when the diagram itself says how to go on."""
    step = _load(case_id)
    if not step.run.fail_service(task_id, code, now):
        return False
    metrics.step("service_failed")
    step.keep(now)
    return True


def deliver_message(
    case_id: uuid.UUID,
    name: str,
    now: datetime,
    payload: Any = None,
    correlation: str | None = None,
) -> bool:
    """Give the case a message; False when it does not wait for it."""
    step = _load(case_id)
    if not step.run.deliver(name, now, payload, correlation):
        return False
    metrics.step("message")
    step.keep(now)
    return True


def signal(case_id: uuid.UUID, name: str, now: datetime) -> bool:
    """Let the case hear a signal; False when it does not listen."""
    step = _load(case_id)
    if not step.run.signal(name, now):
        return False
    metrics.step("signal")
    step.keep(now)
    return True


def wake(case_id: uuid.UUID, now: datetime) -> bool:
    """Let the case's due timers fire; False when none was due (any more)."""
    step = _load(case_id)
    if not any(wait.due is not None and wait.due <= now for wait in step.before):
        return False
    step.run.wake(now)
    metrics.step("timer")
    step.keep(now)
    return True


def waits_for_service(case_id: uuid.UUID, task_id: uuid.UUID) -> bool:
    """Does the case still wait for that service? (A boundary event may have cancelled it.)"""
    run = _look(case_id)
    return any(wait.task_id == task_id and wait.kind == "service" for wait in run.waits())


def stands_at(case_id: uuid.UUID) -> list[str]:
    """The elements that the case waits at, people's and the hall's own."""
    return standing(_look(case_id))


def standing(run: Run) -> list[str]:
    """Where a run stands; what it only listens for meanwhile (timers, what may be said to it) is left out."""
    elements = run.diagram.model.elements
    waits = (wait.element for wait in run.waits() if wait.kind != "timer")
    return [name for name in waits if elements[name].kind not in ASIDE]


def data_of(case_id: uuid.UUID) -> dict[str, Any]:
    """What the case knows, as of its last step; to read, not to change."""
    return _look(case_id).data()


def _look(case_id: uuid.UUID) -> Run:
    row = queries.run_of(case_id)
    case = session().get(Case, case_id)
    if row is None or case is None:
        raise Refusal("case.unknown")
    return runs.restore(diagrams.of_version(case.version_id), row.state)


@dataclass(frozen=True)
class _Step:
    """A case about to move: locked, with what it waited for until now, as its rows say."""

    case: Case
    row: CaseRun
    run: Run
    before: Collection[Wait]

    def keep(self, now: datetime, done: uuid.UUID | None = None) -> None:
        """Write the step down; `done` is the task that a person has just finished."""
        before = [wait for wait in self.before if wait.task_id != done]
        keep(self.case, self.row, self.run, now, before)


def _load(case_id: uuid.UUID) -> _Step:
    return _restored(*_lock(case_id))


def _lock(case_id: uuid.UUID) -> tuple[Case, CaseRun]:
    logs.bind(case=str(case_id))
    return queries.locked(case_id)


def _restored(case: Case, row: CaseRun) -> _Step:
    run = runs.restore(diagrams.of_version(case.version_id), row.state)
    return _Step(case, row, run, run.waits())


@contextmanager
def _asked(diagram: Diagram) -> Iterator[None]:
    """A step that the run refuses: somebody was faster, or the diagram itself is at fault."""
    try:
        yield
    except StepError as error:
        if error.reason in GONE:
            raise Refusal("task.not_open", title="", reason=error.reason) from error
        log.error("step.impossible", reason=error.reason, element=error.element, expression=error.expression)
        at = diagram.model.elements.get(error.element)
        raise Refusal("step.impossible", step=at.name if at else error.element) from error


def keep(case: Case, row: CaseRun, run: Run, now: datetime, before: Collection[Wait] | None = None) -> None:
    """Write state, tasks, timers, messages and jobs as rows; all from what the run waits for.

    `before` is what it waited for until now, so that only what changed is written; unknown (None), every
    row is looked at.
    """
    standing = {wait.task_id: wait for wait in (mirror.rows(case.id) if before is None else before)}
    waits = _take_early(case, run, standing, now)
    row.state, row.finished = run.save(), run.finished
    if run.passed:
        passed = [step.element for step in run.passed]
        actions.record(case, "step", now, facts={"passed": passed}, public=False)
    mirror.write(case, waits, standing, run, now)
    for thrown in run.thrown:
        messages.throw(thrown, case.id, now)
    _set_status(case, [run.diagram.model.elements[w.element] for w in waits], run.finished, now)
    if run.finished:
        messages.drop(case.id, now)
    session().flush()


def _take_early(case: Case, run: Run, standing: Collection[uuid.UUID], now: datetime) -> list[Wait]:
    """Give the run what came before it waited for it; what it waits for then."""
    known = set(standing)
    while True:
        waits = run.waits()
        new = [wait for wait in waits if wait.task_id not in known]
        early = messages.early_for(case.id, new, now)
        if not [message for message in early if _take(run, message, now)]:
            return waits
        known |= {wait.task_id for wait in new}


def _take(run: Run, message: Message, now: datetime) -> bool:
    taken = run.deliver(message.name, now, message.payload, message.correlation)
    if taken:
        messages.taken(message, now)
    return taken


def follow(case: Case, run: Run, now: datetime) -> None:
    """The rows of a case that was moved to another version: words, roles and forms are now that one's.

    What it waits for is the same as before; holders, drafts, dates and jobs stay.
    """
    elements, waits = run.diagram.model.elements, run.waits()
    wanted = {wait.task_id: wait for wait in waits if wait.kind == "human"}
    for task in queries.open_tasks(case.id):
        said = mirror.task(case, wanted[task.id], run, now)
        for name in ("title", "role", "department_id", "form", "letter", "signs"):
            setattr(task, name, getattr(said, name))
    about = {(wait.task_id, wait.message): wait.correlation for wait in waits}
    for message in queries.awaited(case.id):
        message.correlation = about[message.task_id, message.name]
    _set_status(case, [elements[wait.element] for wait in waits], run.finished, now)


def _set_status(case: Case, waiting: list[Element], finished: bool, now: datetime) -> None:
    if finished:
        case.status, case.closed_at = "closed", case.closed_at or now
        return
    said = next((element.status for element in waiting if element.status), case.status)
    case.status = said
