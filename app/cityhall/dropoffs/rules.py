"""Pure rules of handing papers in: the states of a drop-off, what may be done with its items."""

import tomllib
import uuid
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.refusal import Refusal

RULE = "drop_off"
SIZES = ("S", "M", "L")
POLICY: Mapping[str, int] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class DropOffState(StrEnum):
    """Where a drop-off stands. `asked`: a compartment is being asked for."""

    ASKED = "asked"
    PREPARED = "prepared"
    LAID_IN = "laid_in"
    EMPTIED = "emptied"
    VERIFIED = "verified"
    LAPSED = "lapsed"
    GIVEN_UP = "given_up"


S = DropOffState
MOVES: dict[DropOffState, set[DropOffState]] = {
    S.ASKED: {S.PREPARED, S.LAPSED},
    S.PREPARED: {S.LAID_IN, S.LAPSED, S.GIVEN_UP},
    S.LAID_IN: {S.EMPTIED},
    S.EMPTIED: {S.VERIFIED},
    S.VERIFIED: set(),
    S.LAPSED: set(),
    # Whoever gave up may have laid papers in a moment before: they are registered all the same.
    S.GIVEN_UP: {S.PREPARED, S.LAID_IN},
}


class Way(StrEnum):
    """How originals go back."""

    LOCKER = "locker"
    COUNTER = "counter"


class Laid(StrEnum):
    """What somebody says of an item: it lies in the compartment, was sent already, or they have none."""

    LAID = "laid"
    GIVEN = "given"
    NONE = "none"


class Found(StrEnum):
    """What the clerk found of it."""

    RECEIVED = "received"
    ORIGINAL = "original"
    ABSENT = "absent"


def check_move(now: str, wanted: DropOffState) -> None:
    """Raises Refusal `dropoff.wrong_state`."""
    if wanted not in MOVES[DropOffState(now)]:
        raise Refusal("dropoff.wrong_state", state=now, wanted=str(wanted))


def shown_number(drop_off_id: uuid.UUID) -> str:
    """How people call a drop-off before it has a register number: D-3F9A-41C2."""
    plain = drop_off_id.hex[:8].upper()
    return f"D-{plain[:4]}-{plain[4:]}"


def laid(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The items that should lie in the compartment."""
    return [one for one in items if one["laid"] == Laid.LAID]


def missing(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Required items that are neither laid in nor given already, or that the clerk did not find."""
    return [one for one in items if one["need"] == "required" and _absent(one)]


def unfound(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What was said to be laid in and was not there."""
    return [one for one in laid(items) if one.get("found") == Found.ABSENT]


def originals(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What was found and goes back to whoever laid it in."""
    return [one for one in laid(items) if one.get("found") == Found.ORIGINAL]


def unticked(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What the clerk has said nothing of."""
    return [one for one in laid(items) if not one.get("found")]


def _absent(item: Mapping[str, Any]) -> bool:
    return bool(item["laid"] == Laid.NONE or item.get("found") == Found.ABSENT)
