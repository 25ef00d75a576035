"""The whole main job over HTTP, against real processes."""

import pytest

from tools import walk
from tools.place import Place


@pytest.mark.ui
def test_the_walk_passes_every_step(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert walk.main([place.url]) == 0
    assert "walk: 39 steps passed" in capsys.readouterr().out
