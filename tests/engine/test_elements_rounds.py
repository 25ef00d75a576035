"""Loops and multi-instances, stored between any two steps."""

import pytest

from app.engine.runs import StepError
from tests.engine.elements import Story

KINDS = ("sequential", "parallel")
PAPERS = ["plan", "deed", "photo"]


def items(story: Story, element: str) -> list[int | None]:
    return sorted(wait.item for wait in story.run.waits() if wait.element == element)


@pytest.mark.parametrize("name", ["multi_user_parallel", "multi_said_by_attribute"])
def test_people_check_papers_all_at_once_and_results_stand_in_the_papers_order(name: str) -> None:
    story = Story(name)
    assert items(story, "check") == [0, 1, 2]
    assert len({wait.task_id for wait in story.run.waits()}) == 3
    for item in (2, 0, 1):
        wait = story.wait("check", item)
        assert story.run.data_at(wait.task_id)["paper"] == PAPERS[item]
        story.fill("check", PAPERS[item], item)
    assert [found["decision"] for found in story.data()["checked"]] == PAPERS
    assert story.waits() == ["conclude"]
    assert story.passed.count("check") == 3


def test_people_check_papers_one_after_the_other() -> None:
    story, seen = Story("multi_user_sequential"), []
    while "check" in story.waits():
        wait = story.wait("check")
        seen.append((wait.item, story.run.data_at(wait.task_id)["paper"]))
        story.fill("check", f"checked {wait.item}")
    assert seen == list(enumerate(PAPERS))
    assert [f["decision"] for f in story.data()["checked"]] == ["checked 0", "checked 1", "checked 2"]
    assert "paper" not in story.data()
    assert "check_form" not in story.data()


@pytest.mark.parametrize("kind", KINDS)
def test_a_service_is_asked_once_for_every_neighbour(kind: str) -> None:
    story, asked = Story(f"multi_service_{kind}"), []
    while "ask" in story.waits():
        wait = story.wait("ask")
        asked.append((wait.item, wait.parameters["template"]))
        story.serve("ask", {"to": wait.parameters["template"]} if wait.item == 0 else None)
    assert asked == [(0, "Ana"), (1, "Ion")]
    assert story.data()["replies"] == [{"to": "Ana"}, None]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sub_process_runs_once_for_every_neighbour(kind: str) -> None:
    story = Story(f"multi_sub_process_{kind}")
    for item, name in ((0, "Ana"), (1, "Ion")):
        wait = story.wait("announce", item)
        assert (wait.item, wait.parameters) == (item, {"template": name})
        story.serve("announce", item=item)
        assert story.wait("look", item).item == item
        story.fill("look", name, item)
    assert story.data()["visits"] == ["Ana", "Ion"]
    assert story.waits() == ["conclude"]


@pytest.mark.parametrize("kind", KINDS)
def test_another_process_is_called_for_every_department(kind: str) -> None:
    story, ids = Story(f"multi_call_{kind}"), set()
    for item, department in enumerate(("roads", "water")):
        story.fill("endorsement_give", department, item)
        told = story.wait("endorsement_tell", item)
        assert told.parameters == {"template": department}
        ids.add(told.task_id)
        story.serve("endorsement_tell", item=item)
    assert len(ids) == 2
    assert story.data()["endorsements"] == ["roads", "water"]
    story.fill("conclude")
    assert story.finished


def test_a_vote_ends_with_the_first_no() -> None:
    story = Story("multi_until")
    story.fill("vote", "yes", 1)
    story.fill("vote", "no", 2)
    assert story.waits() == ["conclude"]
    assert [vote["decision"] for vote in story.data()["votes"]] == ["yes", "no"]


def test_as_many_rounds_as_a_number_says() -> None:
    story = Story("multi_counted")
    for item in range(3):
        assert items(story, "sign") == [item]
        story.fill("sign")
    assert story.finished


@pytest.mark.parametrize("papers", [[], None])
def test_nothing_to_go_through_is_gone_through_at_once(papers: list[str] | None) -> None:
    for kind in KINDS:
        story = Story(f"multi_user_{kind}", papers=papers)
        assert story.waits() == ["conclude"]
        assert story.data()["checked"] == []


def test_a_mapping_gives_its_values_and_keeps_results_under_its_keys() -> None:
    for kind in KINDS:
        story = Story(f"multi_user_{kind}", papers={"a": "plan", "b": None})
        story.fill("check", "one", 0)
        story.fill("check", "two", 1)
        assert story.data()["checked"] == {"a": {"decision": "one"}, "b": {"decision": "two"}}


def test_a_list_too_long_is_refused() -> None:
    with pytest.raises(StepError, match="too_many_rounds check 201 papers"):
        Story("multi_user_parallel", papers=["x"] * 201)


def test_a_second_turn_of_the_same_instances_begins_anew() -> None:
    story, ids = Story("multi_in_loop"), []
    for turn in ("first", "second"):
        ids += [wait.task_id for wait in story.run.waits()]
        for item in (0, 1, 2):
            story.fill("check", turn, item)
        assert [f["decision"] for f in story.data()["checked"]] == [turn] * 3
        story.fill("decide", "yes" if turn == "first" else "no")
    assert story.finished
    assert len(set(ids)) == 6


def test_instances_inside_instances_each_count_for_themselves() -> None:
    story = Story("multi_nested")
    assert items(story, "check") == [0, 0]
    for _ in range(6):
        story.fill("check")
    assert story.data()["visits"] == [3, 3]
    assert (story.passed.count("check"), story.passed.count("visit")) == (6, 2)


def test_a_term_ends_all_instances_at_once() -> None:
    story = Story("multi_boundary")
    story.fill("check", item=1)
    story.later(days=11)
    assert story.waits() == ["hurry"]
    story.fill("hurry")
    assert story.finished


def test_a_loop_asks_again_while_its_condition_holds() -> None:
    story, ids = Story("loop_user"), set()
    for item, decision in enumerate(("no", "no", "yes")):
        wait = story.wait("ask")
        assert wait.item == item
        ids.add(wait.task_id)
        story.fill("ask", decision)
    assert story.waits() == ["conclude"]
    assert len(ids) == 3
    assert story.passed == ["go", "ask", "ask", "ask"]


def test_a_loop_goes_on_from_the_last_round_s_answers_alone() -> None:
    story = Story("loop_user")
    run = story.run
    run.complete(run.waits()[0].task_id, "ask_form", {"decision": "no", "note": "why"}, story.now)
    story._keep(run)
    story.fill("ask", "yes")
    assert story.data()["ask_form"] == {"decision": "yes"}


def test_a_loop_ends_at_its_maximum() -> None:
    story = Story("loop_service")
    for _ in range(3):
        story.serve("try", {"done": False})
    assert story.waits() == ["conclude"]
    early = Story("loop_service")
    early.serve("try", {"done": True})
    assert early.waits() == ["conclude"]


def test_a_loop_that_tests_first_may_not_run_at_all() -> None:
    story = Story("loop_sub_process", look={"decision": "yes"})
    assert story.waits() == ["conclude"]
    again = Story("loop_sub_process")
    for item, decision in enumerate(("no", "yes")):
        again.fill("look", decision)
        assert again.wait("tell").item == item
        again.serve("tell")
    assert again.waits() == ["conclude"]


def test_a_circle_of_flows_gives_new_tasks_every_time() -> None:
    story, ids = Story("loop_by_flow"), set()
    for decision in ("no", "no", "yes"):
        ids.add(story.wait("apply").task_id)
        story.fill("apply")
        ids.add(story.wait("register").task_id)
        story.serve("register")
        story.fill("verify", decision)
    assert story.finished
    assert len(ids) == 6


def test_every_department_s_message_finds_its_own_round() -> None:
    story = Story("multi_receive")
    assert [(w.item, w.correlation) for w in story.run.waits()] == [(0, "roads"), (1, "water")]
    assert story.hear("opinion_given", {"text": "dig"}, "water")
    assert items(story, "wait") == [0]
    assert story.hear("opinion_given", {"text": "pave"}, "roads")
    assert story.data()["opinions"] == [{"text": "pave"}, {"text": "dig"}]
    assert story.finished


def test_a_message_is_sent_to_every_department() -> None:
    assert [thrown.correlation for thrown in Story("multi_send").thrown] == ["roads", "water"]
