"""A case stored and restored: every value comes back as it was, also from bytes of an earlier format."""

import json
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import diagram, runs, state
from app.engine.diagram import Diagram
from app.engine.runs import Run, StepError
from app.engine.state import StateError
from tests.engine.elements import DATA, START, Story, parsed

EARLIER = Path(__file__).parent / "stored" / "format_1"
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
)
NAMES = st.one_of(st.text(), st.sampled_from(["typename", "data", "__class__", "items", "1"]))
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=25,
)
ROUND = st.fixed_dictionaries(dict.fromkeys(("said", "repeated", "served", "heard"), ANYTHING))


def exactly(value: object) -> str:
    """As text: 1 is not true, and the order of names counts."""
    return json.dumps(value)


def carry(story: Story, values: dict[str, Any], service_first: bool) -> None:
    """One round: a form, a form in a called process, and a service and a message on two branches."""
    run = story.run
    for element, form in (("say", "said"), ("repeat", "repeated")):
        run.complete(story.wait(element).task_id, form, {"value": values[form]}, START)
        story._keep(run)
        run = story.run
    moves = [lambda: story.serve("serve", {"value": values["served"]})]
    moves.insert(service_first, lambda: story.hear("news", {"value": values["heard"]}))
    for move in moves:
        move()


@settings(max_examples=40, deadline=None)
@given(rounds=st.lists(st.tuples(ROUND, st.booleans()), min_size=1, max_size=3))
def test_answers_results_and_messages_of_any_shape_replace_what_was_said_before(
    rounds: list[tuple[dict[str, Any], bool]],
) -> None:
    story = Story("carrying")
    for values, service_first in rounds:
        carry(story, values, service_first)
        for name in ("said", "repeated", "served", "heard"):
            assert exactly(story.data()[name]) == exactly({"value": values[name]})
        story.fill("show", "again")
    assert exactly(story.data()["answers"]) == exactly(DATA["answers"])


def test_a_shorter_list_replaces_a_longer_one_on_every_way_through_a_case() -> None:
    story = Story("carrying")
    names = ("said", "repeated", "served", "heard")
    for values in (["a", "b", "c"], ["c"], []):
        carry(story, dict.fromkeys(names, values), service_first=True)
        assert [story.data()[name]["value"] for name in names] == [values] * 4
        story.fill("show", "again")


def test_a_value_that_only_changes_its_kind_is_a_change() -> None:
    story = Story("carrying")
    for value in (1, True, 1.0, "1"):
        carry(story, dict.fromkeys(("said", "repeated", "served", "heard"), value), service_first=False)
        assert exactly(story.data()["heard"]) == exactly({"value": value})
        story.fill("show", "again")


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else 0


@pytest.mark.parametrize(
    "value",
    [float("inf"), float("nan"), 2**64, -(2**63) - 1, "\ud800", {"\udfff": 1}, nested(51), nested(400)],
    ids=["infinite", "no number", "large", "small", "half a letter", "half a name", "deep", "very deep"],
)
def test_what_json_cannot_carry_is_refused_at_the_border(value: object) -> None:
    story = Story("carrying")
    with pytest.raises(StepError, match="not_storable"):
        story.run.complete(story.wait("say").task_id, "said", {"value": value}, START)


@pytest.mark.parametrize("damage", [b"", b"not zlib", zlib.compress(b"{"), zlib.compress(b'{"format": 3}')])
def test_bytes_that_are_no_state_are_refused(damage: bytes) -> None:
    with pytest.raises(StateError):
        runs.restore(parsed("carrying"), damage)


def test_bytes_of_another_diagram_are_refused() -> None:
    with pytest.raises(StateError, match="another diagram"):
        runs.restore(parsed("lanes"), Story("carrying").stored)


@pytest.mark.parametrize("part", ["processes", "values"])
def test_a_state_that_lost_a_part_is_refused(part: str) -> None:
    whole = orjson.loads(zlib.decompress(Story("carrying").stored))
    whole[part] = []
    with pytest.raises(StateError, match="damaged"):
        runs.restore(parsed("carrying"), zlib.compress(orjson.dumps(whole)))


def test_the_order_in_which_events_were_waited_for_is_kept() -> None:
    story = Story("message_catch")
    before = [wait.task_id for wait in story.run.waits()]
    again = runs.restore(story.run.diagram, story.stored)
    assert [wait.task_id for wait in again.waits()] == before
    assert list(again._events.tasks) == list(story.run._events.tasks)


def earlier(name: str) -> tuple[Diagram, Run]:
    made = diagram.parse({path.name: path.read_bytes() for path in EARLIER.glob("*.bpmn")})
    return made, runs.restore(made, (EARLIER / f"{name}.state").read_bytes())


def wait_at(run: Run, element: str) -> Any:
    return next(wait for wait in run.waits() if wait.element == element)


@pytest.mark.parametrize(
    ("name", "waits", "said"),
    [
        ("asked_again", {"ask": None}, {"enough": False, "list": ["a", "b"]}),
        (
            "in_a_called_process",
            {"look": None, "too_late": datetime(2026, 11, 16, 9, tzinfo=UTC)},
            {"enough": True, "list": ["b"]},
        ),
        ("before_a_service", {"tell": None}, {"enough": True, "list": ["b"]}),
    ],
)
def test_a_case_of_format_1_waits_for_what_it_waited_for(
    name: str, waits: dict[str, datetime | None], said: dict[str, Any]
) -> None:
    made, run = earlier(name)
    for again in (run, runs.restore(made, run.save())):
        assert {wait.element: wait.due for wait in again.waits()} == waits
        assert again.data()["ask"] == said
        assert again.data()["answers"] == {"name": "Ștefan", "rows": [1, 2.5, None]}


def test_a_case_of_format_1_goes_on_to_its_end() -> None:
    made, run = earlier("asked_again")
    run.complete(wait_at(run, "ask").task_id, "ask", {"enough": True, "list": []}, START)
    run = runs.restore(made, run.save())
    run.complete(wait_at(run, "look").task_id, "check", {"result": "fine"}, START)
    run = runs.restore(made, run.save())
    assert wait_at(run, "tell").parameters == {"template": "fine"}
    run.finish_service(wait_at(run, "tell").task_id, {"sent": 1}, START)
    assert run.finished
    assert run.data() == {
        "answers": {"name": "Ștefan", "rows": [1, 2.5, None]},
        "ask": {"enough": True, "list": []},
        "check": {"result": "fine"},
        "told": {"sent": 1},
    }


def test_a_timer_of_format_1_fires_when_it_was_set_to() -> None:
    made, run = earlier("in_a_called_process")
    run.wake(datetime(2026, 11, 16, 8, 59, tzinfo=UTC))
    assert wait_at(run, "look")
    run.wake(datetime(2026, 11, 16, 9, 0, 1, tzinfo=UTC))
    assert [step.element for step in run.passed] == ["too_late", "not_looked", "check"]
    assert runs.restore(made, run.save()).waits() == run.waits()


def test_a_state_is_a_fraction_of_what_it_was() -> None:
    for name in ("asked_again", "in_a_called_process", "before_a_service"):
        _, run = earlier(name)
        assert len(run.save()) * 2 < (EARLIER / f"{name}.state").stat().st_size
    assert state.FORMAT == 2
