"""Tokens on a diagram: at which joins one could wait for ever."""

from itertools import pairwise

import pytest

from app.engine.moving import tokens
from app.engine.moving.tokens import Marking, marking
from app.engine.reading import model
from app.engine.reading.model import Model
from tests.engine.drafts import Draft, Node, desk, timer, user


def drawn(ways: str, **gateways: str) -> Model:
    """`a>b>c d>b` as a diagram; what is not named a gateway is a user task."""
    names = dict.fromkeys(ways.replace(">", " ").split())
    kinds = {name: Node(kind, said={}) for name, kind in gateways.items()}
    nodes = {"go": Node("startEvent"), "stop": Node("endEvent")}
    draft = Draft({name: nodes.get(name) or kinds.get(name) or user(name) for name in names})
    for way in ways.split():
        steps = way.split(">")
        draft.arrows |= dict.fromkeys(pairwise(steps), "")
    return model.read(draft.files())


BLOCK = "go>fork>a>meet fork>b>meet>stop"


@pytest.mark.parametrize(
    ("at", "arrived", "wanted"),
    [
        (["go"], [], set()),
        (["a", "b"], [], set()),
        (["b"], ["a-meet"], set()),
        (["a"], [], {"meet"}),  # the other branch was never taken
        ([], ["a-meet"], {"meet"}),
        (["stop"], [], set()),
    ],
)
def test_a_join_waits_for_ever_for_a_branch_never_taken(
    at: list[str], arrived: list[str], wanted: set[str]
) -> None:
    drawing = drawn(BLOCK, fork="parallelGateway", meet="parallelGateway")
    assert tokens.stuck(drawing, marking(at, arrived)) == wanted


def test_a_choice_that_leads_past_its_own_fork_may_be_stuck() -> None:
    drawing = drawn(
        "go>fork>a>which>meet fork>b>meet>stop which>stop",
        fork="parallelGateway",
        which="exclusiveGateway",
        meet="parallelGateway",
    )
    assert tokens.stuck(drawing, marking(["go"])) == {"meet"}


def test_an_inclusive_join_goes_on_with_what_came() -> None:
    drawing = drawn(BLOCK, fork="inclusiveGateway", meet="inclusiveGateway")
    assert tokens.stuck(drawing, marking(["go"])) == set()
    assert tokens.stuck(drawing, marking(["a"])) == set()


def test_a_way_back_into_a_join_is_no_branch() -> None:
    drawing = drawn(
        "go>fork>a>meet fork>b>meet>c>good>stop good>meet",
        fork="parallelGateway",
        meet="parallelGateway",
        good="exclusiveGateway",
    )
    assert tokens.stuck(drawing, marking(["go"])) == set()
    assert tokens.stuck(drawing, marking(["c"])) == set()


@pytest.mark.parametrize(("leads_to", "wanted"), [("expired", {"meet"}), ("meet", set())])
def test_an_interrupting_event_is_a_way_out_of_a_branch(leads_to: str, wanted: set[str]) -> None:
    draft = desk()
    draft.nodes["late"] = timer("seal", "P1D", interrupting=True)
    draft.insert("seal", "meet", "both", Node("exclusiveGateway"))
    draft.arrows["late", "both" if leads_to == "meet" else leads_to] = ""
    assert tokens.stuck(model.read(draft.files()), marking(["check"])) == wanted


def test_a_diagram_that_makes_tokens_without_end_is_not_judged() -> None:
    drawing = drawn("go>a>fork>a fork>stop", fork="parallelGateway")
    assert tokens.stuck(drawing, Marking(("go",))) == {tokens.EVERYWHERE}
