"""How long an act is in force: marks beside its entry of the register, added to and never changed.

A renewed act has a later `valid_until`; the last one counts.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cityhall.registry import actions, queries

FROM, UNTIL, ENDED = "valid_from", "valid_until", "ended"


@dataclass(frozen=True)
class Validity:
    """From when until when an act holds; `ended`: the day and the reason of an earlier end."""

    since: date
    until: date
    ended_on: date | None = None
    why: str = ""

    def holds(self, day: date) -> bool:
        """Is it in force on that day?"""
        return self.ended_on is None and self.since <= day <= self.until


def begin(entry_id: uuid.UUID, since: date, until: date, now: datetime) -> None:
    """An act comes into force, or is held in force until another day."""
    known = of_entry(entry_id)
    if known is None:
        actions.mark(entry_id, FROM, since.isoformat(), now)
    if known is None or known.until != until:
        actions.mark(entry_id, UNTIL, until.isoformat(), now)


def end(entry_id: uuid.UUID, day: date, why: str, now: datetime) -> None:
    """An act is over: its time has passed, its holder gave it up, or the hall took it back."""
    known = of_entry(entry_id)
    if known is not None and known.ended_on is None:
        actions.mark(entry_id, ENDED, f"{day.isoformat()} {why}", now)


def of_entry(entry_id: uuid.UUID) -> Validity | None:
    """What is known of an act; None for papers that are not in force for any time."""
    said = {mark.kind: mark.value for mark in queries.marks(entry_id)}
    if FROM not in said or UNTIL not in said:
        return None
    day, _, why = said.get(ENDED, "").partition(" ")
    ended = date.fromisoformat(day) if day else None
    return Validity(date.fromisoformat(said[FROM]), date.fromisoformat(said[UNTIL]), ended, why)


def after(last: date) -> date:
    """The first day on which it holds no more."""
    return last + timedelta(days=1)
