"""What an applicant sends later is a document received: it gets a number of its own.

Every document that comes in is registered (OG 27/2002 art. 6), and what belongs to an earlier one is
connected to it by that one's number (Instrucțiunile AN 217/1996 art. 8-9).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents import actions as document_actions
from app.cityhall.documents import queries as documents
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import actions as registry
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.queries import SAID
from app.journey.came import Came

# How the register calls what an applicant may say (column 7).
WISHES: Mapping[str, str] = {
    "withdrawal": "Retragere",
    "reopen": "Cerere de redeschidere",
    "cessation": "Comunicarea încetării",
    "other_time": "Cerere de reprogramare",
}


def register(task: CaseTask, actor: Actor, now: datetime, came: Came | None = None) -> RegisterEntry:
    """Enter the answer to an applicant's task, with the papers laid there, in the caller's transaction."""
    case, own = task.case, actor.person_id == task.case.applicant_id
    hashes = [paper.latest.sha256 for paper in documents.of_draft(task.id)]
    document_actions.move_to_case(task.id, case.id)
    paper = _paper(task, hashes, "portal" if own else "counter", actor)
    entry = registry.enter(replace(paper, **came.facts()) if came else paper, now)
    cases.record(
        case,
        "completion_registered",
        now,
        element=task.element,
        task_id=task.id,
        actor_id=actor.person_id,
        on_behalf_of_id=None if own else case.applicant_id,
        facts={"number": entry.legal_number},
    )
    return entry


def wish(case: Case, name: str, actor: Actor, now: datetime) -> RegisterEntry:
    """Enter what an applicant said to a running case, in the caller's transaction."""
    channel = "portal" if actor.person_id == case.applicant_id else "counter"
    summary = f"{WISHES.get(name, 'Declarație')} la nr. {case.entry.legal_number}"
    entry = registry.enter(_of_case(case, summary, channel, actor), now)
    registry.mark(entry.id, SAID, name, now, actor.person_id)
    return entry


def _paper(task: CaseTask, hashes: list[str], channel: str, actor: Actor) -> registry.Paper:
    form = procedures.form(task.case.version_id, task.form)
    summary = f"{form.ui.get('x-register', 'Completare')} la nr. {task.case.entry.legal_number}"
    return _of_case(task.case, summary, channel, actor, hashes)


def _of_case(
    case: Case, summary: str, channel: str, actor: Actor, hashes: Sequence[str] = ()
) -> registry.Paper:
    return registry.Paper(
        institution_id=case.institution_id,
        direction="in",
        issuer=case.applicant.full_name,
        summary=summary,
        department=case.department.name if case.department else "",
        file_code=case.version.config["nomenclature"],
        channel=channel,
        operator_id=None if channel == "portal" else actor.person_id,
        annexes=len(hashes),
        connected_to_id=case.entry_id,
        case_id=case.id,
        hashes=list(hashes),
    )
