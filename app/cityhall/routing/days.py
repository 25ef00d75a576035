"""How long each step of routing may take: the institution's own rule, else the demonstration's."""

import tomllib
import uuid
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.cityhall import institutions
from app.cityhall.terms import days_off
from app.cityhall.terms.calendar import add_working

RULE = "routing_days"
ROUTE = "route"
DEFAULTS = Path(__file__).with_name("defaults.toml")


def next_date(institution_id: uuid.UUID, step: str, today: date) -> date:
    """The working day by which that step (route, solve, urgent, inform) is due."""
    return add_working(today, int(_rule(institution_id, today)[step]), days_off.calendar_of(institution_id))


def _rule(institution_id: uuid.UUID, today: date) -> Mapping[str, Any]:
    found = institutions.rule(institution_id, RULE, today)
    return {**_default(today), **(found.value if found else {})}


def _default(today: date) -> Mapping[str, Any]:
    valid = [one for one in _defaults() if one["valid_from"] <= today]
    return max(valid or _defaults(), key=lambda one: one["valid_from"])


@cache
def _defaults() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(DEFAULTS.read_text())[RULE]
    return found
