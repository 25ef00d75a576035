"""Every scenario of every procedure, played in a hall on paper (docs/scenarios.md)."""

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet

from app.cityhall.procedures import folders, scenarios
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.scenarios import Scenario
from app.refusal import Refusal
from app.rehearsal import complaint, place, plays
from app.rehearsal.complaint import sentence
from tests.hall import ROOT, Hall

AT_LEAST = 8
BY_DAY = 9  # of each procedure in `make test`; the others are played by night
ALL = sorted((path.parent.parent.name, path.stem) for path in (ROOT / "processes").glob("*/scenarios/*.json"))


def played() -> Iterator[ParameterSet]:
    """Every scenario; those beyond the first ones of a procedure, evenly spread, by night."""
    for code in folders.codes(ROOT):
        names = [name for one, name in ALL if one == code]
        by_day = {names[place * len(names) // BY_DAY] for place in range(BY_DAY)}
        for name in names:
            marks = [] if name in by_day else [pytest.mark.nightly]
            yield pytest.param(code, name, marks=marks, id=f"{code}/{name}")


def told(code: str) -> dict[str, Scenario]:
    try:
        return {one.name: one for one in scenarios.read(folders.read_folder(ROOT, code))}
    except Refusal as refusal:
        return pytest.fail(sentence(complaint.refused(refusal)))


@pytest.mark.parametrize(("code", "name"), list(played()))
def test_it_ends_as_the_analyst_expects(hall: Hall, code: str, name: str) -> None:
    scenario, version = told(code)[name], procedures.current(code)
    files = procedures.version_files(version.id)
    outcome = plays.play(place.of(version.procedure, files, hall.house), scenario)
    assert outcome.passed, f"„{scenario.title}”:\n  " + "\n  ".join(outcome.words)


@pytest.mark.parametrize("code", folders.codes(ROOT))
def test_a_procedure_has_enough_of_them(code: str) -> None:
    assert len(told(code)) >= AT_LEAST
