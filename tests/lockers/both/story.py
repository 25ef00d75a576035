"""What is known of papers in a history: where each really is, and who closes doors on it."""

import uuid
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from sqlalchemy import select

from app.cityhall.dropoffs.models import DropOff
from app.cityhall.lockers import grants, rules
from app.cityhall.lockers.models import Grant, Parcel
from app.database import session
from app.outside.lockers import Opened
from tests.lockers.street import asked
from tests.lockers.town import Town

PICK = st.integers(0, 11)
SAFE = {"unknown", "expired", "early", "used", "jammed", "locked", "wrong_state"}
PAPER_GOES = {"deposit", "collect", "take_back"}


@dataclass
class Paper:
    """One paper, and where it really is: at home (door 0), in a compartment, or gone with somebody.

    `case`: whose answer it is; None for what a citizen hands in.
    """

    parcel: uuid.UUID
    case: uuid.UUID | None = None
    lies_in: int = 0
    went: str = ""

    @property
    def handed_in(self) -> bool:
        return self.case is None


class Story(RuleBasedStateMachine):
    """A hall and a cabinet of six doors; papers go to it from both sides, and away again."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self.town, self.street = town, town.street
        self.papers: list[Paper] = []
        self.states: dict[uuid.UUID, str] = {}

    @initialize()
    def as_new(self) -> None:
        self.town.as_new()

    # -- codes

    def shows(self, paper: Paper, grant: Grant, *, typed: bool = False, serial: int | None = None) -> None:
        """Whoever has a code shows it; `serial`: of an earlier one, which a new one replaced."""
        serial, secret = serial or grant.serial, self.town.hall.house.secret
        alive = grant.revoked_at is None and serial == grant.serial
        code = (rules.grant_pin if typed else rules.grant_token)(secret, grant.id, serial)
        door = self.town.parcel(paper.parcel).compartment if typed else None
        said = asked(self.street.bank.present, credential=code, compartment=door)
        if isinstance(said, str):
            assert said in SAFE, said
        else:
            self._opened_rightly(paper, said, alive=alive)
        self.look()

    def _opened_rightly(self, paper: Paper, said: Opened, *, alive: bool) -> None:
        assert said.ref == str(paper.parcel)
        assert self.lying(said.compartment) in ([], [paper]), "somebody saw another's paper"
        assert self.street.doors()[said.compartment].ref == said.ref
        assert alive or self.town.untold(paper.parcel), "a code that was taken back opened a door"

    def codes(self, paper: Paper, *holders: str) -> list[Grant]:
        """The rights to its door that were ever made: those holders', or all."""
        return [one for one in grants.of_parcel(paper.parcel) if not holders or one.holder in holders]

    # -- doors

    def close(self, opened: dict[str, Any], *, careless: bool) -> None:
        """Whoever opened it closes it; the careless lay nothing in, or leave the paper inside."""
        number, purpose = opened["compartment"], opened["purpose"]
        paper = next((one for one in self.papers if str(one.parcel) == opened["ref"]), None)
        form: dict[str, str] = {}
        if paper is not None and purpose == "deposit":
            form = self._lays_in(paper, number, careless=careless and opened["reason"] != "moved")
        elif paper is not None and purpose in PAPER_GOES and paper.lies_in == number:
            form = self._takes_out(paper, purpose, careless=careless)
        self.street.hand(number, "close", **form)

    def _lays_in(self, paper: Paper, number: int, *, careless: bool) -> dict[str, str]:
        if careless and not self.lying(number):
            return {"empty": "1"}
        if not paper.went:
            paper.lies_in = number
        return {}

    def _takes_out(self, paper: Paper, purpose: str, *, careless: bool) -> dict[str, str]:
        if careless:
            return {"still_inside": "1"}
        paper.lies_in, paper.went = 0, purpose
        return {}

    def standing(self) -> list[dict[str, Any]]:
        """The doors that stand open: what was told when each sprang open."""
        doors = [one for one in self.town.all_told if one["type"] in {"door.opened", "door.closed"}]
        latest = {one["compartment"]: one for one in sorted(doors, key=lambda one: int(one["seq"]))}
        return [one for _, one in sorted(latest.items()) if one["type"] == "door.opened"]

    # -- papers

    def look(self) -> None:
        self.town.collects_post()

    def lying(self, number: int) -> list[Paper]:
        return [one for one in self.papers if one.lies_in == number]

    def in_state(self, *states: str, handed_in: bool = False) -> list[Paper]:
        """Papers that stood there after the last step: the hall's own by parcel, others by drop-off."""
        return [
            one for one in self.papers if one.handed_in == handed_in and self.states.get(one.parcel) in states
        ]

    def pick(self, which: int, *states: str, handed_in: bool = False) -> Paper:
        found = self.in_state(*states, handed_in=handed_in)
        return found[which % len(found)]

    @invariant()
    def looked_after(self) -> None:
        """Where the hall believes everything to be, before the next step."""
        session().rollback()
        ours = [one.parcel for one in self.papers]
        kept = session().execute(select(Parcel.id, Parcel.state).where(Parcel.id.in_(ours)))
        dropped = session().execute(select(DropOff.id, DropOff.state).where(DropOff.id.in_(ours)))
        self.states = {one: str(state) for one, state in (*kept, *dropped)}
