"""Handing an open file over: everything that lies in it goes into a package, and here it is closed.

The powers pass with the running files, which are not begun anew (Legea 169/2026 art. 584).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.adapters import bags
from app.cityhall import journal
from app.cityhall.audiences import queries as audiences
from app.cityhall.cases import actions as cases
from app.cityhall.cases import queries
from app.cityhall.cases.models import Case
from app.cityhall.lockers import queries as lockers
from app.cityhall.payments import queries as payments
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import packages as procedures
from app.cityhall.procedures import queries as versions
from app.cityhall.registry import actions as registry
from app.cityhall.transfers import OUT, Transfer
from app.database import session
from app.journey import messages, mirror
from app.journey.house import House
from app.journey.packages import contents
from app.queue.models import Job
from app.refusal import Refusal

KIND = "dosar-in-lucru"
VERSION = "1"
OUTCOME = "handed_over"


@dataclass(frozen=True)
class Asked:
    """To whom a file goes, and by which act."""

    other: str
    act: str


def give(case: Case, asked: Asked, actor: Actor, house: House, now: datetime) -> Transfer:
    """Pack the file and close it here, in the caller's transaction; the register keeps where it went.

    Raises Refusal `transfer.to_whom`, `transfer.act_needed`, `transfer.closed`, `transfer.busy` (with the
    reason's key), and OutsideError when a document cannot be read whole.
    """
    if not asked.other.strip():
        raise Refusal("transfer.to_whom")
    if not asked.act.strip():
        raise Refusal("transfer.act_needed")
    case, run = queries.locked(case.id)
    if case.closed_at is not None or run.finished:
        raise Refusal("transfer.closed")
    if reason := busy(case):
        raise Refusal(f"transfer.busy_{reason}")
    content = _packed(case, run.state, asked, house, now)
    other = " ".join(asked.other.split())[:200]
    made = Transfer(
        case_id=case.id,
        institution_id=case.institution_id,
        direction=OUT,
        other=other,
        act=" ".join(asked.act.split())[:200],
        sha256=house.outside.files.put(content),
        size=len(content),
        at=now,
        by_id=actor.person_id,
    )
    session().add(made)
    run.finished = True
    _close(case, other, actor, now)
    session().flush()
    return made


def busy(case: Case) -> str:
    """Why a file cannot go just now: locker, payment, audience, job; empty when it can."""
    working = select(func.count()).select_from(Job).where(Job.case_id == case.id, Job.state == "running")
    reasons = {
        "locker": lockers.living(case.id) is not None,
        "payment": payments.due_of_case(case.id) is not None,
        "audience": audiences.request_of(case.id) is not None,
        "job": bool(session().scalar(working)),
    }
    return next((name for name, holds in reasons.items() if holds), "")


def _packed(case: Case, state: bytes, asked: Asked, house: House, now: datetime) -> bytes:
    held = contents.of(case, house)
    procedure = procedures.zipped(case.version.code, versions.version_files(case.version_id))
    payload = {**held.files, "dosar.json": held.json(), "procedura.zip": procedure, "stare.bin": state}
    info = {
        "Source-Organization": case.institution.name,
        "Organization-Address": case.institution.address,
        "External-Description": f"Dosarul {case.entry.legal_number}, predat către {asked.other}: {asked.act}",
        "External-Identifier": str(case.id),
        "Bagging-Date": f"{now:%Y-%m-%d}",
        "Package-Kind": KIND,
        "Package-Version": VERSION,
    }
    return bags.packed(payload, {}, info)


def _close(case: Case, other: str, actor: Actor, now: datetime) -> None:
    """Nothing here waits for it any more; what the register and the history say stays."""
    mirror.clear(mirror.rows(case.id))
    messages.drop(case.id, now)
    for job in session().scalars(select(Job).where(Job.case_id == case.id, Job.state == "ready")):
        job.state, job.finished_at = "gone", now
    case.status, case.outcome, case.closed_at = "closed", OUTCOME, now
    registry.mark(case.entry_id, "resolved", f"predat către {other}", now, actor.person_id)
    cases.record(case, OUTCOME, now, actor_id=actor.person_id, facts={"other": other})
    journal.note(
        "case.handed_over", now, actor_id=actor.person_id, about=("case", case.id), facts={"other": other}
    )
