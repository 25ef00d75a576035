"""Timers, messages, signals, conditions: stored between any two steps."""

from datetime import UTC, datetime, timedelta

import pytest

from app.engine import runs
from app.engine.runs import Thrown
from tests.engine.elements import DATA, START, Story, parsed


def test_a_case_may_wait_at_its_start() -> None:
    timed, asked = Story("timer_start"), Story("message_start")
    assert timed.wait("go").due == START + timedelta(days=3)
    timed.later(days=3)
    assert timed.waits() == ["look"]
    assert asked.wait("go").message == "request"
    assert asked.hear("request", {"text": "ș"})
    assert asked.data()["wish"] == {"text": "ș"}


def test_a_date_is_romania_s_and_fires_on_the_dot() -> None:
    story = Story("timer_date")
    midnight = datetime(2026, 11, 19, 22, tzinfo=UTC)
    assert story.wait("until").due == midnight
    story.later(seconds=(midnight - START).total_seconds() - 1)
    assert story.waits() == ["until"]
    story.later(seconds=1)
    assert story.waits() == ["look"]


def test_a_date_that_has_passed_does_not_wait() -> None:
    assert Story("timer_date", settings={"on": "2026-01-01T10:00:00+02:00"}).waits() == ["look"]


def test_a_duration_counts_from_when_it_was_reached() -> None:
    story = Story("timer_duration")
    story.later(days=2)
    assert story.wait("pause").due == START + timedelta(days=3)
    story.later(days=1)
    assert story.waits() == ["look"]


def test_a_reminder_stands_beside_the_work_and_a_term_ends_it() -> None:
    story = Story("timer_boundary")
    story.later(days=4)
    assert story.waits() == ["answer", "late", "remind"]
    story.later(days=7)
    assert story.waits() == ["close", "remind"]
    story.serve("remind")
    story.fill("close")
    assert story.finished
    assert "answer" not in story.passed


def test_an_event_that_leads_back_to_its_element_begins_its_clocks_anew() -> None:
    story = Story("boundary_again")
    run = runs.start(parsed("boundary_again"), DATA, START)  # the same, never stored in between
    for days in (9, 18, 27):
        story.later(days=9)
        assert story.hear("longer")
        assert run.deliver("longer", START + timedelta(days=days))
        story.fill("keep")
        (kept,) = run.waits()
        run.complete(kept.task_id, "keep", {"decision": "yes"}, START + timedelta(days=days))
    assert story.waits() == sorted(one.element for one in run.waits()) == ["late", "lies", "longer"]
    assert story.hear("collected")
    assert run.deliver("collected", START + timedelta(days=28))
    assert (story.finished, run.finished) == (True, True)


def test_work_done_in_time_ends_its_timers() -> None:
    story = Story("timer_boundary")
    story.fill("answer")
    assert story.finished
    assert story.passed == ["go", "answer", "stop"]


def test_a_cycle_reminds_as_often_as_it_says() -> None:
    story, ids = Story("timer_cycle"), set()
    for week in (1, 2, 3):
        assert story.wait("weekly").due == START + timedelta(weeks=week)
        ids.add(story.wait("weekly").task_id)
        story.later(days=7)
        ids.add(story.wait("remind").task_id)
        story.serve("remind")
    assert story.waits() == ["answer"]
    assert len(ids) == 6
    story.fill("answer")
    assert story.finished


def test_after_a_long_time_down_a_cycle_fires_once() -> None:
    story = Story("timer_cycle_service")
    story.later(days=10, hours=1)
    assert story.waits() == ["daily", "long", "look"]
    assert story.wait("daily").due == START + timedelta(days=11)
    weekly = Story("timer_cycle")
    weekly.later(days=15)
    assert weekly.waits() == ["answer", "remind", "weekly"]  # the second is lost, the third comes
    weekly.later(days=30)
    assert weekly.waits() == ["answer", "remind", "remind"]


def test_a_message_goes_to_the_one_that_waits_for_it_by_correlation() -> None:
    story = Story("message_catch")
    assert {w.element: w.correlation for w in story.run.waits()} == {
        "roads": "17/2026/roads", "water": "17/2026/water",
    }  # fmt: skip
    assert not story.hear("opinion_given", {}, "18/2026/water")
    assert story.hear("opinion_given", {"text": "dig"}, "17/2026/water")
    assert story.waits() == ["roads"]
    assert not story.hear("opinion_given", {"text": "again"}, "17/2026/water")
    assert story.hear("opinion_given", {"text": "pave"}, "17/2026/roads")
    data = story.data()
    assert (data["roads_opinion"], data["water_opinion"]) == ({"text": "pave"}, {"text": "dig"})


def test_thrown_messages_say_what_they_are_about() -> None:
    story = Story("message_throw")
    story.fill("write")
    assert story.thrown == [
        Thrown("message", "opinion_asked", "17/2026", DATA["answers"]),
        Thrown("message", "case_finished", None, {"value": "17/2026"}),
    ]


def test_a_message_caught_in_the_same_case_goes_no_further() -> None:
    story = Story("message_within")
    story.fill("draft", "yes")
    assert story.waits() == ["sign"]
    assert story.thrown == []
    assert story.run.data_at(story.wait("sign").task_id)["text"] == {"decision": "yes"}
    story.fill("sign")
    assert story.finished


def test_a_message_beside_the_work_is_heard_every_time_and_another_ends_it() -> None:
    story = Story("message_boundary")
    for number in (1, 2, 3):
        assert story.hear("paper_added", {"number": number})
    assert story.waits() == ["added", "file", "file", "file", "solve", "withdrawn"]
    known = [story.run.data_at(w.task_id)["paper_added"] for w in story.run.waits() if w.element == "file"]
    assert sorted(paper["number"] for paper in known) == [1, 2, 3]
    assert story.hear("withdrawn")
    assert story.waits() == ["close", "file", "file", "file"]
    assert not story.hear("paper_added", {"number": 4})


@pytest.mark.parametrize("inside", [True, False])
def test_a_signal_is_heard_by_everyone(inside: bool) -> None:
    story = Story("signal")
    if inside:
        story.fill("decide")
        assert story.thrown == [Thrown("signal", "office_closed")]
    else:
        assert story.signal("office_closed")
        assert "decide" in story.waits()
    assert {"note", "postpone"} <= set(story.waits())
    assert "work" not in story.waits()


def test_an_end_may_send_a_signal() -> None:
    story = Story("signal_end")
    story.fill("look")
    assert story.thrown == [Thrown("signal", "office_closed")]


def test_a_signal_nobody_listens_for_changes_nothing() -> None:
    story = Story("signal")
    before = story.waits()
    assert not story.signal("unheard of")
    assert story.waits() == before


def test_a_condition_over_a_data_object_fires_when_it_is_written() -> None:
    story = Story("conditional")
    assert story.waits() == ["write"]
    story.fill("write", "yes")
    assert story.waits() == ["praise"]
    no = Story("conditional")
    no.fill("write", "no")
    assert (no.waits(), no.finished) == ([], False)


def test_a_condition_interrupts_the_work() -> None:
    story = Story("conditional_boundary")
    story.fill("write", "no")
    assert story.waits() == ["fix"]
    story.fill("fix")
    assert story.finished
