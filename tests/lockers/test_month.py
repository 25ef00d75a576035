"""A small month at three small cabinets: nobody's paper is stuck, nobody is served out of turn."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools.bench.locker_month import locker_month
from tools.bench.site import Site


@pytest.mark.nightly
@pytest.mark.parametrize("people", [150, 1_000])
def test_a_month_of_cabinets(
    people: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with ExitStack() as until:
        figure = locker_month(Site(tmp_path, until), people)
    assert figure.ok, "somebody waited longer than the term of waiting"
    assert figure.parts["deadlocks (papers that never ended)"] == 0
    assert figure.parts["overtakings"] == 0
    assert figure.parts["doors left taken"] == 0
    assert figure.parts["doors that the mirror shows otherwise"] == 0
    record_property("table", "\n".join(f"{name}: {value:.1f}" for name, value in figure.parts.items()))
