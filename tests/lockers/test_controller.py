"""Random histories at a real controller, beside a model of it: each answer and each door as they must be."""

from collections.abc import Iterator

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.lockers.controller.hall import HallAsks
from tests.lockers.controller.luck import LuckIsBad
from tests.lockers.controller.people import PeopleCome
from tests.lockers.controller.truths import Truths
from tests.lockers.histories import so_many
from tests.lockers.street import Street, standing

DAY, NIGHT = (150, 12), (3_500, 24)


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    with standing(tmp_path_factory.mktemp("street")) as one:
        yield one


class Histories(HallAsks, PeopleCome, LuckIsBad, Truths):
    """What halls, operators, citizens, thieves and bad luck do at one cabinet of six doors."""


class WithPowerFailures(Histories):
    """The same, and the controller is killed now and then."""

    power_fails = True


@pytest.mark.parametrize(
    ("histories", "steps", "kind"),
    [(*DAY, Histories), pytest.param(*NIGHT, WithPowerFailures, marks=pytest.mark.nightly)],
    ids=["day", "night"],
)
def test_whatever_happens_at_a_cabinet(
    street: Street, histories: int, steps: int, kind: type[Histories]
) -> None:
    run_state_machine_as_test(
        lambda: kind(street), settings=so_many(histories, steps, same=kind is Histories)
    )
