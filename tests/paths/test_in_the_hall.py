"""The paths again, in a real hall: registers, letters, messages, terms, archive are in order after each."""

import pytest

from tests.hall import Hall
from tests.paths.in_the_hall import Walker
from tests.paths.ledger import complaints
from tools.paths import store
from tools.paths.material import codes
from tools.paths.walking import Path

pytestmark = pytest.mark.xdist_group("paths")
FEW = 1  # of each procedure in every test run
NUMBERED = [(code, turn) for code in store.stored() for turn in range(len(store.kept(code).paths))]


def walked(hall: Hall, code: str, path: Path) -> list[str]:
    walker = Walker(hall, code, path)
    case = walker.walk()
    ended = not walker.told_otherwise  # every kept path ends
    return list(complaints(hall, case, ended=ended))


@pytest.mark.parametrize("turn", range(FEW))
@pytest.mark.parametrize("code", codes())
def test_the_first_paths_of_each_procedure(hall: Hall, code: str, turn: int) -> None:
    """Those that take most in few steps."""
    assert walked(hall, code, store.kept(code).paths[turn]) == []


@pytest.mark.nightly
@pytest.mark.parametrize(("code", "turn"), [one for one in NUMBERED if one[1] >= FEW])
def test_all_the_others(hall: Hall, code: str, turn: int) -> None:
    assert walked(hall, code, store.kept(code).paths[turn]) == []
