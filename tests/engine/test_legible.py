"""Every diagram can be read as it is drawn: a Romanian official would sign it."""

from pathlib import Path

import pytest

from app.engine.reading import model
from tests.engine.legible import faults
from tests.engine.procedures import ROOT, small

DIAGRAMS = sorted((ROOT / "processes").glob("*/*.bpmn"))


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_diagram_is_drawn_so_that_it_can_be_read(diagram: Path) -> None:
    assert faults(model.read({"procedure.bpmn": diagram.read_bytes()})) == []


def test_what_is_drawn_badly_is_told() -> None:
    loose = '<bpmn:userTask id="one"/><bpmn:sequenceFlow id="f" sourceRef="one" targetRef="stop"/>'
    assert "small: f does not touch one" in faults(small(loose))
