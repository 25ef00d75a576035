"""Figures: two things measured in turn, their ratio, the table and the file."""

import json
import os
import platform
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

WIDTHS = (15, 11, 11, 8, 8, 8, 6)


@dataclass(frozen=True)
class Figure:
    """One line of the table. `parts` says where our side's time goes; `best` is the ratio of the minima.

    The ratio may be at most `reach`; with `at_least` it must be that much.
    """

    name: str
    ours: float
    against: float | None
    ratio: float
    reach: float
    best: float | None = None
    at_least: bool = False
    unit: str = "ms"
    note: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)
    said: Sequence[str] = ()  # shown with --verbose

    @property
    def ok(self) -> bool:
        return self.ratio >= self.reach if self.at_least else self.ratio <= self.reach


class Pairs:
    """Ours and the other thing, measured in turn; who goes first changes each time."""

    def __init__(self) -> None:
        self.ours: list[float] = []
        self.against: list[float] = []

    def take(self, ours: Callable[[], object], against: Callable[[], object]) -> None:
        if len(self.ours) % 2:
            self.against.append(milliseconds(against))
            self.ours.append(milliseconds(ours))
        else:
            self.ours.append(milliseconds(ours))
            self.against.append(milliseconds(against))

    def figure(self, name: str, reach: float, **more: Any) -> Figure:
        """How many times the other's our median is."""
        ours, against = statistics.median(self.ours), statistics.median(self.against)
        best = min(self.ours) / min(self.against)
        return Figure(name, ours, against, ours / against, reach, best, **more)

    def times_faster(self, name: str, reach: float, **more: Any) -> Figure:
        """How many times ours the other's median is."""
        ours, against = statistics.median(self.ours), statistics.median(self.against)
        best = min(self.against) / min(self.ours)
        return Figure(name, ours, against, against / ours, reach, best, at_least=True, **more)


def milliseconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def table(figures: Sequence[Figure]) -> str:
    """All figures, a line each."""
    lines = [_line("name", "ours", "against", "ratio", "at best", "reach", ""), *map(_told, figures)]
    return "\n".join(lines)


def parts(figure: Figure) -> str:
    """Where the time of our side goes, the largest part first."""
    width = max((len(name) for name in figure.parts), default=0)
    largest = sorted(figure.parts.items(), key=lambda part: -part[1])
    lines = [f"  {name:{width}} {value:9.2f}" for name, value in largest]
    return "\n".join([f"{figure.name}: {figure.note}".rstrip(": "), *lines])


def _told(figure: Figure) -> str:
    against = "" if figure.against is None else f"{figure.against:.2f} {figure.unit}"
    best = "" if figure.best is None else f"{figure.best:.2f}"
    reach = f"{'≥' if figure.at_least else '≤'} {figure.reach:g}"
    ours, ratio = f"{figure.ours:.2f} {figure.unit}", f"{figure.ratio:.2f}"
    return _line(figure.name, ours, against, ratio, best, reach, "ok" if figure.ok else "over")


def _line(name: str, *cells: str) -> str:
    told = " ".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS[1:], strict=True))
    return f"{name:<{WIDTHS[0]}} {told}"


def write(figures: Sequence[Figure], machine: Mapping[str, object]) -> Path:
    """The file beside the hall's data: INSTANCE/bench.json."""
    folder = Path(os.environ.get("INSTANCE") or "instance")
    folder.mkdir(parents=True, exist_ok=True)
    whole = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": dict(machine),
        "figures": {one.name: _plain(one) for one in figures},
    }
    path = folder / "bench.json"
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _plain(figure: Figure) -> dict[str, object]:
    known: dict[str, Any] = {**vars(figure), "parts": dict(figure.parts), "ok": figure.ok}
    known.pop("name")
    return {key: round(value, 3) if isinstance(value, float) else value for key, value in known.items()}


def machine(postgres: str | None) -> dict[str, object]:
    """What it ran on."""
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": sys.version.split()[0],
        "sqlite": sqlite3.sqlite_version,
        "postgres": postgres,
        "load": round(os.getloadavg()[0], 2),
    }
