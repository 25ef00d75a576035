"""What the hall counts while it works, for Prometheus: steps, filings, requests. Never whose.

Web and workers share the folder that PROMETHEUS_MULTIPROC_DIR names (the library reads it when it is
imported), so that any web process can tell the sums of all; without it a process counts for itself.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = CONTENT_TYPE_LATEST
_own = CollectorRegistry()
_paused: ContextVar[bool] = ContextVar("metrics_paused", default=False)
_steps = Counter("hall_steps", "Steps that cases made", ["action"], registry=_own)
_filing = Histogram(
    "hall_filing_seconds",
    "From the click to the number, kept",
    registry=_own,
    buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
_requests = Counter("hall_requests", "Answers given at each door", ["door", "status"], registry=_own)


class Gauge(NamedTuple):
    """A figure read at the moment it is asked for; `label` names what `values` are counted by."""

    name: str
    help: str
    values: Mapping[str, float]
    label: str = ""


@contextmanager
def paused() -> Iterator[None]:
    """Inside, nothing is counted: what happens there is only rehearsed."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def step(action: str) -> None:
    """A case made a step."""
    if not _paused.get():
        _steps.labels(action).inc()


def request(door: str, status: int) -> None:
    """A request was answered."""
    _requests.labels(door, str(status)).inc()


@contextmanager
def filing() -> Iterator[None]:
    """Measure a filing; one that was refused does not count."""
    begun = time.perf_counter()
    yield
    _filing.observe(time.perf_counter() - begun)


def page(gauges: Iterable[Gauge]) -> bytes:
    """Everything in Prometheus' words: what was counted by all, then what was read just now."""
    counted = CollectorRegistry() if FOLDER in os.environ else _own
    if counted is not _own:
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    read = CollectorRegistry()
    read.register(_Read(gauges))
    return generate_latest(counted) + generate_latest(read)


def begin_anew(instance: Path) -> None:
    """Forget what earlier runs counted; only while nothing runs."""
    for file in (instance / "metrics").glob("*.db"):
        file.unlink(missing_ok=True)


class _Read(Collector):
    """Figures as the library wants to collect them."""

    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for one in self._gauges:
            family = GaugeMetricFamily(one.name, one.help, labels=[one.label] if one.label else None)
            for label, value in one.values.items():
                family.add_metric([label] if one.label else [], value)
            yield family
