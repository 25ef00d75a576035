"""The same case in memory: a run that is never stored."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from app.cityhall.cases.models import Case
from app.cityhall.procedures.models import ProcedureVersion
from app.database import session
from app.engine import runs
from app.engine.diagram import Diagram
from app.engine.library.deciding import DECIDED
from app.engine.runs import Run, Wait
from app.journey import advance, diagrams
from tools.bench.clerks import NOW, OURS

FIRST = ("case", "answers", "delivery", "settings")


def first_data(case_id: UUID) -> dict[str, Any]:
    """What a stored case began with."""
    known = advance.data_of(case_id)
    return {name: known[name] for name in FIRST}


def decided_data(case_id: UUID) -> dict[str, Any]:
    """What the tables of a stored case decided, under the names that steps know it by."""
    known, tables = advance.data_of(case_id), diagram_of(case_id).model.decisions.tables
    return {name: value for name, value in known.items() if name == DECIDED or name in tables}


def version_of(case_id: UUID) -> ProcedureVersion:
    """The version of its procedure that a case runs on."""
    case = session().get(Case, case_id)
    assert case is not None
    return case.version


def diagram_of(case_id: UUID) -> Diagram:
    """The parsed diagram of a case."""
    return diagrams.of_version(version_of(case_id).id)


def at_verification(diagram: Diagram, data: Mapping[str, Any], rounds: int) -> Iterator[tuple[Run, Wait]]:
    """New runs of the certificate, each standing at the officer's task."""
    for _ in range(rounds):
        run = runs.start(diagram, data, NOW)
        while (wait := _next(run)).element != "verification":
            if wait.kind == "service":
                run.finish_service(wait.task_id, None, NOW)
            else:
                run.complete(wait.task_id, wait.element, OURS, NOW)
        yield run, wait


def _next(run: Run) -> Wait:
    return next(wait for wait in run.waits() if wait.kind in {"human", "service"})
