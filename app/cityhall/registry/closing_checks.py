"""Do the closings still say what the register holds? Looked at together with the chain of the entries."""

from dataclasses import dataclass
from datetime import date

from app.cityhall.registry import closings, rules
from app.cityhall.registry.closings import Book, RegisterDay


@dataclass(frozen=True)
class BrokenDay:
    """A closing that does not hold. `reason`: changed (itself), entries (their count), head (the chain)."""

    day: date
    reason: str


def broken(book: Book) -> BrokenDay | None:
    """The first closing of a book that does not hold."""
    previous, reached = rules.GENESIS, 0
    for day in reversed(closings.listed(book)):
        reason = _own_fault(day, previous) or _fault_of_entries(book, day, reached)
        if reason is not None:
            return BrokenDay(day.day, reason)
        previous, reached = day.hash, day.last_position
    return None


def _own_fault(day: RegisterDay, previous: str) -> str | None:
    whole = day.previous_hash == previous and closings.day_hash(day) == day.hash
    return None if whole else "changed"


def _fault_of_entries(book: Book, day: RegisterDay, reached: int) -> str | None:
    if closings.stretch(book, reached, day.last_position).entries != day.count:
        return "entries"
    return None if closings.head(book, day.last_position) == day.head_hash else "head"
