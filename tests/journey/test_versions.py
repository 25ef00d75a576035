"""A procedure changes while cases are under way: who can move to the new version, and the way back."""

from functools import partial

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from app.cityhall import journal
from app.cityhall.cases import actions, moves
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.database import session, transaction
from app.journey import advance, progress, versions, work
from app.queue import jobs
from app.queue.models import Job
from app.refusal import Refusal
from app.web import obstacles
from tests.crowd import at_once
from tests.hall import ANSWER, ROOT, Hall
from tests.journey.editions import (
    HANDED,
    asked_thrice,
    asked_twice,
    at_analysis,
    move,
    published,
    relabelled,
    rows,
    stamped,
    stored,
    unanalysed,
    undo,
)


def test_a_petition_moves_and_goes_on_through_the_new_step(each_hall: Hall) -> None:
    case = at_analysis(each_hall, delivery="counter")
    ana = each_hall.actor("Ana")
    with transaction():
        actions.claim(each_hall.task(case, "analysis"), ana, each_hall.now)
    with transaction():
        work.save_draft(each_hall.task(case, "analysis"), {"findings": "scris o oră"}, ana)
    second = published(each_hall, relabelled, stamped)
    assert each_hall.fresh(case).version.number == 1
    verdict = move(each_hall, case, second)
    assert [(one.element, one.key) for one in verdict.notices] == [("analysis", "new_name")]
    assert each_hall.fresh(case).version.number == 2
    task = each_hall.task(case, "analysis")
    assert (task.title, task.holder_id) == ("Analiza petiției", ana.person_id)
    assert task.draft == {"findings": "scris o oră"}
    each_hall.does("Ana", case, "analysis", decision="answer")
    each_hall.does("Ana", case, "drafting", **ANSWER)
    each_hall.signed(case)
    assert [one.element for one in cases.open_tasks(case.id)] == ["stamp"]
    assert any("Ștampilare" in stop.title for stop in progress.of(each_hall.fresh(case)).stops)
    each_hall.does("Ana", case, "handover", **HANDED)
    assert [one.element for one in cases.open_tasks(case.id)] == ["delivery_handover"]
    assert journal.first_broken() is None


def test_a_petition_whose_step_is_gone_stays_and_is_told_why(hall: Hall) -> None:
    case = at_analysis(hall)
    third = published(hall, unanalysed)
    before = rows(case), stored(case)
    (told,) = versions.forecast(third)
    assert (told.case_id, told.version, told.stands_at) == (case.id, 1, ("Analiză",))
    assert [obstacles.told(why) for why in told.verdict.reasons] == [
        "Pasul „Analiză”, la care se află cererea, nu mai există."
    ]
    with hall.app.test_request_context(), force_locale("en"):
        assert "“Analysis”" in obstacles.told(told.verdict.reasons[0]).replace("„", "“")
    with pytest.raises(Refusal, match=r"move\.cannot"):
        move(hall, case, third)
    assert (rows(case), stored(case)) == before
    assert hall.fresh(case).version.number == 1


def test_a_passed_step_may_go_and_the_way_travelled_is_still_shown(hall: Hall) -> None:
    case = at_analysis(hall)
    hall.does("Ana", case, "analysis", decision="answer")
    hall.does("Ana", case, "drafting", **ANSWER)
    move(hall, case, published(hall, unanalysed))
    assert progress.of(hall.fresh(case)).stops
    hall.does("Dan", case, "approval", decision="return", note="…")
    hall.does("Ana", case, "drafting", **ANSWER)
    hall.signed(case)
    assert [one.form for one in cases.open_tasks(case.id)] == ["deposit"]


def test_the_way_back_restores_what_was_and_closes_with_the_next_step(each_hall: Hall) -> None:
    case = at_analysis(each_hall, delivery="email")
    with transaction():
        actions.claim(each_hall.task(case, "analysis"), each_hall.actor("Ana"), each_hall.now)
    before = rows(case), stored(case)
    second = published(each_hall, relabelled, stamped)
    move(each_hall, case, second)
    assert rows(case) != before[0]
    assert undo(each_hall, case).number == 1
    assert (rows(case), stored(case)) == before
    with pytest.raises(Refusal, match=r"move\.never"):
        undo(each_hall, case)
    move(each_hall, case, second)
    each_hall.does("Ana", case, "analysis", decision="answer")
    after = rows(case), stored(case)
    with pytest.raises(Refusal, match=r"move\.stepped_since"):
        undo(each_hall, case)
    assert (rows(case), stored(case)) == after
    told = [event.kind for event in cases.history(case.id, public_only=False)]
    assert [kind for kind in told if kind.startswith("move")] == ["moved", "move_undone", "moved"]
    assert not [e for e in cases.history(case.id, public_only=True) if e.kind.startswith("move")]


def test_moved_twice_it_goes_back_twice(hall: Hall) -> None:
    case = at_analysis(hall)
    first = stored(case)
    move(hall, case, published(hall, relabelled))
    second = stored(case)
    move(hall, case, published(hall, stamped))
    assert [undo(hall, case).number, stored(case)] == [2, second]
    assert [undo(hall, case).number, stored(case)] == [1, first]


def test_two_move_one_case_at_once_and_one_does(each_hall: Hall) -> None:
    case, second = at_analysis(each_hall), published(each_hall, relabelled)
    given = at_once(each_hall, *[partial(move, each_hall, case, second)] * 3)
    refused = [one for one in given if isinstance(one, Exception)]
    assert len(refused) == 2
    assert {getattr(one, "key", repr(one)) for one in refused} == {"move.same_version"}
    lines = [one.kind for one in cases.history(case.id, public_only=False)]
    assert lines.count("moved") == 1


def test_a_clerk_and_a_move_at_once_lose_nothing(each_hall: Hall) -> None:
    case, second = at_analysis(each_hall), published(each_hall, stamped)
    ana = each_hall.actor("Ana")
    with transaction():
        task = each_hall.task(case, "analysis")
        actions.claim(task, ana, each_hall.now)
    seen = task.revision

    def finish() -> str:
        with transaction():
            found = session().get_one(CaseTask, task.id)
            work.complete(found, {"decision": "answer"}, ana, seen, each_hall.now)
        return "done"

    given = at_once(each_hall, partial(move, each_hall, case, second), finish)
    assert not isinstance(given[0], Exception)  # a step does not stop a move, nor the other way round
    assert given[1] == "done"
    each_hall.works()
    assert each_hall.fresh(case).version.number == 2
    assert [one.form for one in cases.open_tasks(case.id)] == ["drafting"]


def test_a_move_that_dies_half_way_leaves_the_case_as_it_was(each_hall: Hall) -> None:
    case, second = at_analysis(each_hall), published(each_hall, relabelled)
    before = rows(case), stored(case)
    with pytest.raises(KeyboardInterrupt), transaction():  # noqa: PT012 - it dies inside, after the move
        versions.move(case.id, procedures.version(second.id), None, each_hall.now)
        session().flush()
        raise KeyboardInterrupt
    assert (rows(case), stored(case)) == before
    assert each_hall.fresh(case).version.number == 1
    assert moves.latest(case.id) is None


def test_inside_a_call_with_an_armed_reminder_it_moves_and_is_reminded_in_time(hall: Hall) -> None:
    case = at_analysis(hall)
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "missing"}])
    before = rows(case)
    assert len(cases.armed(case.id)) == 2
    move(hall, case, published(hall, stamped))
    assert rows(case) == before
    sent = len(hall.mail.sent)
    hall.passes(days=5, hours=1)
    assert len(hall.mail.sent) == sent + 1
    hall.passes(days=5)
    assert hall.task(case, "analysis").role == "officer"


def test_in_two_branches_it_moves_with_both_but_not_under_a_third(hall: Hall) -> None:
    published(hall, asked_twice)
    case = at_analysis(hall)
    assert sorted(one.element for one in cases.open_tasks(case.id)) == ["advice", "analysis"]
    hall.does("Ana", case, "handover", **HANDED)
    (told,) = versions.forecast(published(hall, asked_twice, asked_thrice))
    assert [obstacles.told(why) for why in told.verdict.reasons] == [
        "La „Se întâlnesc” cererea ar aștepta o ramură pe care nu a pornit."
    ]
    move(hall, case, published(hall, asked_twice, relabelled))
    hall.does("Ana", case, "analysis", decision="answer")
    assert [one.element for one in cases.open_tasks(case.id)] == ["drafting"]


def test_a_reminder_taken_out_of_the_call_under_way_is_a_reason(hall: Hall) -> None:
    case = at_analysis(hall)
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "missing"}])
    third = published(hall, uncompleted, file="completion.bpmn")
    (told,) = versions.forecast(third)
    assert [(why.key, why.element) for why in told.verdict.reasons] == [("gone", "completion_answer")]


def uncompleted(text: str) -> str:
    return text.replace('"completion_answer"', '"completion_reply"').replace(
        ">completion_answer<", ">completion_reply<"
    )


def test_a_running_service_job_finishes_on_the_new_version_once(each_hall: Hall) -> None:
    each_hall.stopped = True
    case = each_hall.petition()
    waiting = advance.stands_at(case.id)
    before = keys(case)
    move(each_hall, case, published(each_hall, stamped))
    assert (advance.stands_at(case.id), keys(case)) == (waiting, before)
    each_hall.stopped = False
    each_hall.works()
    assert each_hall.task(case, "routing").role == "public_relations"
    assert len(each_hall.sms.to("+40721000101")) == 1
    assert jobs.dead() == []


def keys(case: Case) -> list[str]:
    session().rollback()
    return sorted(session().scalars(select(Job.key).where(Job.case_id == case.id)))


def test_a_changed_form_is_told_and_whoever_has_it_open_looks_again(hall: Hall) -> None:
    case = at_analysis(hall)
    ana = hall.actor("Ana")
    with transaction():
        actions.claim(hall.task(case, "analysis"), ana, hall.now)
    task = hall.task(case, "analysis")
    seen = task.revision
    form = "forms/analysis.schema.json"
    plain = folders.read_folder(ROOT, "petition")[form]
    second = published(hall, **{form: plain.replace(b'"findings"', b'"found"')})
    (told,) = versions.forecast(second)
    assert [(one.key, one.element) for one in told.verdict.notices] == [("new_form", "analysis")]
    move(hall, case, second)
    with pytest.raises(Refusal, match=r"task\.changed"), transaction():
        work.complete(hall.task(case, "analysis"), {"decision": "answer"}, ana, seen, hall.now)
    assert hall.task(case, "analysis").holder_id == ana.person_id


def test_a_task_that_goes_to_another_role_is_let_go_and_given_back_on_the_way_back(hall: Hall) -> None:
    case = at_analysis(hall)
    ana = hall.actor("Ana")
    with transaction():
        actions.claim(hall.task(case, "analysis"), ana, hall.now)
    before = rows(case)

    def of_the_signer(text: str) -> str:
        line = "<bpmn:flowNodeRef>analysis</bpmn:flowNodeRef>"
        signs = "<bpmn:flowNodeRef>extension_decision</bpmn:flowNodeRef>"
        return text.replace(line, "", 1).replace(signs, signs + line, 1)

    move(hall, case, published(hall, of_the_signer))
    task = hall.task(case, "analysis")
    assert (task.role, task.holder_id) == ("mayor", None)
    undo(hall, case)
    assert rows(case) == before
