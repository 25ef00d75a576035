"""A long case stays small: what it costs to keep does not grow with what happened in it."""

from typing import Any

import pytest

from app.engine import runs
from app.engine.runs import Run
from tests.engine.elements import DATA, START, Story, parsed


def size(run: Run) -> int:
    return sum(len(p.tasks) for p in (run._workflow, *run._workflow.subprocesses.values()))


def turn(story: Story, number: int) -> None:
    """Clerk and citizen once more, and a reminder in between that leaves something behind."""
    story.later(days=61)
    story.serve("tell", {"number": number})
    story.fill("complete", ["paper"] * (number % 4))
    story.fill("check", number)


# Unpruned, the library meets Python's recursion limit in round 196.
@pytest.mark.parametrize("rounds", [200, pytest.param(500, marks=pytest.mark.nightly)])
def test_hundreds_of_rounds_cost_what_two_cost(rounds: int) -> None:
    story, sizes, tasks = Story("rounds"), [], []
    for number in range(rounds):
        turn(story, number)
        sizes.append(len(story.stored))
        tasks.append(size(story.run))
    assert max(tasks[2:]) == tasks[2] < 30
    assert max(sizes[2:]) < sizes[2] + 25  # numbers get longer, ids compress differently
    run = story.run
    run.complete(story.wait("complete").task_id, "completion", {"papers": []}, story.now)
    story._keep(run)
    check = story.wait("check").task_id
    run = story.run
    run.complete(check, "verification", {"complete": True}, story.now)
    assert run.finished
    assert run.data()["told"] == {"number": rounds - 1}
    assert run.data()["completion"] == {"papers": []}


def test_a_call_that_ended_is_forgotten_and_its_data_is_not() -> None:
    story = Story("carrying")
    story.fill("say", [1])
    story.fill("repeat", [2])
    assert story.run._workflow.subprocesses == {}
    assert story.data()["repeated"] == {"decision": [2]}


@pytest.mark.parametrize("name", ["multi_user_sequential", "multi_user_parallel"])
def test_instances_that_are_done_are_forgotten_and_their_results_are_not(name: str) -> None:
    story = Story(name, papers=[f"paper {n}" for n in range(60)])
    sizes = []
    for number in range(60):
        wait = next(w for w in story.run.waits() if w.item == number)
        run = story.run
        run.complete(wait.task_id, "check_form", {"number": number}, START)
        story._keep(run)
        sizes.append(size(story.run))
    assert sizes == sorted(sizes, reverse=True)
    assert story.data()["checked"] == [{"number": number} for number in range(60)]


def weekly(story: Story, times: int) -> list[int]:
    sizes = []
    for _ in range(times):
        story.later(days=61)
        for wait in [w for w in story.run.waits() if w.kind == "service"]:
            run = story.run
            run.finish_service(wait.task_id, None, story.now)
            story._keep(run)
        sizes.append(size(story.run))
    return sizes


def test_reminders_that_went_out_leave_nothing_behind() -> None:
    sizes = weekly(Story("timer_cycle_service", settings=DATA["settings"] | {"weekly": "R100/P61D"}), 12)
    assert sizes[2:] == sizes[2:3] * len(sizes[2:])


def test_saving_changes_nothing_that_anybody_sees() -> None:
    story = Story("carrying")
    run = runs.restore(parsed("carrying"), story.stored)
    for element, value in (("say", "said"), ("repeat", "repeated")):
        wait = next(w for w in run.waits() if w.element == element)
        run.complete(wait.task_id, value, {"x": [1]}, START)
    before: list[Any] = [run.waits(), run.data(), run.passed, run.finished]
    stored = run.save()
    assert [run.waits(), run.data(), run.passed, run.finished] == before
    assert run.save() == stored
