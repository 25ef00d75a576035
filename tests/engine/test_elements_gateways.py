"""Gateways and links, stored between any two steps."""

from datetime import timedelta

import pytest

from app.engine import diagram
from app.engine.runs import StepError
from app.refusal import Refusal
from tests.engine.elements import START, Story
from tests.engine.procedures import HEAD, flow


def test_the_first_way_whose_condition_holds_is_taken_and_else_the_default() -> None:
    yes, no = Story("gateway_exclusive"), Story("gateway_exclusive")
    yes.fill("decide", "yes")
    no.fill("decide", "no")
    assert (yes.waits(), no.waits()) == (["tall"], ["small"])
    large = Story("gateway_exclusive", answers={"surface": 900})
    large.fill("decide", "yes")
    assert large.waits() == ["big"]


def test_parallel_branches_all_have_to_arrive() -> None:
    story = Story("gateway_parallel")
    story.fill("water")
    story.serve("gas", {"ok": True})
    assert story.waits() == ["roads"]
    story.fill("roads", "no")
    assert story.waits() == ["conclude"]
    data = story.data()
    assert (data["roads"]["decision"], data["water"]["decision"], data["gas"]) == ("no", "yes", {"ok": True})


def test_a_second_round_of_parallel_branches_waits_for_both_again() -> None:
    story = Story("gateway_parallel_in_loop")
    for decision in ("no", "no", "yes"):
        story.fill("water")
        assert story.waits() == ["roads"]
        story.fill("roads")
        story.fill("decide", decision)
    assert story.finished


@pytest.mark.parametrize(
    ("decision", "storeys", "branches"),
    [("yes", 2, ["roads", "water"]), ("yes", 1, ["roads"]), ("no", 2, ["archive"])],
)
def test_an_inclusive_gateway_takes_all_ways_that_hold_and_waits_for_those(
    decision: str, storeys: int, branches: list[str]
) -> None:
    story = Story("gateway_inclusive", answers={"storeys": storeys})
    story.fill("decide", decision)
    assert story.waits() == branches
    for branch in branches:
        assert "conclude" not in story.waits()
        story.fill(branch)
    assert story.waits() == ["conclude"]


def test_after_an_event_gateway_only_the_first_event_counts() -> None:
    story = Story("gateway_event")
    assert {w.element: w.kind for w in story.run.waits()} == {
        "payment": "message", "closed": "signal", "late": "timer", "later": "timer",
    }  # fmt: skip
    assert len({w.task_id for w in story.run.waits()}) == 4
    assert story.hear("paid", {"sum": 30})
    assert story.waits() == ["thank"]
    assert story.data()["payment"] == {"sum": 30}
    story.later(days=30)
    assert not story.signal("office_closed")
    story.fill("thank")
    assert story.finished
    assert "late" not in story.passed


def test_an_event_gateway_hears_a_signal() -> None:
    story = Story("gateway_event")
    assert story.signal("office_closed")
    assert story.waits() == ["postpone"]


def test_an_event_gateway_keeps_two_timers_apart_and_the_earlier_one_wins() -> None:
    story = Story("gateway_event")
    assert story.wait("late").due == START + timedelta(days=10)
    assert story.wait("later").due == START + timedelta(days=20)
    story.later(days=25)
    assert story.waits() == ["remind"]


def test_the_ids_of_waits_after_a_gateway_stay_the_same() -> None:
    story = Story("gateway_event")
    before = {w.element: w.task_id for w in story.run.waits()}
    story.later(days=1)
    assert {w.element: w.task_id for w in story.run.waits()} == before


def test_a_receive_task_may_follow_an_event_gateway() -> None:
    story = Story("gateway_event_receive")
    assert not story.hear("paid", {}, "other")
    assert story.hear("paid", {"sum": 30}, "17/2026")
    assert story.finished
    assert story.data()["payment"] == {"sum": 30}


def test_a_link_leads_on_where_it_comes_out() -> None:
    short, long = Story("links"), Story("links")
    short.fill("one")
    assert short.waits() == ["three"]
    long.fill("one", "no")
    long.fill("two")
    assert long.waits() == ["three"]
    assert long.passed[-2:] == ["there", "arrive"]


@pytest.mark.parametrize(
    ("name", "reason", "element", "expression"),
    [
        ("no_way", "no_way", "choose", ""),
        ("no_way_inclusive", "no_way", "choose", ""),
        ("bad_condition", "expression", "choose", "answers.surface > 'many'"),
        ("bad_script", "expression", "compute", "answers.kind * 7"),
        ("bad_timer", "timer", "pause", "answers.kind"),
        ("bad_list", "not_a_list", "check", "answers.kind"),
        ("bad_data_object", "refused", "decide", ""),
    ],
)
def test_a_step_that_cannot_be_made_names_the_place_and_changes_nothing(
    name: str, reason: str, element: str, expression: str
) -> None:
    story = Story(f"broken/{name}")
    before = story.stored
    for _ in range(2):
        with pytest.raises(StepError) as failed:
            story.fill("decide", "no")
        found = failed.value
        assert (found.reason, found.element, found.expression) == (reason, element, expression)
    assert story.stored == before
    assert story.waits() == ["decide"]


def test_a_parameter_that_cannot_be_computed_names_its_task() -> None:
    story = Story("broken/bad_parameter")
    story.fill("decide")
    with pytest.raises(StepError) as failed:
        story.waits()
    assert (failed.value.element, failed.value.expression) == ("send", "answers.surface - 'x'")


def test_a_circle_without_a_wait_is_stopped() -> None:
    with pytest.raises(StepError, match="endless"):
        Story("broken/endless")


def test_an_element_that_the_library_would_lose_is_noticed() -> None:
    body = '<bpmn:scriptTask id="End"><bpmn:script>a = 1</bpmn:script></bpmn:scriptTask>'
    ends = '<bpmn:startEvent id="go"/><bpmn:endEvent id="stop"/>' + flow("go", "End") + flow("End", "stop")
    text = f'{HEAD}<bpmn:process id="small">{ends}{body}</bpmn:process></bpmn:definitions>'
    with pytest.raises(Refusal) as refused:
        diagram.parse({"procedure.bpmn": text.encode()})
    assert refused.value.facts["elements"] == ["End", "stop"]
