"""Every scenario of every procedure, played in a real hall (docs/scenarios.md)."""

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet

from app.cityhall import incidents
from app.cityhall.procedures import folders, scenarios
from app.cityhall.procedures.scenarios import Scenario
from app.queue import jobs
from app.refusal import Refusal
from tests.hall import ROOT, Hall
from tests.scenarios.ending import complaints
from tests.scenarios.player import Player, said

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
        return pytest.fail(said(refusal))


@pytest.mark.parametrize(("code", "name"), played())
def test_it_ends_as_the_analyst_expects(hall: Hall, code: str, name: str) -> None:
    scenario = told(code)[name]
    case = Player(hall, code, scenario).play()
    wrong = [*complaints(case, scenario)]
    assert not wrong, f"„{scenario.title}”:\n  " + "\n  ".join(wrong)
    assert [(job.kind, job.error) for job in jobs.dead()] == []
    assert [incident.facts for incident in incidents.of_case(case.id)] == []


@pytest.mark.parametrize("code", folders.codes(ROOT))
def test_a_procedure_has_enough_of_them(code: str) -> None:
    assert len(told(code)) >= AT_LEAST
