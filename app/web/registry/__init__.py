"""The registry's blueprint: the register's book, what arrived, the counter's papers, and its measures."""

from app.web.registry import (
    arrivals,
    baseline,
    closings,
    entry,
    entry_form,
    home,
    labels,
    measures,
    originals,
    papers,
    ranges,
    saved_views,
    years,
)
from app.web.registry.door import registry

__all__ = [
    "arrivals",
    "baseline",
    "closings",
    "entry",
    "entry_form",
    "home",
    "labels",
    "measures",
    "originals",
    "papers",
    "ranges",
    "registry",
    "saved_views",
    "years",
]
