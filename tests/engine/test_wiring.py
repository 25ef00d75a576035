"""A diagram parsed once serves every case: running leaves it as it was, and any worker may go on."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from app.engine import diagram, runs
from app.engine.diagram import Diagram
from tests.engine.elements import START, Story, parsed
from tests.engine.test_joins import ENDS, Case, drawn, tasks
from tests.engine.walks import NAMES, Walk, files, step
from tests.engine.walks import parsed as walked


class Same:
    """In place of a second process: the same one, with the diagrams it has."""

    def send(self, asked: Any) -> None:
        self.answer = step(*asked)

    def recv(self) -> Any:
        return self.answer


def anew(made: Diagram, name: str) -> Diagram:
    """Parsed a second time, as another process would."""
    return diagram._parse(made.digest, files(name))


def picture(made: Diagram) -> list[str]:
    """Everything in the specifications, as text."""
    return [line for spec in (made.spec, *made.called.values()) for line in _lines(spec)]


def _lines(spec: BpmnProcessSpec) -> Iterator[str]:
    for name, task in sorted(spec.task_specs.items()):
        yield f"{spec.name} {name} {_plain(task, 3)}"
    yield f"{spec.name} {sorted(spec.data_objects)} {sorted(spec.data_stores)}"


def _plain(value: Any, deep: int) -> Any:
    if callable(value) and hasattr(value, "__qualname__"):
        return value.__qualname__
    if isinstance(value, dict):
        return {str(key): _plain(one, deep) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, deep) for one in value]
    if hasattr(value, "__dict__") and deep:
        return type(value).__name__, _plain(vars(value), deep - 1)
    return value if isinstance(value, str | int | float | None) else type(value).__name__


@pytest.mark.parametrize("cases", [30, pytest.param(1_000, marks=pytest.mark.nightly)])
def test_no_diagram_is_changed_by_the_cases_that_ran_on_it(cases: int) -> None:
    names = NAMES[:: 3 if cases < len(NAMES) else 1]
    for number in range(cases):
        Walk(names[number % len(names)], Random(number), Same()).go()  # type: ignore[arg-type]
    assert [name for name in names if picture(walked(name)) != picture(anew(walked(name), name))] == []


def test_the_picture_shows_a_way_that_was_added() -> None:
    made, other = parsed("lanes"), anew(parsed("lanes"), "lanes")
    assert picture(made) == picture(other)
    other.spec.start.completed_event.connect(print)
    assert picture(made) != picture(other)


@pytest.mark.parametrize(
    ("name", "element"),
    [("multi_user_parallel", "check"), ("multi_user_sequential", "check"), ("loop_user", "ask")],
)
def test_a_worker_that_never_began_a_round_can_end_one(name: str, element: str) -> None:
    story = Story(name)
    for _ in range(3):
        worker = anew(parsed(name), name)
        run = runs.restore(worker, story.stored)
        wait = next(w for w in run.waits() if w.element == element)
        form = worker.model.elements[element].form
        run.complete(wait.task_id, form, {"decision": "yes"}, START)
        story._keep(run)
        if all(w.element != element for w in story.run.waits()):
            return
    raise AssertionError(story.waits())


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "never stored"])
def test_rounds_can_begin_right_behind_a_boundary_event(stored: bool) -> None:
    nodes = (
        f'{ENDS}{tasks("long")}<bpmn:boundaryEvent id="late" attachedToRef="long"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>'P1D'</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:userTask id="ask"><bpmn:multiInstanceLoopCharacteristics>'
        "<bpmn:loopDataInputRef>papers</bpmn:loopDataInputRef>"
        '</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask><bpmn:endEvent id="asked"/>'
    )
    ways = (("go", "long"), ("long", "stop"), ("late", "ask"), ("ask", "asked"))
    case = Case(drawn(nodes, ways), {"papers": ["plan", "deed"]}, stored)
    case.run.wake(START + timedelta(days=1))
    assert case.waits == ["ask", "ask"]
