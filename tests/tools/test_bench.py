"""The bench, a few rounds of each: that it runs, what it prints and writes. Times are judged by nobody."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools.bench import __main__ as bench
from tools.bench import figures
from tools.bench.figures import Figure, Pairs
from tools.bench.inbox import inbox
from tools.bench.site import Site
from tools.cluster import Cluster

ALL_QUICK = "step,step_vs_whole,long_case,sql,timers"


@pytest.mark.parametrize("names", ["step,sql", pytest.param(ALL_QUICK, marks=pytest.mark.nightly)])
def test_what_is_named_is_measured_printed_and_written(
    names: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    assert bench.main([names, "--small"]) == 0
    written = json.loads((tmp_path / "bench.json").read_text())
    assert list(written["figures"]) == names.split(",")
    assert all(one["ratio"] > 0 and one["ours"] > 0 for one in written["figures"].values())
    assert written["machine"]["cores"] >= 1
    printed = capsys.readouterr().out
    assert all(f"\n{name} " in printed for name in names.split(","))
    assert "statements" in printed


def test_a_measure_that_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["step,speed"])
    assert "unknown: speed" in capsys.readouterr().err


@pytest.fixture
def site_on_postgres(tmp_path: Path, postgres_cluster: Cluster) -> Iterator[Site]:
    with ExitStack() as until:
        site = Site(tmp_path, until)
        site.cluster = postgres_cluster
        yield site


@pytest.mark.nightly
@pytest.mark.postgres
def test_a_large_and_a_small_hall_show_their_inboxes(site_on_postgres: Site) -> None:
    figure = inbox(site_on_postgres, 400)
    assert figure.ratio > 0
    assert figure.note == "400 cases and 2000 entries against 100 and 500"


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["workers", "filing"])
def test_real_processes_are_measured_too(name: str, site_on_postgres: Site) -> None:
    measure, _many, few = bench.MEASURES[name]
    assert measure(site_on_postgres, few).ratio > 0


def napping(milliseconds: float) -> Callable[[], None]:
    return lambda: time.sleep(milliseconds / 1000)


def test_two_things_are_measured_in_turn_and_told_as_a_ratio() -> None:
    order: list[str] = []
    pairs = Pairs()
    for _ in range(4):
        pairs.take(lambda: order.append("ours"), lambda: order.append("other"))
    assert order == ["ours", "other", "other", "ours"] * 2
    slow = Pairs()
    slow.take(napping(20), napping(4))
    assert slow.figure("nap", 3).ratio > 2
    assert not slow.figure("nap", 2).ok
    assert slow.times_faster("nap", 2).ratio < 0.5


def test_the_table_says_which_figure_is_over_its_reach() -> None:
    good = Figure("quick", 2.0, 1.0, 2.0, 2.0, best=1.9)
    over = Figure("slow", 9.0, 3.0, 3.0, 2.0)
    fast = Figure("faster", 1.0, 3.0, 3.0, 2.5, at_least=True)
    head, *lines = figures.table([good, over, fast]).splitlines()
    assert head.split() == ["name", "ours", "against", "ratio", "at", "best", "reach"]
    assert [line.split()[-1] for line in lines] == ["ok", "over", "ok"]
    assert "≥ 2.5" in lines[2]
