"""A draft of the petition and the hall on paper in which it is tried."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from app.cityhall.procedures import queries as procedures
from app.rehearsal import place as places
from app.rehearsal.place import Place
from tests.hall import Hall

Told = dict[str, Any]


def place_of(hall: Hall, code: str = "petition", **changed: bytes | None) -> Place:
    """The procedure as it is in force, with some files other than they are (None: gone)."""
    version = procedures.current(code)
    every = {**procedures.version_files(version.id), **changed}
    files = {path: content for path, content in every.items() if content is not None}
    return places.of(version.procedure, files, hall.house)


def story(files: Mapping[str, bytes], name: str) -> Told:
    """A scenario as its file says it."""
    found: Told = json.loads(files[f"scenarios/{name}.json"])
    return found


@pytest.fixture
def place(hall: Hall) -> Place:
    """The petition as it is in force."""
    return place_of(hall)
