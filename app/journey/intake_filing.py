"""A letter that opens a case (a petition, a drop-off), or completes one that waits for papers."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.cityhall import submissions
from app.cityhall.arrivals import filled as forms
from app.cityhall.arrivals import history
from app.cityhall.arrivals.filled import Filled
from app.cityhall.arrivals.models import Arrival, ArrivalFile
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents import actions as documents
from app.cityhall.documents.actions import Stored
from app.cityhall.people.models import Person
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import queries as register
from app.cityhall.registry.models import RegisterEntry
from app.database import session
from app.journey import submit, work
from app.journey.came import Came
from app.journey.house import House

MESSAGE, RAW = "Mesajul primit, întreg", "message/rfc822"


def file(
    arrival: Arrival, filled: Filled, came: Came, actor: Actor, house: House, now: datetime
) -> tuple[RegisterEntry, Case]:
    """Open a case with the procedure's form filled from the letter. Raises Refusal `form.invalid`."""
    version = procedures.current(filled.kind, arrival.institution_id)
    answers = _answers(arrival, filled)
    draft = submissions.begin(actor.person_id, version, came.channel, answers, now)
    first, others = ("document", "annexes") if filled.kind == "drop_off" else ("annexes", "annexes")
    for place, one in enumerate(arrival.kept):
        _lay(one, draft.id, others if place else first, actor, now)
    _lay_message(arrival, draft.id, actor, house, now)
    applicant = _applicant(arrival, filled)
    receipt = submit.file_request(draft, actor, now, replace(came, applicant=applicant))
    return receipt.entry, receipt.case


def _answers(arrival: Arrival, filled: Filled) -> dict[str, Any]:
    if filled.kind == "petition":
        return forms.petition_answers(filled, arrival.text, arrival.sender_address)
    return forms.drop_off_answers(filled, arrival.sender_address)


def _applicant(arrival: Arrival, filled: Filled) -> Person | None:
    """The account's person, when the letter surely comes from its address and names it."""
    person_id = arrival.proposal.get("person_id")
    if not person_id or not history.proved(arrival):
        return None
    person = session().get(Person, uuid.UUID(person_id))
    return person if person is not None and person.full_name == filled.full_name else None


def complete(
    task: CaseTask,
    arrival: Arrival,
    filled: Filled,
    came: Came,
    actor: Actor,
    house: House,
    now: datetime,
) -> tuple[RegisterEntry, Case]:
    """Lay the papers with the case that waits for them, on the applicant's behalf."""
    for one in arrival.kept:
        _lay(one, task.id, None, actor, now)
    _lay_message(arrival, task.id, actor, house, now)
    answer = {"answer": (arrival.text.strip() or filled.summary)[:8000]}
    work.complete(task, answer, actor, task.revision, now, replace(came, connected_to_id=None))
    entry = register.completions(task.case_id)[-1]
    return entry, task.case


def _lay(file_: ArrivalFile, draft_id: uuid.UUID, code: str | None, actor: Actor, now: datetime) -> None:
    stored = Stored(file_.sha256, file_.size, file_.media_type, file_.filename)
    title = file_.filename.rpartition(".")[0] or file_.filename
    documents.add("paper", title, stored, now, draft_id=draft_id, paper_code=code, by=actor.person_id)


def _lay_message(arrival: Arrival, draft_id: uuid.UUID, actor: Actor, house: House, now: datetime) -> None:
    """The whole message, as it came: the proof of what was sent and when."""
    if arrival.source != "mailbox":
        return
    size = len(house.outside.files.get(arrival.raw_sha256))
    stored = Stored(arrival.raw_sha256, size, RAW, "mesaj.eml")
    documents.add("internal", MESSAGE, stored, now, draft_id=draft_id, by=actor.person_id, public=False)
