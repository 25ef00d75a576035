"""What a hall decides about its cabinets, and the words of a door's states."""

import tomllib
import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from app.cityhall import institutions

RULE = "cabinets"
DEFAULTS: Mapping[str, int] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
TAKEN = frozenset({"reserved", "occupied", "needs_check"})
LEFT_OPEN, JAMMED, NEEDS_CHECK, OFFLINE, HELP = "left_open", "jammed", "needs_check", "offline", "help"
# Its controller keeps a door for papers that we do not know, or knows nothing of papers that lie there.
STRAY, LOST = "stray", "lost"
# Where no door is concerned.
WHOLE = 0


def policy(institution_id: uuid.UUID, day: date) -> Mapping[str, int]:
    """The hall's numbers on that day: minutes, days, an hour; see rules.toml."""
    decided = institutions.rule(institution_id, RULE, day)
    return DEFAULTS if decided is None else {**DEFAULTS, **decided.value}
