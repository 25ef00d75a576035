"""Random walks through every diagram: where a case was stored in between makes no difference to anybody."""

from collections import defaultdict
from collections.abc import Iterator
from multiprocessing.connection import Connection
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine import elements
from tests.engine.procedures import CODES
from tests.engine.walks import Walk, parsed, second_process

QUICK, LONG, MORE = 100, 2_000, 500
MIXED = (*elements.NAMES, *CODES * (len(elements.NAMES) // 8))  # the long ones more often
NEVER_TAKEN = {
    # What is called fails with one code only; the other two boundaries are there for the order of choosing.
    "call_error": {"any_error-wrong", "wrong-any_stop", "another-odd", "odd-another_stop"},
    "event_sub_error_inside": {
        "neighbour_go-never",
        "never-neighbour_stop",
    },  # the error is not a neighbour's
    "escalation_end": {"solve-conclude", "conclude-stop"},  # its end always escalates, which interrupts it
}


@pytest.fixture(scope="module")
def other() -> Iterator[Connection]:
    with second_process() as pipe:
        yield pipe


@settings(max_examples=QUICK, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(MIXED), seed=st.integers(0, 2**32))
def test_a_case_goes_on_the_same_wherever_it_was_stored(other: Connection, name: str, seed: int) -> None:
    Walk(name, Random(seed), other).go()


@pytest.mark.nightly
def test_so_it_does_on_two_thousand_walks_over_every_flow(other: Connection) -> None:
    taken: dict[str, set[str]] = defaultdict(set)
    for number in range(LONG):
        name = MIXED[number % len(MIXED)]
        taken[name] |= walked(name, number, other)
    for name in elements.NAMES:  # a flow that chance left out: as many walks more as it takes
        left = reachable(name) - NEVER_TAKEN.get(name, set())
        for number in range(LONG, LONG + MORE):
            if left <= taken[name]:
                break
            taken[name] |= walked(name, number, other)
    # What the procedures' own conditions ask for is not left to chance: tests/paths.
    missed = {name: reachable(name) - taken[name] for name in elements.NAMES}
    assert {name: flows for name, flows in missed.items() if flows} == NEVER_TAKEN


def walked(name: str, seed: int, other: Connection) -> set[str]:
    walk = Walk(name, Random(seed), other)
    walk.go()
    return set(walk.flows())


def reachable(name: str) -> set[str]:
    """The flows of the main diagram and of all that it calls, straight or through others."""
    model = parsed(name).model
    within, todo = set[str](), [model.main]
    while todo:
        process = todo.pop()
        within.add(process)
        todo += [e.called for e in model.within(process) if e.called and e.called not in within]
    return {flow.id for flow in model.flows.values() if flow.process in within}
