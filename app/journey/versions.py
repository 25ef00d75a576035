"""Running cases and newer versions of their procedure: who can move, moving, and the way back.

A case stays on its version until somebody moves it. Moving is one transaction with the case locked, and
what was foretold is looked at again there. The way back is open until the case's next step.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.cityhall import journal
from app.cityhall.cases import actions, moves, queries
from app.cityhall.cases.models import Case, CaseRun, CaseTask
from app.cityhall.cases.moves import CaseMove
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.database import transaction
from app.engine import diagram as drawing
from app.engine import runs
from app.engine.diagram import Diagram
from app.engine.moving import migration
from app.engine.moving.migration import MoveError, Obstacle, Verdict
from app.engine.state import StateError
from app.journey import advance, diagrams
from app.refusal import Refusal

UNREADABLE = Verdict((Obstacle("", "unreadable"),))


@dataclass(frozen=True)
class Forecast:
    """What would become of a running case: `version` is the one it is on, `stands_at` names its steps."""

    case_id: uuid.UUID
    number: str
    version: int
    stands_at: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Edition:
    """What a case may move to: a version, or (`version_id` None) files that may become one."""

    procedure_id: uuid.UUID
    version_id: uuid.UUID | None
    diagram: Diagram
    files: Mapping[str, bytes]


def of_version(version: ProcedureVersion) -> Edition:
    """A published edition."""
    files = procedures.version_files(version.id)
    return Edition(version.procedure_id, version.id, diagrams.of_version(version.id), files)


def of_files(procedure_id: uuid.UUID, files: Mapping[str, bytes]) -> Edition:
    """An edition that nobody published. Raises Refusal when its diagram cannot run."""
    return Edition(procedure_id, None, drawing.parse(procedures.drawings(files)), files)


def forecast(to: ProcedureVersion, only: str | None = None) -> Iterator[Forecast]:
    """For every case under way on another version: can it move to this one, and why not.

    `only` is one case's number (17/2026).
    """
    return foretell(of_version(to), only=only)


def foretell(to: Edition, after: tuple[int, int] = (0, 0), only: str | None = None) -> Iterator[Forecast]:
    """The same for any edition, from the case after that (year, number) on."""
    under_way = moves.running_of(to.procedure_id, to.version_id, after)
    for one in (one for one in under_way if only in {None, one.called}):
        found = _verdict(one.state, one.version_id, to)
        stands = _stands_at(one.state, one.version_id) if found is not UNREADABLE else ()
        yield Forecast(one.case_id, one.called, one.version, stands, found)


def move(case_id: uuid.UUID, to: ProcedureVersion, by: uuid.UUID | None, now: datetime) -> Verdict:
    """Move a case; inside a transaction. The verdict says what changes for who is at work on it.

    Raises Refusal `case.unknown`, `move.finished`, `move.same_version`, `move.other_procedure`,
    `move.cannot` (with `reasons`).
    """
    case, row = queries.locked(case_id)
    _check(case, row, to)
    came_from, before = case.version, row.state
    found = _verdict(before, came_from.id, of_version(to))
    after = _moved(before, came_from, to, found)
    released = _put(case, row, to, after, now)
    moves.note(case.id, (came_from.id, to.id), before, after, released, by, now)
    facts = {
        "from": came_from.number,
        "to": to.number,
        "changed": [[one.element, one.key] for one in found.notices],
    }
    _tell("moved", case, facts, by, now)
    return found


def move_all(
    to: ProcedureVersion,
    by: uuid.UUID | None,
    now: datetime,
    told: Callable[[Forecast], None],
    only: str | None = None,
) -> tuple[int, int]:
    """Move every case that can, a transaction for each; how many were moved, and how many stay.

    `told` hears of each case as it is done, with why it stays when it does.
    """
    moved = stay = 0
    for one in forecast(to, only):
        verdict = _try(one, to, by, now)
        told(replace(one, verdict=verdict))
        moved, stay = moved + verdict.can, stay + (not verdict.can)
    return moved, stay


def undo(case_id: uuid.UUID, by: uuid.UUID | None, now: datetime) -> ProcedureVersion:
    """Take a case back to the version that it was moved from; inside a transaction. That version.

    Raises Refusal `case.unknown`, `move.never`, `move.stepped_since`.
    """
    case, row = queries.locked(case_id)
    last = moves.latest(case_id)
    if last is None:
        raise Refusal("move.never")
    if row.finished or moves.digest(row.state) != last.after:
        raise Refusal("move.stepped_since")
    version, left = procedures.version(last.from_version_id), case.version
    _put(case, row, version, last.before, now)
    _give_back(case, last)
    last.undone_at, last.undone_by_id = now, by
    _tell("move_undone", case, {"from": left.number, "to": version.number}, by, now)
    return version


def can_undo(case_id: uuid.UUID) -> bool:
    """Is the way back of a case's last move still open?"""
    row, last = queries.run_of(case_id), moves.latest(case_id)
    if row is None or last is None or row.finished:
        return False
    return moves.digest(row.state) == last.after


def _try(one: Forecast, to: ProcedureVersion, by: uuid.UUID | None, now: datetime) -> Verdict:
    if not one.verdict.can:
        return one.verdict
    try:
        with transaction():
            return move(one.case_id, to, by, now)
    except Refusal as refusal:  # it took a step, or was moved, since it was looked at
        reasons = refusal.facts.get("reasons")
        return Verdict(reasons if isinstance(reasons, tuple) else (Obstacle("", refusal.key),))


def _check(case: Case, row: CaseRun, to: ProcedureVersion) -> None:
    if row.finished:
        raise Refusal("move.finished")
    if case.version_id == to.id:
        raise Refusal("move.same_version")
    if case.version.procedure_id != to.procedure_id:
        raise Refusal("move.other_procedure")


def _verdict(state: bytes, old: uuid.UUID, new: Edition) -> Verdict:
    """The engine's, and whether a form that somebody is filling has changed inside."""
    try:
        found = migration.verdict(state, diagrams.of_version(old), new.diagram)
        if not found.can:
            return found
        return replace(found, notices=(*found.notices, *_changed_forms(state, old, new)))
    except StateError:
        return UNREADABLE


def _changed_forms(state: bytes, old: uuid.UUID, new: Edition) -> Iterator[Obstacle]:
    before, after = diagrams.of_version(old).model.elements, new.diagram.model.elements
    for element in sorted({wait.element for wait in runs.restore(diagrams.of_version(old), state).waits()}):
        form = before[element].form
        same_name = form is not None and form == after[element].form
        if form and same_name and procedures.form_files(old, form) != procedures.form_of(new.files, form):
            names = {"name": before[element].name or element, "name_en": before[element].name_en}
            yield Obstacle(element, "new_form", names)


def _stands_at(state: bytes, version: uuid.UUID) -> tuple[str, ...]:
    diagram = diagrams.of_version(version)
    elements = diagram.model.elements
    stands = advance.standing(runs.restore(diagram, state))
    return tuple(dict.fromkeys(elements[name].name or name for name in stands))


def _moved(state: bytes, old: ProcedureVersion, new: ProcedureVersion, found: Verdict) -> bytes:
    if not found.can:
        raise Refusal("move.cannot", reasons=found.reasons)
    try:
        return migration.move(state, diagrams.of_version(old.id), diagrams.of_version(new.id))
    except MoveError as error:
        raise Refusal("move.cannot", reasons=(Obstacle("", "unsure"),)) from error


def _put(case: Case, row: CaseRun, version: ProcedureVersion, state: bytes, now: datetime) -> dict[str, Any]:
    """The case on that version, in that state; who held tasks that are another role's now."""
    diagram, old = diagrams.of_version(version.id), case.version_id
    held = {task.id: (task.role, task.holder_id, task.claimed_at) for task in queries.open_tasks(case.id)}
    case.version, row.state, row.diagram = version, state, diagram.digest
    advance.follow(case, runs.restore(diagram, state), now)
    released = {}
    for task in queries.open_tasks(case.id):
        role, holder, since = held[task.id]
        _mark_new_form(task, old, version.id)
        if task.role != role and holder is not None and since is not None:
            released[str(task.id)] = [str(holder), since.isoformat()]
            task.holder_id = task.claimed_at = None
    return released


def _mark_new_form(task: CaseTask, old: uuid.UUID, new: uuid.UUID) -> None:
    """Who has the page open is told to look again: the form may ask for other things now."""
    if task.form and procedures.form_files(old, task.form) != procedures.form_files(new, task.form):
        flag_modified(task, "form")


def _give_back(case: Case, last: CaseMove) -> None:
    for task in queries.open_tasks(case.id):
        if found := last.released.get(str(task.id)):
            task.holder_id, task.claimed_at = uuid.UUID(found[0]), datetime.fromisoformat(found[1])


def _tell(what: str, case: Case, facts: dict[str, Any], by: uuid.UUID | None, now: datetime) -> None:
    """In the case's history, which the applicant does not see in this, and in the journal."""
    actions.record(case, what, now, actor_id=by, facts=facts, public=False)
    journal.note(f"case.{what}", now, actor_id=by, about=("case", case.id), facts=facts)
