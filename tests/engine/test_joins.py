"""Branches that meet: each arrival counts once, and what each branch changed is there afterwards."""

from functools import cache
from typing import Any

import pytest

from app.engine import diagram, runs
from app.engine.diagram import Diagram
from app.engine.runs import Run
from tests.engine.elements import START
from tests.engine.procedures import HEAD, flow

WHEN = "<bpmn:conditionExpression>{}</bpmn:conditionExpression>"


@cache
def drawn(nodes: str, flows: tuple[tuple[str, ...], ...]) -> Diagram:
    body = nodes + "".join(flow(a, b, *(WHEN.format(c) for c in rest)) for a, b, *rest in flows)
    text = f'{HEAD}<bpmn:process id="drawn" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    return diagram.parse({"procedure.bpmn": text.encode()})


def tasks(*names: str) -> str:
    return "".join(f'<bpmn:userTask id="{name}"/>' for name in names)


class Case:
    """A case of people's tasks; stored between any two steps, or never."""

    def __init__(self, made: Diagram, data: dict[str, Any], stored: bool) -> None:
        self.made, self.stored = made, stored
        self.run: Run = runs.start(made, data, START)

    def does(self, *elements: str, **answers: Any) -> None:
        for element in elements:
            (wait,) = [w for w in self.run.waits() if w.element == element]
            self.run.complete(wait.task_id, element, answers, START)
            if self.stored:
                self.run = runs.restore(self.made, self.run.save())

    @property
    def waits(self) -> list[str]:
        return sorted(wait.element for wait in self.run.waits())


ENDS = '<bpmn:startEvent id="go"/><bpmn:endEvent id="stop"/>'
AGAIN = '<bpmn:exclusiveGateway id="again"/><bpmn:exclusiveGateway id="enough" default="enough-again"/>'
TURN = (("go", "again"), ("show", "enough"), ("enough", "again"), ("enough", "stop", "show.enough"))


def in_a_circle(kind: str) -> Diagram:
    nodes = f'{ENDS}{AGAIN}<bpmn:{kind} id="fork"/><bpmn:{kind} id="join"/>{tasks("a", "b", "c", "show")}'
    out = (("fork", "a", "True"), ("fork", "b", "True"), ("fork", "c", "True"))
    if kind == "parallelGateway":
        out = tuple(way[:2] for way in out)
    back = (("a", "join"), ("b", "join"), ("c", "join"), ("join", "show"))
    return drawn(nodes, (*TURN, ("again", "fork"), *out, *back))


STORED = pytest.mark.parametrize("stored", [True, False], ids=["stored", "never stored"])
KINDS = pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])


@STORED
@KINDS
def test_every_round_waits_for_all_branches(kind: str, stored: bool) -> None:
    case = Case(in_a_circle(kind), {}, stored)
    for order in ("abc", "cba", "bac", "abc"):
        for number, element in enumerate(order):
            assert case.waits == sorted(order[number:])
            case.does(element)
        case.does("show")


@STORED
@KINDS
@pytest.mark.parametrize("order", ["abc", "bca", "cab"])
def test_an_older_copy_on_one_branch_does_not_undo_what_another_changed(
    kind: str, order: str, stored: bool
) -> None:
    case = Case(in_a_circle(kind), {}, stored)
    for number in range(3):
        for element in order:
            case.does(element, said=[element] * (3 - number), number=number)
        data = case.run.data()
        expected = [{"said": [name] * (3 - number), "number": number} for name in "abc"]
        assert [data[name] for name in "abc"] == expected
        case.does("show")


@STORED
def test_what_two_branches_both_changed_is_what_the_later_one_said(stored: bool) -> None:
    nodes = (
        f'{ENDS}<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>{tasks("a", "b", "show")}'
        '<bpmn:scriptTask id="x"><bpmn:script>both = a.said</bpmn:script></bpmn:scriptTask>'
        '<bpmn:scriptTask id="y"><bpmn:script>both = b.said</bpmn:script></bpmn:scriptTask>'
    )
    ways = (
        ("go", "fork"),
        ("fork", "a"),
        ("fork", "b"),
        ("a", "x"),
        ("b", "y"),
        ("x", "join"),
        ("y", "join"),
    )
    made = drawn(nodes, (*ways, ("join", "show"), ("show", "stop")))
    for order in ("ab", "ba"):
        case = Case(made, {"both": "nobody"}, stored)
        case.does(*order, said=order)
        case = Case(made, {"both": "nobody"}, stored)
        for element in order:
            case.does(element, said=element)
        assert case.run.data()["both"] == order[1]


@STORED
def test_a_branch_with_a_long_story_of_its_own_brings_only_its_last_word(stored: bool) -> None:
    nodes = (
        f'{ENDS}<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>{tasks("a", "b", "show")}'
        '<bpmn:exclusiveGateway id="again"/><bpmn:exclusiveGateway id="enough" default="enough-again"/>'
    )
    ways = (("go", "fork"), ("fork", "again"), ("fork", "b"), ("again", "a"), ("a", "enough"), ("b", "join"))
    turns = (("enough", "again"), ("enough", "join", "a.enough"), ("join", "show"), ("show", "stop"))
    case = Case(drawn(nodes, (*ways, *turns)), {"list": [1]}, stored)
    for number in range(20):
        case.does("a", number=number)
    case.does("a", enough=True)
    assert case.waits == ["b"]
    case.does("b", said=[])
    assert case.run.data() == {"list": [1], "a": {"enough": True}, "b": {"said": []}}


@STORED
def test_an_inclusive_join_waits_for_a_branch_that_may_still_come(stored: bool) -> None:
    """A choice lies on the second branch: only when it has gone elsewhere does the join stop waiting."""
    nodes = (
        f'{ENDS}<bpmn:inclusiveGateway id="fork"/><bpmn:inclusiveGateway id="join"/>'
        f'{tasks("a", "b", "show")}<bpmn:exclusiveGateway id="way" default="way-aside"/>'
        '<bpmn:endEvent id="aside"/>'
    )
    ways = (("go", "fork"), ("fork", "a", "True"), ("fork", "b", "True"), ("a", "join"), ("b", "way"))
    made = drawn(
        nodes, (*ways, ("way", "join", "b.come"), ("way", "aside"), ("join", "show"), ("show", "stop"))
    )
    for come in (True, False):
        case = Case(made, {}, stored)
        case.does("a")
        assert case.waits == ["b"]
        case.does("b", come=come)
        assert case.waits == ["show"]
        case.does("show")
        assert case.run.finished


@STORED
def test_a_parallel_gateway_with_a_way_back_into_it_waits_for_no_one_behind_itself(stored: bool) -> None:
    nodes = (
        f'{ENDS}<bpmn:parallelGateway id="both"/>{tasks("a", "b")}<bpmn:parallelGateway id="join"/>'
        '<bpmn:exclusiveGateway id="enough" default="enough-both"/>'
    )
    ways = (("go", "both"), ("both", "a"), ("both", "b"), ("a", "join"), ("b", "join"), ("join", "enough"))
    made = drawn(nodes, (*ways, ("enough", "both"), ("enough", "stop", "a.enough")))
    case = Case(made, {}, stored)
    for _ in range(3):
        assert case.waits == ["a", "b"]
        case.does("b", "a")
    case.does("b", "a", enough=True)
    assert case.run.finished


@STORED
def test_branches_that_ended_have_their_say_at_the_end(stored: bool) -> None:
    nodes = f'{ENDS}<bpmn:parallelGateway id="fork"/>{tasks("a", "b", "c", "d")}<bpmn:endEvent id="over"/>'
    ways = (("go", "fork"), ("fork", "a"), ("fork", "b"), ("fork", "d"), ("b", "c"), ("c", "stop"))
    made = drawn(nodes, (*ways, ("a", "over"), ("d", "over")))
    case = Case(made, {"a": "old", "b": "old", "d": "old"}, stored)
    for element, said in (("b", [1]), ("a", []), ("d", [3]), ("c", [2])):
        case.does(element, said=said)
    assert case.run.finished
    assert case.run.data() == {
        name: {"said": said} for name, said in zip("abdc", ([], [1], [3], [2]), strict=True)
    }


@STORED
def test_a_second_token_through_a_fork_does_not_drop_the_first(stored: bool) -> None:
    """A reminder that comes twice, each time with two things to do."""
    nodes = (
        f'{ENDS}{tasks("long", "one", "two")}<bpmn:parallelGateway id="fork"/><bpmn:endEvent id="s1"/>'
        '<bpmn:endEvent id="s2"/><bpmn:boundaryEvent id="weekly" attachedToRef="long" cancelActivity="false">'
        "<bpmn:timerEventDefinition><bpmn:timeCycle>'R2/P7D'</bpmn:timeCycle></bpmn:timerEventDefinition>"
        "</bpmn:boundaryEvent>"
    )
    ways = (("go", "long"), ("long", "stop"), ("weekly", "fork"), ("fork", "one"), ("fork", "two"))
    case = Case(drawn(nodes, (*ways, ("one", "s1"), ("two", "s2"))), {}, stored)
    for number in (1, 2):
        (due,) = [wait.due for wait in case.run.waits() if wait.due]
        case.run.wake(due)
        if stored:
            case.run = runs.restore(case.made, case.run.save())
        assert case.waits.count("one") == case.waits.count("two") == number
