"""Pure rules of arrivals: which states follow which, and how long one is held."""

from datetime import datetime, timedelta

NEW, READY, REGISTERED, REJECTED, SPLIT, QUARANTINED = (
    *("new", "ready", "registered", "rejected", "split", "quarantined"),
)
OPEN = (NEW, READY)
WAITING = (*OPEN, QUARANTINED)
MOVES = {
    NEW: {READY, REGISTERED, REJECTED, SPLIT},
    READY: {REGISTERED, REJECTED, SPLIT},
    QUARANTINED: {REJECTED},
}
# A registrar who has not moved for so long has left the desk.
HELD_FOR = timedelta(minutes=15)


def held_by_other(holder: object | None, held_at: datetime | None, person: object, now: datetime) -> bool:
    """Does somebody else have it open now?"""
    if holder is None or held_at is None or holder == person:
        return False
    return now - held_at < HELD_FOR
