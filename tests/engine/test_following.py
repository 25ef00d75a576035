"""The flows that a run tells whoever follows it, beside those that the paths' own reckoning finds."""

import pytest

from app.engine import runs
from app.engine.library import following
from tools.paths import store
from tools.paths.graph import Graph
from tools.paths.material import START, codes, material
from tools.paths.walking import Path, again, make

pytestmark = pytest.mark.xdist_group("paths")  # what one test reads, the others use
MOST = 3  # of each procedure: the first ones take most flows


def walked(code: str, path: Path) -> None:
    """A path made as a hall makes it: kept and read again after every step."""
    diagram = material(code).diagram
    run, now = runs.start(diagram, path.first, START), START
    for move in path.moves:
        now = make(run, move, now)
        run = runs.restore(diagram, run.save())


@pytest.mark.parametrize("code", codes())
def test_they_are_the_same_on_every_path(code: str) -> None:
    made_of = material(code)
    graph = Graph(made_of.diagram.model)
    for path in store.kept(code).paths[:MOST]:
        with following.flows() as flows:
            walked(code, path)
        assert flows == again(made_of, graph, path).taken


def test_nobody_is_told_who_does_not_follow() -> None:
    with following.flows() as flows:
        pass
    walked("drop_off", store.kept("drop_off").paths[0])
    assert flows == set()
