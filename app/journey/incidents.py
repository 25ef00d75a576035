"""What an operator does about an incident: try again, settle it by hand, give it up.

Every function is called inside a transaction; who did it is kept in the journal and in the case.
"""

import uuid
from datetime import datetime

from app.cityhall import incidents, journal
from app.cityhall.cases import queries as cases
from app.cityhall.cases import waiting
from app.cityhall.incidents import OPERATOR, Incident
from app.cityhall.notices import Notice
from app.cityhall.people.rights import Actor
from app.database import session
from app.journey import advance, messages
from app.queue import jobs
from app.queue.models import Job
from app.refusal import Refusal

LONGEST_REASON = 1_000


def retry(incident: Incident, by: Actor | None, now: datetime) -> None:
    """A dead job is ready again, a timer fires at once, a message is kept for its case once more.

    What was given up may be tried too. `by` is nobody when it is done from the console.
    Raises Refusal `incident.failed_again`, `incident.code_forgotten`.
    """
    _settle(incident, "retried", by, now)
    if incident.kind == "timer":
        _fire(incident, now)
    elif (job := _job(incident)) is not None:
        _refuse_forgotten(job)
        jobs.retry(job, now)
    elif incident.kind == "message" and incident.case_id is not None:
        waiting.keep_on(incident.case_id, incident.facts.get("message", ""), now + messages.KEPT)


def retry_dead(now: datetime) -> int:
    """From the console: every dead job again, with its incident; how many. What must not be tried stays."""
    return sum(_retry_dead(job, now) for job in jobs.dead())


def _retry_dead(job: Job, now: datetime) -> bool:
    incident = incidents.of_job(job.id)
    try:
        with session().begin_nested():
            if incident is not None:
                retry(incident, None, now)
            else:
                jobs.retry(job, now)
    except Refusal:
        return False
    return True


def settle_by_hand(incident: Incident, reason: str, by: Actor, now: datetime) -> None:
    """Somebody did the hall's work: the case goes on as if the job had been done, without a result.

    A timer is nobody's work. Raises Refusal `incident.not_by_hand`.
    """
    if incident.kind == "timer":
        raise Refusal("incident.not_by_hand")
    _settle(incident, "by_hand", by, now, _given(reason))
    job = _job(incident)
    if job is None:
        return
    job.state, job.finished_at = "done", now
    if job.kind == "service":
        _go_on(uuid.UUID(job.payload["case"]), uuid.UUID(job.payload["task"]), now)


def give_up(incident: Incident, reason: str, by: Actor, now: datetime) -> None:
    """Nothing more is done about it; the reason stays in the journal and in the case."""
    _settle(incident, "gone", by, now, _given(reason))
    job = _job(incident)
    if job is not None:
        job.state, job.finished_at = "gone", now
    if incident.kind == "timer" and incident.case_id is not None:
        _disarm(incident.case_id, incident.element)


def _settle(incident: Incident, how: str, by: Actor | None, now: datetime, reason: str = "") -> None:
    """Raises Refusal `incident.settled`, and `incident.unknown` to who is no operator."""
    if by is not None and not by.holds(OPERATOR):
        raise Refusal("incident.unknown")
    incidents.close(incident, how, by.person_id if by else None, now, reason)
    journal.note(
        f"incident.{how}",
        now,
        actor_id=by.person_id if by else None,
        about=("incident", incident.id),
        facts={"kind": incident.kind, "element": incident.element, "reason": reason},
    )


def _given(reason: str) -> str:
    """Raises Refusal `incident.reason_needed`."""
    if not reason.strip():
        raise Refusal("incident.reason_needed")
    return reason.strip()[:LONGEST_REASON]


def _job(incident: Incident) -> Job | None:
    """The job that died, locked. One that somebody else has set going meanwhile is left alone."""
    if incident.job_id is None:
        return None
    job = session().get(Job, incident.job_id, with_for_update=True, populate_existing=True)
    return job if job is not None and job.state in {"dead", "gone"} else None


def _refuse_forgotten(job: Job) -> None:
    """A message that carried a code cannot be sent again: the code was forgotten when sending failed."""
    if job.kind != "send_notice" or job.payload.get("secrets"):
        return
    notice = session().get(Notice, uuid.UUID(job.payload["notice"]))
    if notice is not None and "$code" in notice.text:
        raise Refusal("incident.code_forgotten")


def _go_on(case_id: uuid.UUID, task_id: uuid.UUID, now: datetime) -> None:
    cases.locked(case_id)
    if advance.waits_for_service(case_id, task_id):
        advance.finish_service(case_id, task_id, lambda: None, now)


def _fire(incident: Incident, now: datetime) -> None:
    assert incident.case_id is not None
    try:
        with session().begin_nested():
            advance.wake(incident.case_id, now)
            incidents.heal(incident.case_id, now)
    except Exception as error:
        # Whatever broke the timer may break it again: the incident stays open, and the operator is told.
        raise Refusal("incident.failed_again") from error


def _disarm(case_id: uuid.UUID, element: str | None) -> None:
    """The timer wakes the case no more."""
    for timer in cases.armed(case_id):
        if timer.element == element:
            session().delete(timer)
