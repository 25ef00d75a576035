"""What becomes of a job that cannot be done: its diagram goes another way, or a person hears of it."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.cityhall import incidents
from app.cityhall.cases import queries as cases
from app.cityhall.notices import Notice
from app.cityhall.payments import queries as payments
from app.database import session
from app.errands import moving, routing
from app.journey import advance
from app.logs import log
from app.outside import OutsideError
from app.queue import jobs
from app.queue.models import Job
from app.refusal import Refusal

# Trying these again gives the same answer.
PERMANENT = (Refusal, LookupError, AssertionError)


class KillsItsWorkers(Exception):
    """Every worker that took the job died of it."""


def is_permanent(error: Exception) -> bool:
    """Will it never work, however often it is tried?"""
    return isinstance(error, PERMANENT) or bool(getattr(error, "permanent", False))


def bury(job: Job, lease: uuid.UUID, error: Exception, now: datetime) -> None:
    """Give a job up, in the current transaction. Raises LeaseLost."""
    jobs.give_up(job, lease, repr(error), now)
    if _caught(job, error, now):
        job.state = "done"
        return
    if job.kind in LAST_WORDS:
        LAST_WORDS[job.kind](job, now)
    facts: dict[str, Any] = {"job": job.kind, "tries": job.attempts, "error": repr(error)[:500]}
    facts |= {name: job.payload[name] for name in ("operation", "task") if name in job.payload}
    incidents.open(
        "job",
        now,
        case_id=_case_of(job),
        element=job.payload.get("element"),
        job_id=job.id,
        facts=facts,
    )


def _case_of(job: Job) -> uuid.UUID | None:
    """A message, or money that goes back, is about a case although it never stands in the case's line."""
    if job.kind == "refund_payment":
        return payments.payment(uuid.UUID(job.payload["payment"])).note.case_id
    if job.kind != "send_notice":
        return job.case_id
    notice = session().get(Notice, uuid.UUID(job.payload["notice"]))
    return notice.case_id if notice else None


def _caught(job: Job, error: Exception, now: datetime) -> bool:
    """Has the diagram an answer to that error (a boundary event), or does nobody wait for it any more?"""
    if job.kind != "service":
        return False
    case_id, task_id = uuid.UUID(job.payload["case"]), uuid.UUID(job.payload["task"])
    try:
        with session().begin_nested():
            cases.locked(case_id)
            if not advance.waits_for_service(case_id, task_id):
                return True
            return advance.fail_service(case_id, task_id, code_of(error), now)
    except Exception:  # noqa: BLE001 - a way out that is broken too is no way out
        log.exception("job.way_out_broken", job=str(job.id))
        return False


def code_of(error: Exception) -> str:
    """The code by which a diagram may catch it."""
    if isinstance(error, OutsideError):
        return error.code
    return error.key if isinstance(error, Refusal) else "failed"


def _notice_not_sent(job: Job, now: datetime) -> None:
    """The message could not be handed over: say so in the case, and forget the code that it carried."""
    notice = session().get(Notice, uuid.UUID(job.payload["notice"]))
    assert notice is not None
    notice.state, notice.settled_at = "failed", now
    job.payload = {**job.payload, "secrets": {}}


LAST_WORDS: Mapping[str, Callable[[Job, datetime], None]] = {
    "send_notice": _notice_not_sent,
    "move_case": moving.given_up,
    "undo_move": moving.given_up,
    "route_paper": routing.given_up,
}
