"""A finished case told as a scenario without its people: what was done to it, in its order, and when."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseEvent, CaseTask, Message
from app.cityhall.documents import queries as documents
from app.cityhall.lockers.models import Parcel, ParcelEvent
from app.cityhall.people.models import Person
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.scenarios import Expect, Scenario, Step
from app.database import session
from app.journey import wishes
from app.rehearsal import anonymous
from app.rehearsal.player import AT_THE_DOOR, DOORS

NAME = "replayed"
PURPOSES = {f"door.closed:{purpose}": what for what, purpose in DOORS.items()}
# What the hall itself tells a case: the replay will hear it from its own hall.
OF_THE_HALL = {
    *("term_over", "tacit_approval", "payment_settled"),
    *("parcel_collected", "pickup_extended", "compartment_free"),
}
OWN_MESSAGES = frozenset(wishes.WISHES) | OF_THE_HALL


@dataclass(frozen=True)
class _Moment:
    at: datetime
    order: tuple[int, int]  # at one moment: a door before the task that says so, all in the case's own order
    step: Step


def told(case: Case, staff: Collection[str]) -> Scenario:
    """The story; whoever is still on the staff (by name) does again what they did."""
    form = procedures.form(case.version_id, case.version.config["form"])
    papers = [one for one in documents.of_case(case.id) if one.kind == "paper" and one.paper_code]
    filed = [str(one.paper_code) for one in papers if one.created_at <= case.opened_at]
    return Scenario(
        name=NAME,
        title=NAME,
        filed=case.opened_at.replace(microsecond=0),
        channel=case.channel,
        answers=anonymous.answers(form, case.answers),
        papers=list(dict.fromkeys(filed)),
        steps=list(_with_waits(case, sorted(_moments(case, staff), key=lambda one: (one.at, one.order)))),
        expect=Expect(),
    )


def _with_waits(case: Case, moments: list[_Moment]) -> Iterator[Step]:
    """Between what was done, the time that went by; after it, what was left until the case ended."""
    now = case.opened_at.replace(microsecond=0)
    for one in moments:
        if one.at > now + timedelta(seconds=1):
            yield _step("waits", _length(one.at - now))
            now += timedelta(seconds=int((one.at - now).total_seconds()))
        yield one.step
        now += AT_THE_DOOR * 2 if one.step.kind == "door" else timedelta(0)
    if case.closed_at is not None and case.closed_at > now + timedelta(seconds=1):
        yield _step("waits", _length(case.closed_at - now + timedelta(minutes=1)))


def _length(time: timedelta) -> str:
    return f"P{time.days}DT{time.seconds}S"


def _step(kind: str, what: str, **more: Any) -> Step:
    return Step(kind, what, **{"answers": {}, "reason": "", "by": "", "payload": None, **more})


def _moments(case: Case, staff: Collection[str]) -> Iterator[_Moment]:
    tasks = {task.id: task for task in cases.tasks(case.id)}
    for event in cases.history(case.id, public_only=False):
        if step := _of_event(case, event, tasks, staff):
            yield _Moment(event.at, (1, event.sequence), step)
    yield from _doors(case.id)
    yield from _messages(case.id)


def _of_event(
    case: Case, event: CaseEvent, tasks: Mapping[uuid.UUID, CaseTask], staff: Collection[str]
) -> Step | None:
    if event.kind == "said":
        reason = anonymous.TEXT if event.facts.get("reason") else ""
        return _step("says", str(event.facts["wish"]), reason=reason)
    if event.kind == "payment_received":
        return _step("pays", str(event.facts["method"]))
    task = tasks.get(event.task_id) if event.kind == "task_done" and event.task_id else None
    if task is None:
        return None
    form = procedures.form(case.version_id, task.form)
    by = _name(task) if task.role != "applicant" else ""
    answers = anonymous.answers(form, task.answers or {})
    return _step("does", task.form, answers=answers, by=by if by in staff else "")


def _name(task: CaseTask) -> str:
    person = session().get(Person, task.done_by_id) if task.done_by_id else None
    return person.full_name if person else ""


def _doors(case_id: uuid.UUID) -> Iterator[_Moment]:
    query = select(ParcelEvent).join(Parcel, ParcelEvent.parcel_id == Parcel.id)
    query = query.where(Parcel.case_id == case_id, ParcelEvent.kind.in_(PURPOSES))
    for event in session().scalars(query.order_by(ParcelEvent.at)):
        yield _Moment(event.at, (0, 0), _step("door", PURPOSES[event.kind]))


def _messages(case_id: uuid.UUID) -> Iterator[_Moment]:
    query = select(Message).where(Message.case_id == case_id, Message.state == "delivered")
    for message in session().scalars(query.order_by(Message.posted_at)):
        if message.name not in OWN_MESSAGES:
            payload = anonymous.plain(message.payload)
            yield _Moment(message.posted_at, (2, 0), _step("message", message.name, payload=payload))
