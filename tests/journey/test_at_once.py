"""Two at one thing at the same moment: exactly one wins, the other hears why, and nothing is torn."""

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from app.cityhall import incidents, institutions, submissions
from app.cityhall.cases import actions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseEvent, CaseTask
from app.cityhall.lockers.models import Parcel
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import queries as register
from app.cityhall.registry import verify
from app.cityhall.registry.models import RegisterEntry
from app.database import session, transaction
from app.journey import advance, submit, wake, work
from app.journey import incidents as handling
from app.journey.lockers import deliver, hearing
from app.queue import jobs
from app.queue.models import Job
from tests.crowd import at_once, overlapping
from tests.hall import PETITION, ROOT, Hall

WRITERS = 16
IOANA = "ioana@exemplu.ro"
# What a loser may hear; whoever speaks with people turns it into a sentence (app/web/wording.py).
LOST = {"task.not_open", "task.changed", "StaleDataError"}
TWO_BRANCHES = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
  xmlns:cityhall="https://farahartie.ro/bpmn/1.0" id="two" targetNamespace="https://farahartie.ro/processes">
  <bpmn:collaboration id="both"><bpmn:participant id="pool" processRef="petition"/></bpmn:collaboration>
  <bpmn:process id="petition" isExecutable="true">
    <bpmn:laneSet id="lanes">
      <bpmn:lane id="one" cityhall:role="public_relations">
        <bpmn:flowNodeRef>ask</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="other" cityhall:role="mayor"><bpmn:flowNodeRef>sign</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="last" cityhall:role="registrar"><bpmn:flowNodeRef>hand</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="go"/>
    <bpmn:parallelGateway id="fork"/>
    <bpmn:userTask id="ask" name="Analiză">FORM:analysis</bpmn:userTask>
    <bpmn:userTask id="sign" name="Aprobare">FORM:approval</bpmn:userTask>
    <bpmn:parallelGateway id="join"/>
    <bpmn:userTask id="hand" name="Predare">FORM:handover</bpmn:userTask>
    <bpmn:endEvent id="stop"/>
    FLOW:go:fork FLOW:fork:ask FLOW:fork:sign FLOW:ask:join FLOW:sign:join FLOW:join:hand FLOW:hand:stop
  </bpmn:process>
</bpmn:definitions>"""
FORM = (
    "<bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property"
    ' name="formJsonSchemaFilename" value="{}.schema.json"/>'
    "</spiffworkflow:properties></bpmn:extensionElements>"
)


def said(given: object) -> str:
    """How a doing ended, in one word."""
    return getattr(given, "key", type(given).__name__) if isinstance(given, Exception) else str(given)


def finish(hall: Hall, task_id: uuid.UUID, seen: int, who: str, **answers: object) -> str:
    with transaction():
        task = session().get(CaseTask, task_id)
        assert task is not None
        work.complete(task, answers, hall.actor(who), seen, hall.now)
    return "done"


def fire(case: uuid.UUID, now: datetime) -> bool:
    """What a worker does with a timer that it has taken."""
    with transaction():
        return advance.wake(case, now)


class Asked(NamedTuple):
    """A completion that was asked for: plain values, for any thread."""

    case: uuid.UUID
    task: uuid.UUID
    seen: int


def asked(hall: Hall) -> Asked:
    """Ioana was asked for a completion and has typed for an hour, and now its term ends."""
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "missing"}])
    hall.passes(days=9)
    hall.now += timedelta(days=2)
    with transaction():
        work.save_draft(hall.task(case, "completion"), {"answer": "Scris o oră."}, hall.actor(IOANA))
    task = hall.task(case, "completion")
    return Asked(case.id, task.id, task.revision)


def one_of_two(hall: Hall, one: Asked, answered: object, fired: object) -> None:
    """Either the answer came in time and has a number, or the term ended and the text is still there."""
    session().rollback()
    hall.works()
    fresh = session().get_one(CaseTask, one.task, populate_existing=True)
    numbers = len(register.completions(one.case))
    assert [task.form for task in cases.open_tasks(one.case)] == ["analysis"]
    assert cases.armed(one.case) == []
    if said(answered) == "done":
        assert (fresh.state, numbers) == ("done", 1)
    else:
        assert said(answered) in LOST
        assert (fresh.state, numbers, fresh.draft) == ("cancelled", 0, {"answer": "Scris o oră."})
    assert isinstance(fired, int)
    assert jobs.dead() == []
    assert incidents.open_in_all() == 0


def test_a_timer_fires_while_the_applicant_sends(any_hall: Hall) -> None:
    one = asked(any_hall)
    sends = partial(finish, any_hall, one.task, one.seen, IOANA, answer="Iată.")
    answered, fired = at_once(any_hall, sends, lambda: wake.fire_due(any_hall.now))
    one_of_two(any_hall, one, answered, fired)


@pytest.mark.parametrize("first", ["applicant", "timer"])
def test_whoever_locked_the_case_first_wins_and_the_other_sees_it(any_hall: Hall, first: str) -> None:
    one = asked(any_hall)
    sends = partial(finish, any_hall, one.task, one.seen, IOANA, answer="Iată.")
    fires = partial(fire, one.case, any_hall.now)
    if first == "applicant":
        answered, fired = overlapping(any_hall, sends, fires)
    else:
        fired, answered = overlapping(any_hall, fires, sends)
    assert (said(answered) == "done") == (first == "applicant")
    one_of_two(any_hall, one, answered, fired)


def test_several_workers_at_one_case_do_each_job_once_and_one_at_a_time(any_hall: Hall) -> None:
    any_hall.stopped = True
    case = any_hall.petition()
    any_hall.stopped = False
    case_id = case.id
    while jobs.pending():
        session().rollback()
        given = at_once(any_hall, *[any_hall.works_once] * 4)
        assert [one for one in given if isinstance(one, Exception)] == []
    done = [tuple(row) for row in session().execute(select(Job.attempts, Job.state))]
    assert len(done) >= 4
    assert set(done) == {(1, "done")}
    assert len(any_hall.sms.to("+40721000101")) == len(any_hall.mail.to(IOANA)) == 1
    assert [task.form for task in cases.open_tasks(case_id)] == ["routing"]


def in_the_locker(hall: Hall) -> Case:
    """The paper lies in the compartment and its time there has just run out."""
    case = hall.petition()
    hall.answered(case)
    with transaction():
        task = hall.task(case, "deposit")
        actions.claim(task, hall.actor("Elena"), hall.now)
        deliver.ask_to_open(task, hall.actor("Elena"), hall.now)
    hall.works()
    hall.door("opened", "deposit")
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    hall.passes(hours=71)
    hall.now += timedelta(hours=2)
    return case


def closes(hall: Hall) -> str:
    """The applicant takes the paper and closes the door."""
    kinds = ("door.opened", "door.closed")
    events = [hall.bank.event(kind, "collect", hall.now, 90 + n) for n, kind in enumerate(kinds)]
    with transaction():
        hearing.hear("cabinet-1", events, hall.house, hall.now)
    return "heard"


def test_the_paper_is_collected_in_the_moment_its_time_runs_out(any_hall: Hall) -> None:
    case = in_the_locker(any_hall)
    heard, fired = at_once(any_hall, partial(closes, any_hall), partial(wake.fire_due, any_hall.now))
    assert said(heard) == "heard"
    assert not isinstance(fired, Exception)
    session().rollback()
    any_hall.works()
    parcel = session().scalars(select(Parcel).where(Parcel.case_id == case.id)).one()
    assert parcel.state == "collected"
    waits = [task.form for task in cases.open_tasks(case.id)]
    assert waits in ([], ["take_back"])
    if waits:  # the term was first: the operator finds the compartment empty, and says so
        any_hall.does("Elena", case, "take_back", confirmed=True)
    assert jobs.dead() == []


def parallel(hall: Hall) -> Case:
    """A petition on a diagram where the head and a clerk act side by side."""
    text = TWO_BRANCHES
    for name in ("analysis", "approval", "handover"):
        text = text.replace(f"FORM:{name}", FORM.format(name))
    words = [word for word in text.split() if word.startswith("FLOW:")]
    for number, word in enumerate(words):
        _, source, target = word.split(":")
        text = text.replace(
            word, f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>', 1
        )
    with transaction():
        ours = institutions.by_code("PS6")
        assert ours is not None
        files = {**folders.read_folder(ROOT, "petition"), "procedure.bpmn": text.encode()}
        procedure_actions.publish(ours, "petition", files, hall.now)
    return hall.petition()


def test_the_mayor_and_a_clerk_act_on_two_branches(any_hall: Hall) -> None:
    case = parallel(any_hall)
    for who, form in (("Ion", "analysis"), ("Dan", "approval")):
        with transaction():
            actions.claim(any_hall.task(case, form), any_hall.actor(who), any_hall.now)
    one, other = any_hall.task(case, "analysis"), any_hall.task(case, "approval")
    both = (
        partial(finish, any_hall, one.id, one.revision, "Ion", decision="answer"),
        partial(finish, any_hall, other.id, other.revision, "Dan", decision="approve"),
    )
    given = at_once(any_hall, *both)
    assert [said(one) for one in given] == ["done", "done"]
    session().rollback()
    assert [task.form for task in cases.open_tasks(case.id)] == ["handover"]
    lines = select(func.count()).where(CaseEvent.case_id == case.id, CaseEvent.kind == "task_done")
    assert session().scalar(lines) == 2
    sequences = session().scalars(select(CaseEvent.sequence).where(CaseEvent.case_id == case.id)).all()
    assert sorted(sequences) == list(range(1, len(sequences) + 1))


def test_two_operators_settle_one_incident_and_one_is_told_so(any_hall: Hall) -> None:
    any_hall.sms.failures = 12
    any_hall.petition()
    for _ in range(14):
        any_hall.passes(hours=1, seconds=1)
    paul = any_hall.actor("Paul")
    ours = institutions.by_code("PS6")
    assert ours is not None
    hall_id, (one,) = ours.id, [found.id for found in incidents.open_ones(paul, ours.id)]
    session().rollback()

    def retries() -> str:
        with transaction():
            found = incidents.for_operator(one, paul, hall_id, lock=True)
            handling.retry(found, paul, any_hall.now)
        return "done"

    given = [said(one) for one in at_once(any_hall, retries, retries)]
    assert sorted(given) == ["done", "incident.settled"]
    any_hall.works()
    assert len(any_hall.sms.to("+40721000101")) == 1
    assert incidents.open_in_all() == 0


def test_sixteen_file_at_once_and_no_number_is_missing_or_double(any_hall: Hall) -> None:
    ioana = any_hall.actor(IOANA)
    with transaction():
        version = procedures.current("petition")
        drafts = [
            submissions.begin(ioana.person_id, version, "portal", PETITION, any_hall.now).id
            for _ in range(WRITERS)
        ]

    def files(draft: uuid.UUID) -> int:
        with transaction():
            own = submissions.mine(draft, ioana.person_id, lock=True)
            return submit.file_request(own, ioana, any_hall.now).entry.number

    given = at_once(any_hall, *(partial(files, draft) for draft in drafts))
    assert sorted(given, key=str) == sorted(range(1, WRITERS + 1), key=str)
    session().rollback()
    ours = institutions.by_code("PS6")
    assert ours is not None
    assert verify.broken(ours.id, any_hall.now.year) is None
    assert session().scalar(select(func.count()).select_from(RegisterEntry)) == WRITERS
    assert session().scalar(select(func.count()).select_from(Case)) == WRITERS
