"""A furnished hall for every test: a copy of one that was furnished once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hall import Hall, build, furnish, opened


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration sector in it."""
    folder = tmp_path_factory.mktemp("furnished")
    app = build(folder)
    furnish(app)
    with opened(app):
        pass
    return folder


@pytest.fixture
def hall(furnished: Path, tmp_path: Path) -> Iterator[Hall]:
    """A hall of one's own on SQLite."""
    folder = tmp_path / "hall"
    shutil.copytree(furnished, folder)
    with opened(build(folder)) as one:
        yield one
