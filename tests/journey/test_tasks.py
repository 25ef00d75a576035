"""Two hands at one thing: a request is filed once, a task is done once, and nothing typed is lost."""

import uuid
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.cityhall import submissions
from app.cityhall.cases import actions, queries
from app.cityhall.cases.models import Case, CaseEvent, CaseTask
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.models import RegisterEntry
from app.database import session, transaction
from app.journey import advance, submit, work
from app.queue import jobs
from app.refusal import Refusal
from tests.crowd import at_once
from tests.hall import ANSWER, PETITION, Hall
from tests.journey.editions import at_analysis, published

IOANA = "ioana@exemplu.ro"
TYPED = {"decision": "answer", "findings": "Text lung, scris o oră întreagă."}


def drafted(hall: Hall, answers: dict[str, Any] = PETITION) -> uuid.UUID:
    """Ioana has filled a petition and not sent it yet."""
    with transaction():
        version = procedures.current("petition")
        owner = hall.actor(IOANA).person_id
        return submissions.begin(owner, version, "portal", answers, hall.now).id


def send(hall: Hall, draft: uuid.UUID) -> tuple[uuid.UUID, int]:
    with transaction():
        ioana = hall.actor(IOANA)
        own = submissions.mine(draft, ioana.person_id, lock=True)
        receipt = submit.file_request(own, ioana, hall.now)
    return receipt.case.id, receipt.entry.number


def count(kind: type) -> int:
    return session().scalar(select(func.count()).select_from(kind)) or 0


def test_a_double_click_files_one_case_with_one_number(each_hall: Hall) -> None:
    draft = drafted(each_hall)
    given = at_once(each_hall, *[partial(send, each_hall, draft)] * 4)
    assert [one for one in given if isinstance(one, Exception)] == []
    assert len(set(given)) == 1
    assert send(each_hall, draft) == given[0]
    assert (count(Case), count(RegisterEntry)) == (1, 1)
    each_hall.works()
    assert len(each_hall.sms.to("+40721000101")) == 1


def test_a_request_with_errors_stays_a_draft(hall: Hall) -> None:
    answers = {key: value for key, value in PETITION.items() if key != "subject"}
    draft = drafted(hall, {**answers, "email": "nu e adresă"})
    with pytest.raises(Refusal, match=r"form\.invalid") as refused:
        send(hall, draft)
    errors = refused.value.facts["errors"]
    assert {"subject", "email"} <= {error.field for error in errors}  # type: ignore[attr-defined]
    owner = hall.actor(IOANA).person_id
    assert submissions.mine(draft, owner).answers["description"] == PETITION["description"]
    assert (count(Case), count(RegisterEntry)) == (0, 0)


def test_a_sent_draft_is_neither_changed_nor_dropped(hall: Hall) -> None:
    draft = drafted(hall)
    send(hall, draft)
    kept = submissions.mine(draft, hall.actor(IOANA).person_id)
    for change in (
        partial(submissions.save, kept, {"subject": "x"}, "p", hall.now),
        partial(submissions.drop, kept),
    ):
        with pytest.raises(Refusal, match=r"draft\.already_sent"), transaction():
            change()


def held(hall: Hall) -> tuple[Case, uuid.UUID, int]:
    """Ana holds the analysis of a petition and has typed for an hour."""
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    ana = hall.actor("Ana")
    with transaction():
        task = hall.task(case, "analysis")
        actions.claim(task, ana, hall.now)
    with transaction():
        work.save_draft(task, TYPED, ana)
    return case, task.id, task.revision


def finish(hall: Hall, task_id: uuid.UUID, seen: int, who: str = "Ana", **answers: object) -> str:
    with transaction():
        task = session().get(CaseTask, task_id)
        assert task is not None
        work.complete(task, answers or TYPED, hall.actor(who), seen, hall.now)
    return "done"


def typed(task_id: uuid.UUID) -> dict[str, object]:
    session().rollback()
    task = session().get(CaseTask, task_id, populate_existing=True)
    assert task is not None
    return task.draft


def test_a_task_is_done_once_however_many_try(each_hall: Hall) -> None:
    case, task, seen = held(each_hall)
    given = at_once(each_hall, *[partial(finish, each_hall, task, seen)] * 4)
    assert given.count("done") == 1
    refused = [one for one in given if one != "done"]
    assert {getattr(one, "key", type(one).__name__) for one in refused} <= {"task.not_open", "StaleDataError"}
    each_hall.works()
    lines = select(func.count()).where(CaseEvent.task_id == task, CaseEvent.kind == "task_done")
    assert session().scalar(lines) == 1
    assert [one.form for one in queries.open_tasks(case.id)] == ["drafting"]
    assert jobs.dead() == []


def test_a_refused_task_keeps_what_was_typed(hall: Hall) -> None:
    case, task, seen = held(hall)
    for attempt, reason in (
        (partial(finish, hall, task, seen - 1), "task.changed"),
        (partial(finish, hall, task, seen, who="Mihai"), "task.not_yours"),
        (partial(finish, hall, task, seen, findings="fără hotărâre"), "form.invalid"),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.key == reason
        assert typed(task) == TYPED
    assert hall.task(case, "analysis").id == task
    assert finish(hall, task, seen) == "done"


def test_a_closed_task_is_refused_and_still_says_what_was_typed(hall: Hall) -> None:
    _, task, seen = held(hall)
    finish(hall, task, seen)
    with pytest.raises(Refusal, match=r"task\.not_open"):
        finish(hall, task, seen + 1)
    with pytest.raises(Refusal, match=r"task\.not_open"), transaction():
        work.save_draft(session().get_one(CaseTask, task), {}, hall.actor("Ana"))
    assert typed(task) == TYPED


def test_nobody_types_into_anothers_task(hall: Hall) -> None:
    _, task, _ = held(hall)
    with pytest.raises(Refusal, match=r"task\.not_yours"), transaction():
        work.save_draft(session().get_one(CaseTask, task), {"findings": ""}, hall.actor("Mihai"))
    assert typed(task) == TYPED


def test_a_task_given_back_keeps_its_text_for_the_next(hall: Hall) -> None:
    case, task, _ = held(hall)
    with transaction():
        actions.release(session().get_one(CaseTask, task), hall.actor("Ana"), hall.now)
    with transaction():
        actions.claim(hall.task(case, "analysis"), hall.actor("Mihai"), hall.now)
    assert typed(task) == TYPED


def test_no_letter_no_signature(hall: Hall) -> None:
    case, task, seen = held(hall)
    finish(hall, task, seen)
    hall.works()
    ana = hall.actor("Ana")
    with transaction():
        drafting = hall.task(case, "drafting")
        actions.claim(drafting, ana, hall.now)
    with pytest.raises(Refusal, match=r"letter\.missing"):
        finish(hall, drafting.id, drafting.revision, **ANSWER)


def test_two_colleagues_reach_for_one_task_and_one_has_it(each_hall: Hall) -> None:
    case = each_hall.petition()
    each_hall.does("Ion", case, "routing", competence="ours", department="SAL")
    task = each_hall.task(case, "analysis").id

    def claim(who: str) -> str:
        with transaction():
            actions.claim(session().get_one(CaseTask, task), each_hall.actor(who), each_hall.now)
        return who

    given = at_once(each_hall, partial(claim, "Ana"), partial(claim, "Mihai"))
    winners = [one for one in given if isinstance(one, str)]
    assert len(winners) == 1
    holder = each_hall.task(each_hall.fresh(case), "analysis").holder
    assert holder is not None
    assert holder.full_name.startswith(winners[0])


def test_a_diagram_that_cannot_go_on_says_where_and_loses_nothing(hall: Hall) -> None:
    published(hall, unreadable_answer)
    case = at_analysis(hall)
    ana = hall.actor("Ana")
    with transaction():
        task = hall.task(case, "analysis")
        actions.claim(task, ana, hall.now)
        work.save_draft(task, TYPED, ana)
    before = advance.data_of(case.id)
    task = hall.task(case, "analysis")
    with pytest.raises(Refusal, match=r"step\.impossible") as refused, transaction():
        work.complete(task, {"decision": "answer"}, ana, task.revision, hall.now)
    assert refused.value.facts["step"] == "Răspundem?"
    kept = hall.task(case, "analysis")
    assert (kept.state, kept.draft) == ("open", TYPED)
    assert advance.data_of(case.id) == before


def unreadable_answer(diagram: str) -> str:
    """The gateway after the analysis counts with something that nobody was asked."""
    return diagram.replace('analysis.decision == "completion"', "analysis.days + 1 == 2")
