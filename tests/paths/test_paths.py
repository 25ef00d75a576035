"""Few paths take every flow of every diagram and fire every event, in the pure engine (tools/paths).

`make paths` finds them and keeps them in found/; here each is walked again.
"""

from collections.abc import Callable

import pytest

from tools.paths import coverage, search, store
from tools.paths.material import codes, material

pytestmark = pytest.mark.xdist_group("paths")  # what one test walks, the others use
# What no path can take, and why.
UNREACHABLE: dict[str, str] = {}
OLD = "the diagrams, tables, forms or settings have changed: run make paths"


@pytest.mark.parametrize("code", codes())
def test_the_kept_paths_are_those_of_the_diagrams(code: str) -> None:
    assert code in store.stored(), f"{code} has no paths: run make paths"
    assert store.kept(code).digest == store.digest(material(code)), f"{code}: {OLD}"


@pytest.mark.parametrize("code", codes())
def test_no_step_is_impossible_and_every_path_ends(code: str) -> None:
    found = store.walked(code)
    assert found.paths
    assert [str(path.moves[-1]) for path in found.paths if not path.finished] == []


@pytest.mark.parametrize("code", codes())
def test_every_flow_of_a_procedure_is_taken(code: str) -> None:
    """Every element reached, every boundary event and event sub-process fired, every end reached too."""
    found = store.walked(code)
    assert missed(coverage.covered(found.graph, found.taken, found.own)) == {}


def test_every_flow_of_what_procedures_share_is_taken_by_one_of_them(
    record_property: Callable[[str, object], None],
) -> None:
    every = {code: store.walked(code) for code in codes()}
    shared = dict(coverage.shared(every.values()))
    rows = [
        (code, coverage.covered(one.graph, one.taken, one.own), len(one.paths)) for code, one in every.items()
    ]
    told = coverage.table([*rows, *((f"shared/{name}", found, 0) for name, found in shared.items())])
    reasons = "".join(f"\nnever taken: {flow}: {why}" for flow, why in UNREACHABLE.items())
    record_property("table", told + reasons)
    assert {name: left for name, found in shared.items() if (left := missed(found))} == {}, told


def missed(found: dict[str, coverage.Covered]) -> dict[str, set[str]]:
    """What should be taken and is not, by kind."""
    left = {kind: set(one.missed) - UNREACHABLE.keys() for kind, one in found.items()}
    return {kind: names for kind, names in left.items() if names}


@pytest.mark.nightly
@pytest.mark.parametrize("code", codes())
def test_a_new_search_finds_every_flow_again(code: str) -> None:
    """The search itself, and no step that the engine cannot make on any of its walks."""
    found = search.paths(code)
    assert found.faults == []
    assert missed(coverage.covered(found.graph, found.taken, found.own)) == {}
