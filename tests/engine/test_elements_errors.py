"""Errors, escalations, terminating ends and event sub-processes, stored between any two steps."""

import pytest

from tests.engine.elements import Story


@pytest.mark.parametrize(("code", "waits"), [("no_free_door", ["counter"]), ("power_cut", ["repair"])])
def test_a_service_that_failed_goes_the_way_of_its_error_or_of_any_error(code: str, waits: list[str]) -> None:
    story = Story("error_service")
    assert story.fail("reserve", code)
    assert story.waits() == waits
    story.fill(waits[0])
    assert story.finished


def test_a_failure_nobody_catches_changes_nothing() -> None:
    story = Story("task_service")
    before = story.wait("send")
    assert not story.fail("send", "no_free_door")
    assert story.wait("send") == before
    assert story.passed == ["go"]


def test_a_failure_rises_from_one_instance_to_the_edge_of_all() -> None:
    story = Story("error_service_inside")
    story.fill("pack", item=1)
    assert not story.fail("reserve", "power_cut")
    assert story.fail("reserve", "no_free_door")
    assert story.waits() == ["counter"]
    story.fill("counter")
    assert story.finished


def test_a_called_process_that_ends_in_an_error_is_caught_by_the_event_that_names_it() -> None:
    story = Story("call_error")
    story.fill("refusable_give", "no")
    assert story.waits() == ["without"]
    assert story.passed[-1] == "refusal"
    story.fill("without")
    assert story.finished
    assert "conclude" not in story.passed


def test_a_called_process_that_ends_well_disturbs_nobody() -> None:
    story = Story("call_error")
    story.fill("refusable_give", "yes")
    assert story.waits() == ["conclude"]


def test_an_error_is_not_the_neighbour_s() -> None:
    story = Story("error_end")
    story.fill("look_plan", "no")
    assert story.waits() == ["look_deed", "redo_plan"]
    story.fill("look_deed", "no")
    assert story.waits() == ["redo_deed", "redo_plan"]
    story.fill("redo_plan")
    story.fill("redo_deed")
    assert story.finished


def test_an_escalation_tells_and_lets_the_work_go_on() -> None:
    story = Story("escalation")
    story.fill("look")
    assert story.waits() == ["decide", "inform"]
    story.fill("decide")
    story.fill("inform")
    story.fill("conclude")
    assert story.finished


def test_an_escalation_may_end_the_work() -> None:
    story = Story("escalation_end")
    story.fill("look")
    assert story.waits() == ["inform"]
    story.fill("inform")
    assert story.finished
    assert "conclude" not in story.passed


def test_terminating_ends_everything_at_once() -> None:
    story = Story("terminate")
    story.fill("look")
    assert story.waits() == ["pause", "solve", "watch"]
    story.fill("solve")
    assert story.finished
    assert story.waits() == []
    story.later(days=30)
    assert story.passed[-1] == "all_over"


def test_terminating_a_sub_process_ends_that_alone() -> None:
    story = Story("terminate_inside")
    story.fill("look", "seen")
    assert story.waits() == ["conclude"]
    assert story.data()["look"] == {"decision": "seen"}
    story.fill("conclude")
    assert story.finished


def test_a_message_may_end_a_whole_process() -> None:
    story = Story("event_sub_message_interrupting")
    story.fill("first", "done")
    assert story.wait("withdraw_go").message == "withdrawal"
    assert story.hear("withdrawal", {"why": "moved"})
    assert story.waits() == ["withdraw_handle"]
    known = story.run.data_at(story.wait("withdraw_handle").task_id)
    assert (known["first"], known["withdrawn"]) == ({"decision": "done"}, {"why": "moved"})
    story.fill("withdraw_handle")
    assert story.finished
    assert story.passed == ["go", "first", "withdraw_go", "withdraw_handle", "withdraw_stop", "withdraw"]


def test_a_message_may_be_dealt_with_beside_a_process_as_often_as_it_comes() -> None:
    story = Story("event_sub_message_aside")
    assert story.hear("withdrawal", {"n": 1})
    assert story.hear("withdrawal", {"n": 2})
    assert story.waits() == ["first", "withdraw_go", "withdraw_handle", "withdraw_handle"]
    story.fill("first", "no")
    assert story.data()["first"] == {"decision": "no"}
    story.fill("second")
    assert story.waits() == ["withdraw_handle", "withdraw_handle"]
    story.fill("withdraw_handle")
    assert not story.finished
    story.fill("withdraw_handle")
    assert story.finished
    assert story.data()["second"] == {"decision": "yes"}


@pytest.mark.parametrize(("kind", "waits"), [("interrupting", []), ("aside", ["first"])])
def test_a_timer_round_a_whole_process(kind: str, waits: list[str]) -> None:
    story = Story(f"event_sub_timer_{kind}")
    story.later(days=10)
    assert story.waits() == [*waits, "remind_handle"]
    early = Story(f"event_sub_timer_{kind}")
    early.fill("first")
    early.fill("second")
    assert early.finished


def test_a_failed_service_is_dealt_with_by_its_process() -> None:
    story = Story("event_sub_error")
    assert not story.fail("call", "something else")
    assert story.fail("call", "refused")
    assert story.waits() == ["recover_handle"]
    story.fill("recover_handle")
    assert story.finished


def test_an_error_end_is_dealt_with_by_its_own_process() -> None:
    story = Story("event_sub_error_end")
    story.fill("look", "no")
    assert story.waits() == ["repair"]
    story.fill("repair")
    assert story.finished


def test_an_event_sub_process_inside_a_sub_process_ends_only_that() -> None:
    story = Story("event_sub_inside")
    assert not story.hear("withdrawal")
    story.fill("before")
    assert story.hear("withdrawal", {})
    story.fill("withdraw_handle")
    assert story.waits() == ["conclude"]


def test_an_event_sub_process_in_a_called_process() -> None:
    story = Story("event_sub_called")
    assert story.hear("stopped")
    story.fill("watched_undo")
    assert story.waits() == ["conclude"]


def test_a_signal_may_be_dealt_with_beside_a_process() -> None:
    story = Story("event_sub_signal")
    assert story.signal("office_closed")
    assert story.waits() == ["closing_go", "first", "tell"]


def test_terminating_ends_what_is_dealt_with_beside_too() -> None:
    story = Story("event_sub_terminate")
    assert story.hear("asked")
    assert story.waits() == ["answer_go", "look", "other", "reply"]
    story.fill("look", "seen")
    assert story.finished
    assert story.waits() == []
    assert story.data()["look"] == {"decision": "seen"}


def test_a_message_may_interrupt_what_is_done_about_another() -> None:
    story = Story("event_sub_nested")
    assert not story.hear("regret")
    assert story.hear("withdrawal")
    assert story.waits() == ["return_go", "undo"]
    assert story.hear("regret")
    story.fill("redo")
    assert story.finished


def test_an_error_in_a_handler_is_not_caught_beside_it_but_above() -> None:
    story = Story("event_sub_error_inside")
    assert story.hear("withdrawal")
    story.fill("undo")
    assert story.waits() == ["fix"]
    assert story.run.data_at(story.wait("fix").task_id)["reason"] == "bad_paper"


def test_what_ends_a_process_ends_what_was_done_beside_it() -> None:
    story = Story("event_sub_both")
    assert story.hear("paper_added")
    assert story.hear("withdrawal")
    assert story.waits() == ["undo"]
    story.fill("undo")
    assert story.finished
