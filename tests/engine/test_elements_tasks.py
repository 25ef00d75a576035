"""Every kind of task, lanes, data objects, calls and sub-processes, stored between any two steps."""

from datetime import timedelta

from app.engine.runs import Thrown
from tests.engine.elements import START, Story, parsed


def test_people_do_user_tasks_manual_tasks_and_plain_ones() -> None:
    story = Story("task_people")
    for element in ("ask", "stamp", "shelve"):
        assert story.waits() == [element]
        assert story.wait(element).kind == "human"
        story.fill(element)
    assert story.finished
    assert story.passed == ["go", "ask", "stamp", "shelve", "stop"]


def test_a_service_task_asks_with_computed_parameters_and_keeps_its_result() -> None:
    story = Story("task_service")
    asked = story.wait("send")
    assert (asked.kind, asked.operation) == ("service", "notify")
    assert asked.parameters == {"template": "house", "rooms": 6}
    story.serve("send", {"number": 7})
    assert story.data()["sent"] == {"number": 7}
    assert story.waits() == ["look"]


def test_a_service_task_without_a_result_variable_leaves_nothing_behind() -> None:
    story = Story("timer_cycle_service")
    before = story.data()
    story.serve("long", {"a": 1})
    assert story.data() == before


def test_a_script_task_assigns() -> None:
    data = Story("task_script").data()
    assert (data["tax"], data["urgent"], data["first"]) == (840, True, "plan")


def test_a_send_task_throws_its_message_beyond_the_case() -> None:
    story = Story("task_send")
    assert story.thrown == []
    story.fill("write")
    answers = {"surface": 120, "kind": "house", "storeys": 2, "urgent": False}
    assert story.thrown == [Thrown("message", "opinion_asked", "17/2026", answers)]
    assert story.finished


def test_a_receive_task_takes_the_message_about_its_own_case() -> None:
    story = Story("task_receive")
    wait = story.wait("wait")
    assert (wait.kind, wait.message, wait.correlation) == ("message", "opinion_given", "17/2026")
    assert not story.hear("opinion_given", {"text": "no"}, "18/2026")
    assert not story.hear("opinion_given", {"text": "whose?"})
    assert story.hear("opinion_given", {"text": "yes"}, "17/2026")
    assert story.data()["opinion"] == {"text": "yes"}
    assert story.waits() == ["look"]


def test_lanes_say_who_does_a_task_inside_sub_processes_too() -> None:
    story, elements = Story("lanes"), parsed("lanes").model.elements
    done = []
    while waits := story.waits():
        done.append((waits[0], elements[waits[0]].role))
        story.fill(waits[0])
    assert done == [("register", "registrar"), ("solve", "officer"), ("inside", "officer")]


def test_a_called_process_gives_back_what_was_said_in_it() -> None:
    story = Story("call_activity")
    story.fill("opinion_give", "yes")
    assert story.waits() == ["conclude"]
    assert story.data()["opinion_give"] == {"decision": "yes"}
    assert "ask_opinion" in story.passed


def test_a_called_process_that_takes_too_long_is_interrupted() -> None:
    story = Story("call_activity")
    story.later(days=11)
    assert story.waits() == ["hurry"]
    story.fill("hurry")
    assert story.finished
    assert "opinion_stop" not in story.passed


def test_an_embedded_sub_process_with_events_on_its_edge() -> None:
    story = Story("sub_process")
    story.fill("look", "big")
    assert story.hear("news", {"n": 1})
    assert story.hear("news", {"n": 2})
    assert story.waits() == ["heard", "late", "measure", "read", "read"]
    story.later(days=11)
    assert story.waits() == ["hurry", "read", "read"]
    told = [story.run.data_at(wait.task_id) for wait in story.run.waits() if wait.element == "read"]
    assert sorted(data["latest"]["n"] for data in told) == [1, 2]


def test_what_was_said_inside_a_sub_process_is_known_on_the_way_out_of_it() -> None:
    story = Story("sub_process")
    story.fill("look", "big")
    story.later(days=11)
    assert story.run.data_at(story.wait("hurry").task_id)["look"] == {"decision": "big"}


def test_a_boundary_event_two_sub_processes_deep() -> None:
    story = Story("sub_process_deep")
    assert story.wait("slow").due == START + timedelta(days=3)
    story.later(days=4)
    assert story.waits() == ["look", "nudge"]
    story.fill("look")
    story.serve("nudge")
    story.fill("conclude")
    assert story.finished


def test_a_data_object_is_written_by_one_task_and_seen_by_another() -> None:
    story = Story("data_object")
    story.fill("write", "yes")
    assert "report" not in story.data()
    story.fill("between")
    assert story.run.data_at(story.wait("read").task_id)["report"] == {"decision": "yes"}
    story.fill("read")
    assert story.waits() == ["praise"]  # a gateway sees data objects


def test_a_data_object_reaches_two_sub_processes_deep() -> None:
    story = Story("data_object_deep")
    assert story.run.data_at(story.wait("first").task_id)["report"] is None
    story.fill("first")
    story.fill("write", "no")
    assert story.run.data_at(story.wait("read").task_id)["report"] == {"decision": "no"}
    story.fill("read")
    assert story.run.data_at(story.wait("last").task_id)["report"] == {"decision": "no"}
    story.fill("last")
    assert story.finished
