"""What stands behind the link of a message: whose right to a door, and how things stand there now."""

from dataclasses import dataclass
from datetime import datetime

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.lockers import grants
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Grant, Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.visits import queries as visits
from app.cityhall.visits.models import Visit
from app.journey import secrets, visiting
from app.journey.lockers import pickup_helpers, pickups
from app.refusal import Refusal
from app.web import gate

NOT_YET = {ParcelState.RESERVED, ParcelState.OPENED, ParcelState.DEPOSITED}


@dataclass(frozen=True)
class Pickup:
    """One link.

    `state` of a depositor's: deposit, laid_in, lapsed; else ready, collected, not_yet, revoked, replaced,
    leaving, at_counter, handed_over.
    """

    code: str
    grant: Grant
    parcel: Parcel
    case: Case | None
    state: str

    @property
    def usable(self) -> bool:
        """Does its code open the door?"""
        return self.state in {"ready", "deposit"}

    @property
    def until(self) -> datetime | None:
        """When the code ends to be good."""
        return self.grant.not_after if self.state == "deposit" else self.parcel.expires_at

    @property
    def mine(self) -> bool:
        """Is it the applicant's own link, that may hand on and extend?"""
        return self.grant.holder == "applicant"

    @property
    def pin(self) -> tuple[str, str]:
        found = secrets.grant_pin(gate.house(), self.grant)
        return found[:4], found[4:]

    @property
    def token(self) -> str:
        return secrets.grant_token(gate.house(), self.grant)

    @property
    def door(self) -> str:
        """How the door stands: open, jammed, or nothing to say."""
        if self.parcel.door_open:
            return "open"
        told = [one.kind for one in lockers.events(self.parcel.id) if one.kind.startswith("door.")]
        return "jammed" if told and told[-1].startswith("door.jammed") else ""

    @property
    def delegates(self) -> list[Grant]:
        return grants.delegates(self.parcel.id, gate.now()) if self.mine else []

    @property
    def more_delegates(self) -> bool:
        return len(self.delegates) < pickup_helpers.MOST_DELEGATES

    @property
    def extendable(self) -> bool:
        return self.mine and self.state == "ready" and pickups.extendable(self.parcel)

    @property
    def visit(self) -> Visit | None:
        return visits.of_case(self.case.id, gate.now()) if self.case is not None and self.mine else None


def of(code: str) -> Pickup:
    """What the link shows. Raises Refusal `parcel.unknown`."""
    grant = grants.by_link(code)
    parcel = grants.parcel_of(grant)
    case = cases.get(parcel.case_id) if parcel.case_id else None
    return Pickup(code, grant, parcel, case, _state(grant, parcel, case))


def mine(code: str) -> Pickup:
    """The applicant's own link. Raises Refusal `parcel.unknown`, `pickup.not_yours`."""
    found = of(code)
    if not found.mine:
        raise Refusal("pickup.not_yours")
    return found


def _state(grant: Grant, parcel: Parcel, case: Case | None) -> str:
    if grant.purpose == "deposit":
        return _deposit(grant, parcel)
    if grant.holder == "delegate" and grant.revoked_at is not None:
        return "collected" if parcel.state == ParcelState.COLLECTED else "revoked"
    if pickup_helpers.collectable(parcel, gate.now()):
        return "ready"
    if parcel.state == ParcelState.COLLECTED:
        return "collected"
    if ParcelState(parcel.state) in NOT_YET:
        return "not_yet"
    return _after(parcel, case)


def _deposit(grant: Grant, parcel: Parcel) -> str:
    """An open door is still the depositor's, whatever the clock says."""
    alive = grant.revoked_at is None and grant.not_after > gate.now()
    if parcel.state == ParcelState.OPENED or (parcel.state == ParcelState.RESERVED and alive):
        return "deposit"
    return "lapsed" if parcel.deposited_at is None else "laid_in"


def _after(parcel: Parcel, case: Case | None) -> str:
    """The time is over, or the door failed: where is the paper now?"""
    if case is None or visiting.waits_at_counter(case):
        return "at_counter"
    latest = lockers.latest(case.id)
    if latest is not None and latest.id != parcel.id:
        return "replaced"
    return "handed_over" if case.closed_at is not None else "leaving"
