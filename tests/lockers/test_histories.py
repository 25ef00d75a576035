"""Random histories of the hall and a real cabinet together: wherever paper is, both say so in the end."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.hall import Hall
from tests.lockers.both.ending import Ending
from tests.lockers.both.luck import LuckIsBad
from tests.lockers.both.truths import Truths
from tests.lockers.histories import so_many
from tests.lockers.street import Street, standing
from tests.lockers.town import Town

DAY, NIGHT = (50, 8), (1_500, 20)


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    with standing(tmp_path_factory.mktemp("street")) as one:
        yield one


class Histories(Ending, LuckIsBad, Truths):
    """Papers go to a cabinet of six doors, from the hall and from citizens, and everything goes wrong."""


class WithPowerFailures(Histories):
    """The same, and the controller is killed now and then."""

    power_fails = True


@pytest.mark.parametrize(
    ("histories", "steps", "kind"),
    [(*DAY, Histories), pytest.param(*NIGHT, WithPowerFailures, marks=pytest.mark.nightly)],
    ids=["day", "night"],
)
def test_whatever_happens_no_paper_is_lost(
    hall: Hall,
    street: Street,
    histories: int,
    steps: int,
    kind: type[Histories],
    record_property: Callable[[str, object], None],
) -> None:
    town = Town(hall, street)
    run_state_machine_as_test(lambda: kind(town), settings=so_many(histories, steps, same=kind is Histories))
    record_property("table", "\n".join(f"{count:>6} {end}" for end, count in sorted(town.ends.items())))
