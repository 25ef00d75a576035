"""Papers of the hall: signed, laid in, made ready, collected, extended, handed on, taken back."""

import uuid
from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from app.cityhall.lockers.models import Parcel
from app.database import session, transaction
from app.journey.lockers import pickup_helpers, pickups
from app.outside import OutsideError
from app.refusal import Refusal
from tests.lockers.both.story import PICK, Paper, Story

TO_COME = ("reserved", "opened")
LIVING = (*TO_COME, "deposited", "ready")


class PickUps(Story):
    """What the diagram asks for, and what people do with what lies there."""

    @rule()
    def paper_is_signed(self) -> None:
        case = self.town.another_case()
        found = self.town.performs("locker_deposit", case, uuid.uuid4())
        assert isinstance(found, dict)
        self.look()
        if found["reserved"]:
            parcel = session().scalars(select(Parcel).where(Parcel.case_id == case)).one()
            assert not self.lying(parcel.compartment), "a door with paper in it was given away"
            self.papers.append(Paper(parcel.id, case))

    @rule()
    def paper_lies_ready(self) -> None:
        """All went well so far: signed, laid in by its envelope, heard of, made ready."""
        many = len(self.papers)
        self.paper_is_signed()
        if len(self.papers) == many:
            return
        paper = self.papers[-1]
        self.town.works()
        for one in self.codes(paper, "envelope"):
            self.shows(paper, one)
        for opened in self.standing():
            if opened["ref"] == str(paper.parcel):
                self.close(opened, careless=False)
        self.look()
        self.town.reads_post()
        if self.town.parcel(paper.parcel).state == "deposited":
            self._is_ready(paper)

    @precondition(lambda self: self.in_state("deposited"))
    @rule(which=PICK)
    def is_made_ready(self, which: int) -> None:
        self._is_ready(self.pick(which, "deposited"))
        self.look()

    def _is_ready(self, paper: Paper) -> None:
        assert paper.case is not None
        self.town.performs("locker_ready", paper.case)
        self.town.works()

    @precondition(lambda self: self.in_state(*LIVING))
    @rule(which=PICK)
    def nobody_came(self, which: int) -> None:
        """The term passed (of laying in, or of collecting): the diagram takes it back."""
        self.takes_back(self.pick(which, *LIVING))
        self.look()

    def takes_back(self, paper: Paper) -> None:
        assert paper.case is not None
        with suppress(OutsideError):  # the door stands open: the diagram asks again later
            self.town.performs("locker_take_back", paper.case)

    @precondition(lambda self: self.in_state(*TO_COME))
    @rule(which=PICK)
    def operator_lays_in(self, which: int) -> None:
        self.town.orders_open(self.town.parcel(self.pick(which, *TO_COME).parcel), "deposit")
        self.look()

    @precondition(lambda self: self.in_state(*TO_COME))
    @rule(which=PICK)
    def operator_shows_the_envelope(self, which: int) -> None:
        paper = self.pick(which, *TO_COME)
        for one in self.codes(paper, "envelope"):
            self.shows(paper, one)

    @precondition(lambda self: self.in_state("recalled"))
    @rule(which=PICK)
    def operator_takes_out(self, which: int) -> None:
        self.town.orders_open(self.town.parcel(self.pick(which, "recalled").parcel), "take_back")
        self.look()

    @precondition(lambda self: any(not one.handed_in for one in self.papers))
    @rule(which=PICK, whose=PICK, typed=st.booleans())
    def somebody_shows_a_code(self, which: int, whose: int, typed: bool) -> None:
        """The applicant, or who was asked to collect; also one that was taken back since."""
        ours = [one for one in self.papers if not one.handed_in]
        paper = ours[which % len(ours)]
        known = self.codes(paper, "applicant", "delegate")
        self.shows(paper, known[whose % len(known)], typed=typed)

    # -- what the applicant may do about it

    @precondition(lambda self: self.in_state("ready"))
    @rule(which=PICK)
    def asks_for_more_time(self, which: int) -> None:
        paper = self.pick(which, "ready")
        (own,), before = self.codes(paper, "applicant"), self.town.parcel(paper.parcel)
        until, once = before.expires_at, before.extended_at
        assert paper.case is not None
        with self.town.listening(paper.case, pickups.EXTENDED), suppress(Refusal), transaction():
            pickups.extend(own, None, self.town.now)
        self.town.works()
        assert once is None or self.town.parcel(paper.parcel).expires_at == until, "extended twice"

    @precondition(lambda self: self.in_state("ready"))
    @rule(which=PICK, phone=st.integers(1, 3))
    def hands_it_on(self, which: int, phone: int) -> None:
        (own,) = self.codes(self.pick(which, "ready"), "applicant")
        with suppress(Refusal), transaction():  # over, known already, or two collect already
            pickup_helpers.hand_on(
                *(own, "Vasile Vecinul", f"072100030{phone}", None, ""), self.town.hall.house, self.town.now
            )
        self.town.works()

    @precondition(lambda self: self.in_state("ready"))
    @rule(which=PICK, whose=PICK)
    def takes_it_from_somebody(self, which: int, whose: int) -> None:
        paper = self.pick(which, "ready")
        (own,), others = self.codes(paper, "applicant"), self.codes(paper, "delegate")
        if others:
            with suppress(Refusal), transaction():  # taken back, or over
                other = others[whose % len(others)].id
                pickup_helpers.take_from(own, other, self.town.hall.house, self.town.now)
            self.town.works()

    @precondition(lambda self: self.in_state("ready"))
    @rule(which=PICK, typed=st.booleans())
    def asks_for_a_new_code(self, which: int, typed: bool) -> None:
        """And somebody shows the old one, of which there is a picture."""
        paper = self.pick(which, "ready")
        (own,) = self.codes(paper, "applicant")
        with suppress(Refusal), transaction():  # over
            pickup_helpers.new_code(own, "", self.town.now)
        self.town.works()
        (own,) = self.codes(paper, "applicant")
        if own.serial > 1:
            self.shows(paper, own, typed=typed, serial=own.serial - 1)
