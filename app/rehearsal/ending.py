"""What became of a played scenario, beside what was expected of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.cityhall import incidents, notices
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.forms.papers import PaperNeed
from app.cityhall.procedures.scenarios import Scenario
from app.journey import deciding
from app.queue import jobs
from app.rehearsal import money, registers
from app.rehearsal.complaint import Complaint

Looks = Mapping[str, Callable[[Case], Any]]


def found(case: Case) -> dict[str, Any]:
    """All that may be expected of a story, as it is at this case."""
    return {name: look(case) for looks in (_SAME, _SAME_LIST, _AMONG) for name, look in looks.items()}


def complaints(case: Case, told: Scenario) -> Iterator[Complaint]:
    """One for each thing that is not as expected."""
    for name, look in _SAME.items():
        wanted = getattr(told.expect, name)
        if wanted is not None and (found := look(case)) != wanted:
            yield _complaint("expect", name, wanted, found)
    for name, look_all in _SAME_LIST.items():
        wanted = getattr(told.expect, name)
        if wanted is not None and sorted(found := look_all(case)) != sorted(wanted):
            yield _complaint("expect_list", name, wanted, found)
    for name, look_all in _AMONG.items():
        found = look_all(case)
        if missing := [one for one in getattr(told.expect, name) or () if one not in found]:
            yield _complaint("expect_among", name, missing, found)


def troubles(case: Case) -> Iterator[Complaint]:
    """What must never be left behind, whatever a story expects: an incident, a job that was given up."""
    for incident in incidents.of_case(case.id):
        yield Complaint("incident", {"kind": incident.kind})
    for job in jobs.dead():
        yield Complaint("dead_job", {"job": job.payload.get("operation", job.kind)})


def _complaint(key: str, what: str, wanted: Any, found: Any) -> Complaint:
    return Complaint(key, {"what": what, "wanted": wanted, "found": found})


def passed(case: Case) -> list[str]:
    """The elements that the case went through, in order, each once."""
    steps = (event for event in cases.history(case.id, public_only=False) if event.kind == "step")
    return list(dict.fromkeys(element for event in steps for element in event.facts["passed"]))


def papers_required(case: Case) -> list[str]:
    needs: list[PaperNeed] = deciding.papers(case.version, deciding.of_case(case))
    return [need.code for need in needs if need.need == "required"]


def letters(case: Case) -> list[str]:
    """The names of the letters that were issued, in order; one that was issued twice is there twice."""
    papers = documents.of_case(case.id)
    return [paper.letter or paper.title for paper in papers if paper.kind in {"act", "letter"}]


def sent(case: Case) -> list[str]:
    """The templates of what was written to the applicant, each once."""
    return list(dict.fromkeys(one.template for one in notices.of_case(case.id)))


_SAME: Looks = {
    "outcome": lambda case: case.outcome,
    "status": lambda case: case.status,
    "term": lambda case: case.term.conservative if case.term else None,
    "fee": money.fee,
    "department": lambda case: case.department.code if case.department else None,
}
_SAME_LIST: Looks = {
    "papers_required": papers_required,
    "letters": letters,
    "registers": registers.entered,
    "open": lambda case: [task.form for task in cases.open_tasks(case.id)],
}
_AMONG: Looks = {"notices": sent, "passed": passed}
