"""Looking at a trial's hall: where its case stands, and what one step did."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.cityhall import notices
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents import queries as documents
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.payments import queries as payments
from app.cityhall.terms import days_off, words
from app.engine import runs
from app.journey import advance, diagrams, wishes, work
from app.refusal import Refusal
from app.rehearsal import ending, money, player
from app.rehearsal.hall import PaperHall
from app.rehearsal.standing import CaseFacts, Done, OpenTask, Paper, Sent, Standing, Waiting

DOORS: Mapping[ParcelState, tuple[str, ...]] = {
    ParcelState.RESERVED: ("deposited",),
    ParcelState.OPENED: ("deposited",),
    ParcelState.READY: ("collected", "kept_longer"),
    ParcelState.RECALLED: ("returned", "collected"),
}


def read(case: Case, hall: PaperHall, log: tuple[Done, ...], flows: frozenset[str], form: str) -> Standing:
    """Where a filed case stands in its hall."""
    note = payments.due_of_case(case.id)
    parcel = lockers.latest(case.id)
    return Standing(
        now=hall.now,
        form=form,
        case=_facts(case),
        tasks=tuple(_task(task, hall) for task in cases.open_tasks(case.id)),
        waits=tuple(_waits(case)),
        wishes=tuple(wishes.offered(case)),
        due=note.amount if note else None,
        doors=DOORS.get(ParcelState(parcel.state), ()) if parcel else (),
        passed=tuple(ending.passed(case)),
        flows=flows,
        at=tuple(dict.fromkeys(advance.stands_at(case.id))),
        data=advance.data_of(case.id),
        letters=tuple(_papers(case)),
        notices=tuple(_sent(case, log)),
        term=_explained(case),
        log=log,
    )


def _facts(case: Case) -> CaseFacts:
    return CaseFacts(
        number=case.entry.legal_number,
        status=case.status,
        outcome=case.outcome,
        department=case.department.code if case.department else "",
        department_name=case.department.name if case.department else "",
        applicant=case.applicant.full_name,
        channel=case.channel,
        delivery=case.delivery,
        fee=_fee(case),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        term=case.term.conservative if case.term else None,
    )


def _fee(case: Case) -> float | None:
    try:
        return money.fee(case)
    except Refusal:
        return None


def _task(task: CaseTask, hall: PaperHall) -> OpenTask:
    return OpenTask(
        id=task.id,
        element=task.element,
        title=task.title,
        form=task.form,
        role=task.role,
        department=task.department.code if task.department else "",
        department_name=task.department.name if task.department else "",
        who=tuple(actor.full_name for actor in player.who_may(task, hall)),
        letter=task.letter,
        signs=task.signs,
        due_on=task.due_on,
        answers=_first_answers(task),
    )


def _first_answers(task: CaseTask) -> Mapping[str, Any]:
    try:
        return work.first_answers(task)
    except Refusal:  # a form that is not there yet
        return {}


def _waits(case: Case) -> list[Waiting]:
    row = cases.run_of(case.id)
    assert row is not None
    found = runs.restore(diagrams.of_version(case.version_id), row.state).waits()
    listens = [one for one in found if one.kind in {"message", "signal", "timer"}]
    return [Waiting(one.kind, one.element, one.message or "", one.due) for one in listens]


def _papers(case: Case) -> list[Paper]:
    return [
        Paper(
            number=number,
            name=one.letter or "",
            title=one.title,
            kind=one.kind,
            filename=one.latest.filename,
            media_type=one.latest.media_type,
            at=one.created_at,
        )
        for number, one in enumerate(documents.of_case(case.id), 1)
    ]


def _sent(case: Case, log: Sequence[Done]) -> list[Sent]:
    """Each with the step in which it was written."""
    steps = [done.step for done in log for _ in done.notices]
    found = notices.of_case(case.id)
    steps += [log[-1].step if log else 0] * (len(found) - len(steps))
    return [
        Sent(one.channel, one.recipient, one.subject, one.text, one.template, one.created_at, step)
        for one, step in zip(found, steps, strict=False)
    ]


def _explained(case: Case) -> dict[str, list[str]]:
    if case.term is None:
        return {}
    calendar = days_off.calendar_of(case.institution_id)
    return {lang: words.sentences(case.term, lang, calendar) for lang in ("ro", "en")}


def step_done(number: int, told: tuple[str, str, str], case: Case, now: datetime, before: "Counts") -> Done:
    """What one step did, beside what was there before it; `told`: its kind, what it was done to, by whom."""
    after = Counts.of(case)
    return Done(
        number,
        *told,
        at=now,
        passed=after.passed[len(before.passed) :],
        tasks=tuple(form for task, form in after.tasks.items() if task not in before.tasks),
        letters=after.letters[len(before.letters) :],
        notices=after.notices[len(before.notices) :],
        status=case.status,
    )


@dataclass(frozen=True)
class Counts:
    """What there was at a case before a step."""

    passed: tuple[str, ...] = ()
    tasks: Mapping[uuid.UUID, str] = field(default_factory=dict)
    letters: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @staticmethod
    def of(case: Case) -> "Counts":
        """As of now."""
        steps = (one for one in cases.history(case.id, public_only=False) if one.kind == "step")
        papers = (one for one in documents.of_case(case.id) if one.kind != "paper")
        return Counts(
            passed=tuple(name for step in steps for name in step.facts["passed"]),
            tasks={task.id: task.form for task in cases.open_tasks(case.id)},
            letters=tuple(one.title for one in papers),
            notices=tuple(one.template for one in notices.of_case(case.id)),
        )
