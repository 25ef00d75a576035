"""The whole main job over HTTP, against real processes."""

import pytest

from tools import walk


@pytest.mark.kills
def test_the_walk_passes_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert walk.main([]) == 0
    assert "walk: 27 steps passed" in capsys.readouterr().out
