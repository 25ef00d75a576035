"""Measure all, or what is named: `python -m tools.bench [step,sql …] [--small] [--verbose]`."""

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.bench import figures
from tools.bench.figures import Figure
from tools.bench.filing import filing
from tools.bench.inbox import inbox
from tools.bench.intake import intake_of_post
from tools.bench.locker_month import locker_month
from tools.bench.register_search import register_search
from tools.bench.rounds import long_case
from tools.bench.site import Site, site
from tools.bench.sql import sql
from tools.bench.step import step
from tools.bench.studio import studio
from tools.bench.timers import timers
from tools.bench.verify_chain import verify_chain
from tools.bench.whole import whole
from tools.bench.workers import workers

# How many rounds of each, and how many when it only has to be seen that they run.
MEASURES: dict[str, tuple[Callable[[Site, int], Figure], int, int]] = {
    "step": (step, 60, 2),
    "step_vs_whole": (whole, 100, 2),
    "long_case": (long_case, 150, 3),
    "sql": (sql, 3, 2),
    "inbox": (inbox, 200_000, 2_000),
    "timers": (timers, 1_000, 10),
    "workers": (workers, 100, 4),
    "filing": (filing, 40, 2),
    "studio": (studio, 12, 2),
    "register_search": (register_search, 1_000_000, 2_000),
    "verify_chain": (verify_chain, 1_000_000, 2_000),
    "intake": (intake_of_post, 400, 40),
    "locker_month": (locker_month, 7_700, 150),
}


def main(words: Sequence[str]) -> int:
    """Measure, print, write."""
    asked = _asked(words)
    with site() as where:
        taken = [_take(name, where, small=asked.small) for name in asked.names]
        machine = figures.machine(where.postgres)
    print("\n\n".join(figures.parts(one) for one in taken if one.parts or one.note))
    if asked.verbose:
        print("\n".join(f"  {number:2} {line}" for one in taken for number, line in enumerate(one.said, 1)))
    print(f"\n{figures.table(taken)}\n\n{figures.write(taken, machine)}")
    return 0


def _take(name: str, where: Site, *, small: bool) -> Figure:
    """One figure. The hall writes its log as always, but nobody reads it."""
    measure, many, few = MEASURES[name]
    told, since = sys.stderr, time.monotonic()
    print(f"{name} …", end=" ", file=told, flush=True)
    with Path(os.devnull).open("w") as nobody, contextlib.redirect_stderr(nobody):
        figure = measure(where, few if small else many)
    print(f"{time.monotonic() - since:.0f} s", file=told, flush=True)
    return figure


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Ratios, side by side (docs/bench.md).")
    parser.add_argument("names", nargs="?", default=",".join(MEASURES), help="some of the default, by commas")
    parser.add_argument("--small", action="store_true", help="a few rounds, to see that it runs")
    parser.add_argument("--verbose", action="store_true", help="also the statements that sql counts")
    asked = parser.parse_args(words)
    asked.names = asked.names.split(",")
    unknown = set(asked.names) - MEASURES.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
