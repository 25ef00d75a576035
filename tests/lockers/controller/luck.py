"""Bad luck at a cabinet: locks, lines, power, time."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.lockers.controller.story import Story
from tests.lockers.street import asked

# Sums of these never come within a grace, a lock or a right's end by the seconds that a history lasts.
# However they add up, they end at no limit (of a right, of a lock, of wrong tries), nor just before one: real
# seconds go by besides those of the story.
STEPS = st.sampled_from([130, 390, 1_950])


class LuckIsBad(Story):
    """Locks jam, answers are lost, the same is asked twice, the power fails."""

    power_fails = False

    @rule(number=st.integers(1, 6), repaired=st.booleans())
    def jams(self, number: int, repaired: bool) -> None:
        place = self.places[number]
        self.street.hand(number, "unjam" if repaired else "jam")
        if repaired and place.door == "jammed":
            place.door = "closed"
        elif not repaired and place.door == "closed":
            place.door = "jammed"

    @rule(seconds=STEPS)
    def time_passes(self, seconds: int) -> None:
        self.now += seconds
        self.street.passes(seconds)

    @precondition(lambda self: self.last)
    @rule()
    def the_same_is_asked_again(self) -> None:
        """Its answer was lost, or it only seemed so: nothing happens twice."""
        assert self.last is not None
        do, named, said = self.last
        assert asked(do, **named) == said

    @rule(answers=st.integers(0, 2), calls=st.integers(0, 2))
    def the_line_is_bad(self, answers: int, calls: int) -> None:
        self.street.misbehaves(lose_response=answers, fail_next=calls)
        self.bad_line = True

    @precondition(lambda self: self.power_fails)
    @rule(which=st.integers(0, 40))
    def power_fails_now(self, which: int) -> None:
        if which == 7:
            self.street.loses_power()
