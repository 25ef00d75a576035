"""Walking along a chain of hashes, row by row, and saying what does not hold; pure.

A row is whole when its hash covers what stands in it, and linked when it names the hash of the row before.
From the two, and from the gaps in the positions, follows what was done to it.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.cityhall.registry import rules

CHANGED, REMOVED, INSERTED = "changed", "removed", "inserted"
# So many rows may be slipped in one behind another before they are taken for changed ones.
REMEMBERED = 1_000
# So far rows are looked for beside the place where they stand, when somebody moved them all.
MOVED = 50


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not hold: the number and the place of the first of `rows` rows, and what became of them.

    `reason` is changed, removed or inserted. The number of a removed row is 0 where nothing tells it.
    """

    number: int
    reason: str
    position: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A row as the chain sees it; `own` is the hash of what stands in it now, its `facts`."""

    position: int
    number: int
    previous_hash: str
    hash: str
    own: str
    facts: Mapping[str, Any]


class Walk:
    """Along one year of a register. `shift`: how many places too far back the rows stand from here on."""

    def __init__(self) -> None:
        self.position, self.number, self.shift = 0, 0, 0
        self._with_numbers = False
        self._heads = (rules.GENESIS, rules.GENESIS)
        self._before: deque[tuple[str, int, int]] = deque(maxlen=REMEMBERED)

    def step(self, row: Link) -> list[Broken]:
        """What the next row tells; nothing when it stands as it was written."""
        if row.position < 1:
            return [Broken(row.number, INSERTED, row.position)]
        linked = row.previous_hash in self._heads
        sound = linked and row.own == row.hash and row.position == self.position + 1
        told = [] if sound else list(self._told(row, linked=linked))
        self._before.append((self._heads[0], self.number, self.position))
        self._heads = (row.hash, row.own)
        self.position, self.number = row.position, row.number
        return told

    def holds(self, last_hash: str) -> bool:
        """Does the chain reach to the row with that hash?"""
        return last_hash in self._heads

    def end(self, last_position: int, last_hash: str) -> Iterator[Broken]:
        """What the book remembers of its last row, so that the last rows cannot disappear unseen."""
        reached = self.position - self.shift
        if reached < last_position:
            yield Broken(0, REMOVED, self.position + 1, last_position - reached)
        elif not self.holds(last_hash):
            yield Broken(self.number, CHANGED, self.position)

    def _told(self, row: Link, *, linked: bool) -> Iterator[Broken]:
        earlier, whole = self.shift, self._whole(row)
        gap = row.position - self.position - 1
        lost = gap or max(0, earlier - self.shift)
        if lost:
            yield Broken(0, REMOVED, self.position + 1, lost)
        if not whole:
            yield Broken(row.number, CHANGED, row.position)
        elif not linked:
            yield from self._unlinked(row, lost)

    def _unlinked(self, row: Link, lost: int) -> Iterator[Broken]:
        """A whole row that follows another than the one before it."""
        before = list(self._before)
        place = next((at for at, one in enumerate(before) if one[0] == row.previous_hash), None)
        if place is not None:
            for _hash, number, position in [*before[place + 1 :], (row.hash, self.number, self.position)]:
                yield Broken(number, INSERTED, position)
        elif not lost:
            # Its predecessor was written anew, hash and all; the first row of a book has none.
            yield Broken(self.number or row.number, CHANGED, self.position or row.position)

    def _whole(self, row: Link) -> bool:
        """Is the hash that of the row, where it stands or where it stood before all were moved?"""
        if row.own == row.hash or self._moved(row, self.shift, with_numbers=self._with_numbers) == row.hash:
            return True
        for with_numbers in (False, True):
            for shift in range(-MOVED, MOVED + 1):
                if self._moved(row, shift, with_numbers=with_numbers) == row.hash:
                    self.shift, self._with_numbers = shift, with_numbers
                    return True
        return False

    @staticmethod
    def _moved(row: Link, shift: int, *, with_numbers: bool) -> str:
        facts = {**row.facts, "position": row.position - shift} if "position" in row.facts else {**row.facts}
        if with_numbers:
            facts["number"] = row.number - shift
        return rules.chain_hash(facts, row.previous_hash)
