"""What must be true at a cabinet (docs/locker-api.md): doors, rights to them, paper in them."""

from dataclasses import dataclass, field
from typing import Any

SIZES = "SML"
GRACE = 180
DAY = 24 * 3600
TRIES, TRIES_WITHIN, FIRST_LOCK, TRIES_A_DAY = 3, 600, 300, 30
# Who may have a code for one door: the applicant and two delegates (app/journey/pickup_helpers.py).
CODES_AT_A_DOOR = 3
PINS = 10**8
ONCE_CLOSED = {"deposit": "occupied", "collect": "free", "take_back": "free"}
OPENS = {"deposit": {"reserved", "occupied"}, "take_back": {"occupied", "needs_check"}}


@dataclass
class Place:
    """A compartment: what the controller must say of it, and (`paper`) what really lies in it."""

    number: int
    size: str
    accessible: bool
    state: str = "free"
    door: str = "closed"
    ref: str = ""
    purpose: str = ""
    paper: str = ""


@dataclass
class Right:
    """A grant as it was told; times in seconds of the story."""

    id: str
    ref: str
    purpose: str
    token: str
    pin: str
    starts: int
    ends: int
    factor: str = ""
    used_at: int | None = None
    revoked: bool = False


@dataclass
class Booking:
    """A reservation: whose papers, in which compartment, until it ends."""

    id: str
    ref: str
    number: int
    version: int = 0
    over: bool = False
    rights: list[Right] = field(default_factory=list)


@dataclass
class Keypad:
    """Wrong tries, and how long nobody may type, by the rules of docs/locker-api.md.

    Three within ten minutes lock it for 5, 10, 20 … minutes; thirty within 24 hours until the first of
    them is a day old. So a thief has at most 30 tries a day, each compared with at most 3 codes of 10^8:
    30 * 3 * 10^-8 = 9 * 10^-7 a day, less than one in a million (`chance_a_day`).
    """

    wrong: list[int] = field(default_factory=list)
    locks: list[int] = field(default_factory=list)

    def open_at(self, now: int) -> int:
        """The second from which somebody may type again; `now`, or one gone by: already."""
        newest = sorted(self.wrong)[-TRIES_A_DAY:]
        used_up = newest[0] + DAY if len(newest) == TRIES_A_DAY else 0
        return max([now, used_up, *self.locks])

    def locked(self, now: int) -> bool:
        return self.open_at(now) > now

    def wrongly(self, now: int) -> None:
        """The third within ten minutes locks it, each time twice as long, forgotten after a day."""
        self.wrong = [at for at in self.wrong if at >= now - DAY] + [now]
        since = max([now - TRIES_WITHIN, *self.locks])  # those before a lock are paid for
        if sum(at >= since for at in self.wrong) >= TRIES:
            self.locks = [until for until in self.locks if until >= now - DAY]
            self.locks.append(now + FIRST_LOCK * 2 ** len(self.locks))


def chance_a_day(tries: int, codes: int = CODES_AT_A_DOOR) -> float:
    """That so many different guesses at doors with so many living codes each open one."""
    return tries * codes / PINS


def best(places: list[Place], size: str, accessible: bool) -> int | None:
    """The smallest that fits; accessible ones are kept for those who need them."""
    free = [
        one
        for one in places
        if one.state == "free"
        and one.door == "closed"
        and SIZES.index(one.size) >= SIZES.index(size)
        and one.accessible >= accessible
    ]
    return min(((one.accessible, SIZES.index(one.size), one.number) for one in free), default=(0, 0, None))[2]


def refusals(right: Right, booking: Booking, place: Place, now: int) -> set[str]:
    """All reasons why a right, rightly shown, must not open the door now; empty: it must open."""
    mine = place.ref == right.ref
    if right.used_at is not None and now - right.used_at <= GRACE:
        return _within_grace(right, place, mine)
    wanted = {"reserved"} if right.purpose == "deposit" else {"occupied", "needs_check"}
    reasons = {
        "used": right.used_at is not None,
        "expired": booking.over or now > right.ends,
        "early": now < right.starts,
        "jammed": place.door == "jammed",
        "wrong_state": place.door == "open" or place.state not in wanted or not mine,
    }
    return {code for code, true in reasons.items() if true}


def _within_grace(right: Right, place: Place, mine: bool) -> set[str]:
    if mine and place.door == "open" and place.purpose == right.purpose:
        return set()
    nobodys = place.state == "free" and not place.ref
    if place.door == "open" or not (mine or nobodys):
        return {"used", "wrong_state"}
    return {"jammed"} if place.door == "jammed" else set()


def openings(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each time a door sprang open, once, in order."""
    seen = {one["seq"]: one for one in events if one["type"] == "door.opened"}
    return [seen[seq] for seq in sorted(seen)]
