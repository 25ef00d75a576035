"""What must be true at a cabinet after each step of a history, and at its end."""

from collections import defaultdict
from datetime import datetime

from hypothesis.stateful import invariant

from tests.lockers.controller.story import Story
from tests.lockers.model import GRACE, openings

LIVE = {"free", "reserved", "occupied", "needs_check", "blocked"}


class Truths(Story):
    """Design §7: one parcel in a door, a door opens for a right or by name, a right is used once."""

    @invariant()
    def doors_are_as_they_must_be(self) -> None:
        if not self.places:
            return
        for number, door in self.street.doors().items():
            place = self.places[number]
            assert (door.state, door.door, door.ref) == (place.state, place.door, place.ref), place
            assert door.state in LIVE
            assert place.state != "free" or not place.paper

    def teardown(self) -> None:
        """All that happened was told, each opening was ours, each right was used once."""
        if not self.places:
            return
        self.events += self.street.told()
        told = [(one["compartment"], one["purpose"]) for one in openings(self.events)]
        assert told == self.opened
        for one in openings(self.events):
            assert one.get("grant") or one.get("actor"), one
        self._each_right_used_once()

    def _each_right_used_once(self) -> None:
        times: dict[str, list[float]] = defaultdict(list)
        for one in openings(self.events):
            if one.get("grant"):
                times[one["grant"]].append(_seconds(one["at"]))
        for grant, opened in times.items():
            assert max(opened) - min(opened) <= GRACE, grant


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
