"""Papers dropped off for a running case: they are laid in its file, and whoever works on it is told."""

import uuid
from datetime import datetime

from app.cityhall import checklist
from app.cityhall.cases import actions, connections, queries, waiting
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.cases.watchers import watchers
from app.cityhall.documents import actions as document_actions
from app.cityhall.documents import queries as documents
from app.cityhall.documents.actions import Stored
from app.cityhall.documents.models import Document
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.journey import advance, messages, notify
from app.journey.house import House

COMPLETION = "completion"
MESSAGE = "completion_delivered"


def deliver(dropped: Case, to: Case, house: House, now: datetime) -> dict[str, object]:
    """Copy the papers into the case's file, answer a completion that it waits for, tell its people.

    Inside the transaction that finishes the service; told twice, the papers are laid there once.
    """
    to, _ = queries.locked(to.id)
    connections.connect(dropped, to, "attached", now)
    laid = _lay(dropped, to, now)
    facts = {"number": dropped.entry.legal_number, "count": laid, "summary": _summary(dropped)}
    own = dropped.applicant_id == to.applicant_id
    actions.record(to, "papers_delivered", now, facts=facts, public=own)
    answered = _answer_completion(dropped, to, now)
    _tell(dropped, to, house, now)
    return {
        "number": to.entry.legal_number,
        "papers": laid,
        "answered": answered,
        "open": to.closed_at is None,
    }


def _lay(dropped: Case, to: Case, now: datetime) -> int:
    """The applicant of the case sees only what is the applicant's own."""
    own = dropped.applicant_id == to.applicant_id
    there = {paper.latest.sha256 for paper in documents.of_case(to.id)}
    papers = [one for one in documents.of_case(dropped.id) if one.kind == "paper"]
    new = [one for one in papers if one.latest.sha256 not in there]
    for paper in new:
        title = f"{paper.title} (nr. {dropped.entry.legal_number})"
        document_actions.add("paper", title, _stored(paper), now, case_id=to.id, public=own)
    return len(new)


def _stored(paper: Document) -> Stored:
    latest = paper.latest
    return Stored(latest.sha256, latest.size, latest.media_type, latest.filename)


def _answer_completion(dropped: Case, to: Case, now: datetime) -> bool:
    """A completion asked for is answered by the papers that came; they have their number already."""
    if dropped.answers.get("document_kind") != COMPLETION:
        return False
    task = next((one for one in queries.open_tasks(to.id, "applicant") if one.form == COMPLETION), None)
    if task is not None:
        _finish(task, dropped, now)
    elif waiting.awaits(to.id, MESSAGE):
        payload = {"number": dropped.entry.legal_number}
        messages.post(MESSAGE, f"{MESSAGE}:{dropped.id}", now, case_id=to.id, payload=payload)
    return task is not None


def _finish(task: CaseTask, dropped: Case, now: datetime) -> None:
    by: uuid.UUID = dropped.applicant_id
    checklist.settle(task.case_id, now)
    answer = f"Depus separat cu nr. {dropped.entry.legal_number}: {_summary(dropped)}"
    facts = {"number": dropped.entry.legal_number}
    actions.record(
        task.case, "completion_registered", now, element=task.element, task_id=task.id, facts=facts
    )
    advance.complete_task(task, {"answer": answer}, by, now)


def _summary(dropped: Case) -> str:
    return str(dropped.answers.get("summary") or dropped.version.config["title"])


def _tell(dropped: Case, to: Case, house: House, now: datetime) -> None:
    """An e-mail to whoever holds the case's tasks, and to its department's head."""
    today = romanian_day(now)
    texts = procedures.notice_texts(dropped.version_id)
    said = {
        "number": to.entry.legal_number,
        "papers_number": dropped.entry.legal_number,
        "papers_summary": _summary(dropped),
        "link": f"{house.url}/birou/dosare/{to.id}",
    }
    for account in watchers(to, ["head"], today):
        key = f"papers:{dropped.id}:{account.id}"
        notify.to_person(account.person, texts, "papers_arrived", key, said, now)
