"""Bad luck between hall and cabinet: news late, twice and out of order, lines and locks that fail."""

from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.cityhall.lockers import rules
from tests.lockers.both.story import PICK, Story

SEEDS = st.integers(0, 2**16)


class LuckIsBad(Story):
    """Everything that can go wrong does."""

    power_fails = False

    @precondition(lambda self: self.standing())
    @rule(which=PICK, careless=st.booleans())
    def closes_the_door(self, which: int, careless: bool) -> None:
        opened = self.standing()
        self.close(opened[which % len(opened)], careless=careless)
        self.look()

    @rule(seed=SEEDS, keep=st.integers(0, 3), twice=st.booleans())
    def the_hall_hears(self, seed: int, keep: int, twice: bool) -> None:
        """In any order, some twice, some only later."""
        dice, kept = Random(seed), self.town.post[:]
        dice.shuffle(kept)
        later, now = kept[:keep], kept[keep:]
        self.town.post = now + (now if twice else [])
        self.town.reads_post()
        self.town.post = later
        self.look()

    @rule(number=st.integers(1, 6), repaired=st.booleans())
    def a_lock_jams(self, number: int, repaired: bool) -> None:
        self.street.hand(number, "unjam" if repaired else "jam")
        self.look()

    @rule(hours=st.sampled_from([0.05, 1, 24]))
    def time_passes(self, hours: float) -> None:
        self.street.passes(int(hours * 3600))
        self.town.rounds()

    @rule(answers=st.integers(0, 2), calls=st.integers(0, 1))
    def the_line_is_bad(self, answers: int, calls: int) -> None:
        self.street.misbehaves(lose_response=answers, fail_next=calls)

    @precondition(lambda self: self.papers)
    @rule(which=PICK, whose=PICK)
    def the_network_is_cut_while_somebody_comes(self, which: int, whose: int) -> None:
        """The panel in the street opens for the codes that it holds; the hall hears of it later."""
        paper = self.papers[which % len(self.papers)]
        known = self.codes(paper, "applicant", "delegate", "depositor")
        if not known:
            return
        grant = known[whose % len(known)]
        code = rules.grant_token(self.town.hall.house.secret, grant.id, grant.serial)
        self.street.misbehaves(offline=1)
        self.town.works()
        said = self.street.hands("/sim/present", data={"credential": code})
        assert said.get("ref", str(paper.parcel)) == str(paper.parcel)
        self.street.misbehaves(offline=0)
        self.look()

    @precondition(lambda self: self.power_fails)
    @rule(which=st.integers(0, 40))
    def power_fails_now(self, which: int) -> None:
        if which == 7:
            self.street.loses_power()
