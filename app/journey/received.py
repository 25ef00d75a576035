"""What an applicant sends later is a document received: it gets a number of its own.

Every document that comes in is registered (OG 27/2002 art. 6), and what belongs to an earlier one is
connected to it by that one's number (Instrucțiunile AN 217/1996 art. 8-9).
"""

from datetime import datetime

from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.documents import actions as document_actions
from app.cityhall.documents import queries as documents
from app.cityhall.people.rights import Actor
from app.cityhall.registry import actions as registry
from app.cityhall.registry.models import RegisterEntry


def register(task: CaseTask, actor: Actor, now: datetime) -> RegisterEntry:
    """Enter the answer to an applicant's task, with the papers laid there, in the caller's transaction."""
    case, own = task.case, actor.person_id == task.case.applicant_id
    hashes = [paper.latest.sha256 for paper in documents.of_draft(task.id)]
    document_actions.move_to_case(task.id, case.id)
    entry = registry.enter(_paper(task, hashes, "portal" if own else "counter", actor), now)
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


def _paper(task: CaseTask, hashes: list[str], channel: str, actor: Actor) -> registry.Paper:
    case = task.case
    return registry.Paper(
        institution_id=case.institution_id,
        direction="in",
        issuer=case.applicant.full_name,
        summary=f"Completare la nr. {case.entry.legal_number}",
        department=case.department.name if case.department else "",
        file_code=case.version.config["nomenclature"],
        channel=channel,
        operator_id=None if channel == "portal" else actor.person_id,
        annexes=len(hashes),
        connected_to_id=case.entry_id,
        case_id=case.id,
        hashes=hashes,
    )
