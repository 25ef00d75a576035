"""Runs: what may not be done is refused, and changes nothing."""

import zlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from app.engine import diagram, runs, state
from app.engine.diagram import Diagram
from app.engine.runs import Run, StepError
from app.engine.state import StateError
from tests.engine.procedures import files_of

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
SETTINGS = {"completion_reminder": "P60D", "completion_term": "P90D", "deposit_term": "P2D"}
SETTINGS |= {
    "locker_wait": "P2D",
    "locker_hold": "PT72H",
    "redirect_term": "P3D",
    "survey_term": "P14D",
}

# What services answer of whom a petition's steps ask further.
RESULTS = {"find_twins": {"number": ""}, "exclude_official": {"left": True}}


def begin(code: str, delivery: str = "locker") -> tuple[Diagram, Run]:
    made = diagram.parse(files_of(code))
    data = {"case": {"procedure": code}, "answers": {}, "delivery": delivery, "settings": SETTINGS}
    return made, runs.start(made, data, START)


def seen(run: Run) -> tuple[object, ...]:
    waits = [(w.element, w.kind, w.due, w.message, w.operation, dict(w.parameters)) for w in run.waits()]
    at = {w.element: run.data_at(w.task_id) for w in run.waits()}
    return sorted(waits, key=str), at, run.data(), run.finished


def serve(run: Run, now: datetime = START) -> None:
    while wait := next((w for w in run.waits() if w.kind == "service"), None):
        run.finish_service(wait.task_id, RESULTS.get(str(wait.operation)), now)


def human(run: Run) -> UUID:
    (wait,) = [wait for wait in run.waits() if wait.kind == "human"]
    return wait.task_id


def test_a_done_task_cannot_be_done_again() -> None:
    _, run = begin("petition")
    serve(run)
    task = human(run)
    run.complete(task, "routing", {"competence": "ours"}, START)
    after = seen(run)
    with pytest.raises(StepError, match="not_waiting"):
        run.complete(task, "routing", {"competence": "other"}, START)
    assert seen(run) == after


def test_a_task_that_is_not_there_yet_cannot_be_done() -> None:
    _, run = begin("petition")
    serve(run)
    standing = {wait.task_id for wait in run.waits()}
    future = [task for task in run._workflow.get_tasks() if task.id not in standing]
    assert future
    for task in future:
        with pytest.raises(StepError, match="not_waiting"):
            run.complete(task.id, "analysis", {}, START)
        with pytest.raises(StepError, match="not_waiting"):
            run.finish_service(task.id, None, START)


def test_an_unknown_task_is_refused() -> None:
    _, run = begin("petition")
    for move in (
        lambda: run.complete(uuid4(), None, {}, START),
        lambda: run.finish_service(uuid4(), 1, START),
    ):
        with pytest.raises(StepError, match="unknown_task"):
            move()


def test_a_service_is_no_persons_task_and_a_persons_task_no_service() -> None:
    _, run = begin("petition")
    (service,) = [wait for wait in run.waits() if wait.kind == "service"]
    with pytest.raises(StepError, match="not_waiting"):
        run.complete(service.task_id, None, {}, START)
    serve(run)
    with pytest.raises(StepError, match="not_waiting"):
        run.finish_service(human(run), None, START)


@pytest.mark.parametrize(
    "answers",
    [
        {"when": START},
        {"number": 1j},
        {1: "not a name"},
        {"set": {1}},
    ],
)
def test_what_would_not_come_back_as_it_was_is_refused(answers: dict[Any, Any]) -> None:
    _, run = begin("petition")
    serve(run)
    before = seen(run)
    with pytest.raises(StepError, match="not_storable"):
        run.complete(human(run), "routing", answers, START)
    assert seen(run) == before
    with pytest.raises(StepError, match="not_storable"):
        runs.start(run.diagram, {"answers": answers}, START)


def test_answers_are_copied_in_and_data_is_copied_out() -> None:
    _, run = begin("petition")
    serve(run)
    answers = {"competence": "ours", "list": [1]}
    run.complete(human(run), "routing", answers, START)
    answers["list"].append(2)  # type: ignore[attr-defined]
    run.data()["routing"]["competence"] = "other"
    assert run.data()["routing"] == {"competence": "ours", "list": [1]}


def test_a_state_lives_only_on_its_own_diagram() -> None:
    _, run = begin("petition")
    other, _ = begin("urbanism_information")
    with pytest.raises(StateError, match="another diagram"):
        runs.restore(other, run.save())
    files = files_of("petition")
    newer = diagram.parse(files | {"procedure.bpmn": files["procedure.bpmn"] + b"\n"})
    with pytest.raises(StateError, match="another diagram"):
        runs.restore(newer, run.save())


def test_a_damaged_state_is_named_so() -> None:
    made, run = begin("petition")
    stored = run.save()
    for damaged in (b"", b"nonsense", stored[:-20], zlib.compress(b"{")):
        with pytest.raises(StateError, match="damaged"):
            runs.restore(made, damaged)
    whole = orjson.loads(zlib.decompress(stored))
    older = zlib.compress(orjson.dumps(whole | {"format": state.FORMAT + 1}))
    with pytest.raises(StateError, match="format"):
        runs.restore(made, older)


def test_timers_go_by_the_clock_that_is_given() -> None:
    _, run = begin("petition")
    serve(run)
    run.complete(human(run), "routing", {"competence": "ours"}, START)
    serve(run)
    asked = START + timedelta(days=3)
    run.complete(human(run), "analysis", {"decision": "completion"}, asked)
    serve(run, asked)
    due = {wait.element: wait.due for wait in run.waits() if wait.kind == "timer"}
    assert sorted(due.values(), key=str) == [asked + timedelta(days=60), asked + timedelta(days=90)]
    run.wake(asked + timedelta(days=60) - timedelta(microseconds=1))
    assert len([w for w in run.waits() if w.kind == "timer"]) == 2
    past = asked + timedelta(days=60, microseconds=1)
    run.wake(past)
    assert [w.kind for w in run.waits()].count("timer") == 1
    run.wake(past)  # again: nothing more fires
    assert [w.kind for w in run.waits()].count("service") == 1


def test_a_message_for_nobody_is_left_lying() -> None:
    _, run = begin("petition")
    before = seen(run)
    assert run.deliver("parcel_collected", START) is False
    assert run.deliver("unheard of", START) is False
    assert seen(run) == before
