"""Moving a running case to another version: what may change under it, and what may not."""

from collections.abc import Callable

import pytest

from app.engine.moving import migration
from app.engine.moving.migration import MoveError
from tests.engine.drafts import Draft, Node, desk, receive, service, timer, user
from tests.engine.moving import (
    PLACES,
    WAY,
    Case,
    a_third_branch,
    drawn_into_a_block,
    edited,
    relabelled,
    standing,
    with_a_question_inside,
    with_a_stamp,
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("change", [relabelled, with_a_stamp, with_a_question_inside])
def test_wherever_a_case_stands_it_takes_a_harmless_change(
    place: str, change: Callable[[Draft], None]
) -> None:
    case = standing(place)
    before = {(w.task_id, w.element, w.due) for w in case.run.waits()}
    moved = case.moved(edited(change))
    assert {(w.task_id, w.element, w.due) for w in moved.run.waits()} == before
    fresh = Case(moved.diagram)
    assert moved.to_the_end() == fresh.does(*fresh_way(fresh, case)).to_the_end()


def fresh_way(fresh: Case, case: Case) -> list[str]:
    """The steps that lead a fresh case to where the other stands: its own, and new ones on the way."""
    trial, way = Case(fresh.diagram), []
    while trial.next() != case.next() or any(trial.done[name] != case.done[name] for name in case.done):
        ahead = [name for name in trial.next() if trial.done[name] < case.done[name] or name not in WAY]
        assert ahead, (trial.next(), case.next())
        trial.does(ahead[0])
        way.append(ahead[0])
    return way


def retyped(name: str, kind: str) -> Callable[[Draft], None]:
    def change(draft: Draft) -> None:
        draft.nodes[name].kind = kind

    return change


def another_operation(draft: Draft) -> None:
    draft.nodes["measure"] = service("weigh")


def another_message(draft: Draft) -> None:
    draft.nodes["signing"] = receive("sealed")


def one_vote_only(draft: Draft) -> None:
    draft.nodes["votes"] = user("votes")


def other_voters(draft: Draft) -> None:
    votes = draft.nodes["votes"]
    votes.inside = votes.inside.replace("members", "neighbours")


def given_elsewhere(draft: Draft) -> None:
    """`give` leaves its sub-process for the main line."""
    draft.remove("give")
    draft.insert("hand", "signing", "give", user("give"))


def stamped_on_the_way_to_the_join(draft: Draft) -> None:
    draft.insert("opinion", "meet", "stamp", user("stamp"))


REFUSED: list[tuple[str, Callable[[Draft], None], list[tuple[str, str]]]] = [
    ("before the fork", lambda d: d.remove("check"), [("gone", "check")]),
    ("before the fork", lambda d: d.rename("check", "checking"), [("gone", "check")]),
    ("before the fork", retyped("check", "manualTask"), [("type", "check")]),
    ("before the fork", one_vote_only, []),
    ("in both branches", lambda d: d.remove("opinion"), [("gone", "opinion")]),
    ("in both branches", another_operation, [("operation", "measure")]),
    ("in both branches", a_third_branch, [("join", "meet")]),
    ("before the fork", a_third_branch, []),
    ("in one branch, the other has arrived", a_third_branch, [("join", "meet")]),
    ("in one branch, the other has arrived", stamped_on_the_way_to_the_join, [("join", "meet")]),
    ("in both branches", stamped_on_the_way_to_the_join, []),
    ("in one branch, the other has arrived", lambda d: d.remove("opinion"), [("passed_gone", "opinion")]),
    ("on a decision with two timers", a_third_branch, []),
    ("on a decision with two timers", lambda d: d.cut("reminder"), [("boundary_gone", "decide")]),
    ("before the fork", lambda d: d.cut("reminder"), []),
    ("in a vote of two", one_vote_only, [("type", "votes")]),
    ("in a vote of two", other_voters, [("loop", "votes")]),
    ("inside a sub-process", lambda d: d.rename("hand", "handing"), [("gone", "hand")]),
    ("inside a sub-process", given_elsewhere, [("moved", "give")]),
    ("at a message", another_message, [("message", "signing")]),
    ("inside a sub-process", another_message, []),
    ("inside a sub-process", drawn_into_a_block, []),
]


@pytest.mark.parametrize(("place", "change", "wanted"), REFUSED)
def test_what_would_lose_the_case_is_refused_with_the_reason(
    place: str, change: Callable[[Draft], None], wanted: list[tuple[str, str]]
) -> None:
    case, draft = standing(place), edited(change)
    found = case.whys(draft)
    assert set(wanted) <= set(found)
    assert bool(found) == bool(wanted)
    if not wanted:
        assert case.moved(draft).to_the_end()[-1] == []
    else:
        with pytest.raises(MoveError):
            case.moved(draft)


def test_a_step_drawn_into_a_parallel_block_would_wait_for_a_branch_never_taken() -> None:
    case = standing("at a message").does("signing")
    assert case.whys(edited(drawn_into_a_block)) == [("join", "rejoin")]


def test_a_reminder_added_to_the_step_under_way_is_refused_and_to_a_later_one_is_not() -> None:
    def reminded(draft: Draft) -> None:
        draft.nodes |= {"nudge": timer("rework", "P1D", interrupting=False), "nudged": Node("endEvent")}
        draft.arrows["nudge", "nudged"] = ""

    working = standing("on a decision with two timers").does("decide")
    assert working.whys(edited(reminded)) == [("boundary_new", "rework")]
    moved = standing("on a decision with two timers").moved(edited(reminded)).does("decide")
    assert moved.stands() == ["nudge", "rework"]


def test_an_armed_timer_keeps_its_date_and_fires_on_the_new_version() -> None:
    def longer(draft: Draft) -> None:
        draft.nodes["term"] = timer("decide", "P90D", interrupting=True)

    case = standing("on a decision with two timers")
    found = migration.verdict(case.stored, case.diagram, edited(longer).diagram())
    assert found.can
    assert [(one.key, one.element) for one in found.notices] == [("new_timer", "term")]
    moved = case.moved(edited(longer))
    assert moved.later(days=3, seconds=1).stands() == ["decide", "term"]
    assert moved.later(days=7).run.finished


def test_a_case_reminded_already_may_move() -> None:
    case = standing("on a decision with two timers").later(days=3, seconds=1)
    moved = case.moved(edited(with_a_stamp))
    assert moved.stands() == case.stands() == ["decide", "term"]
    assert moved.to_the_end()[-1] == []


def test_a_new_form_for_the_open_task_is_told_and_does_not_stop_it() -> None:
    def reformed(draft: Draft) -> None:
        draft.nodes["check"] = user("check_2")
        draft.nodes["check"].name = desk().nodes["check"].name

    case = standing("before the fork")
    found = migration.verdict(case.stored, case.diagram, edited(reformed).diagram())
    assert found.can
    assert [(one.key, one.facts["name"]) for one in found.notices] == [("new_form", "Pasul check")]


def test_a_condition_changed_ahead_is_obeyed() -> None:
    def stricter(draft: Draft) -> None:
        draft.arrows["good", "rework"] = 'decide.decision == "yes"'

    moved = standing("on a decision with two timers").moved(edited(stricter)).does("decide")
    assert moved.stands() == ["votes", "votes"]


def test_moving_there_and_back_is_as_never_moved() -> None:
    for place in PLACES:
        case = standing(place)
        there = case.moved(edited(with_a_stamp))
        back = there.moved(desk())
        assert back.to_the_end() == standing(place).to_the_end()


def test_a_handler_drawn_round_what_is_under_way_is_a_reason_and_so_is_its_leaving() -> None:
    def withdrawable(draft: Draft) -> None:
        """The whole desk may be left when the applicant says so."""
        draft.nodes |= {
            "withdrawal": Node("subProcess", said={"triggeredByEvent": "true"}),
            "withdrawn": Node(
                "startEvent", '<bpmn:messageEventDefinition messageRef="m_sealed"/>', "withdrawal"
            ),
            "noted": Node("endEvent", within="withdrawal"),
        }
        draft.arrows["withdrawn", "noted"] = ""

    without, with_one = standing("before the fork"), Case(edited(withdrawable).diagram())
    assert ("enclosed", "check") in without.whys(edited(withdrawable))
    assert with_one.whys(desk()) == [("handlers_gone", "desk.body"), ("gone", "withdrawn")]
    assert with_one.moved(edited(lambda d: [withdrawable(d), with_a_stamp(d)])).to_the_end()[-1] == []


def test_what_a_gateway_listens_for_may_change_until_it_listens() -> None:
    def first_of(message: str) -> Draft:
        event = f'<bpmn:messageEventDefinition messageRef="m_{message}"/>'
        nodes = {
            "go": Node("startEvent"),
            "ask": user("ask"),
            "gate": Node("eventBasedGateway"),
            "heard": Node("intermediateCatchEvent", event),
            "late": Node("intermediateCatchEvent", timer("", "P3D", interrupting=True).inside),
            "stop": Node("endEvent"),
        }
        ways = (
            ("go", "ask"),
            ("ask", "gate"),
            ("gate", "heard"),
            ("gate", "late"),
            ("heard", "stop"),
            ("late", "stop"),
        )
        return Draft(nodes, dict.fromkeys(ways, ""))

    case = Case(first_of("signed").diagram())
    assert case.whys(first_of("sealed")) == []
    case.does("ask")
    assert case.whys(first_of("signed")) == []
    assert case.whys(first_of("sealed")) == [("message", "gate")]
