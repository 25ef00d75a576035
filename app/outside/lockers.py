"""A bank of compartments, as the hall sees it: a controller keeps its doors and tells what happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class Reservation(NamedTuple):
    """A compartment kept for a parcel; `id` is the controller's."""

    id: str
    compartment: int


class Opened(NamedTuple):
    """A door that a code opened: for whom (`ref` is our parcel), which, and what for."""

    reservation: str
    compartment: int
    ref: str = ""
    purpose: str = "collect"


class GrantTold(NamedTuple):
    """What the controller keeps of somebody's right to a door, hashes only (hex SHA-256).

    `purpose`: deposit or collect. `factor_sha256`: of what the person must say besides; empty: nothing.
    """

    id: str
    purpose: str
    token_sha256: str
    pin_sha256: str
    not_before: datetime
    not_after: datetime
    max_uses: int = 1
    factor_sha256: str = ""


class Door(NamedTuple):
    """One compartment as its controller sees it now; `height_cm` is where its floor lies."""

    number: int
    size: str
    accessible: bool
    state: str
    door: str
    height_cm: int = 0
    ref: str = ""


class Booked(NamedTuple):
    """A reservation that lives at a controller; `ref` is the parcel that we named when we asked for it."""

    reservation: str
    ref: str
    compartment: int


class CabinetStatus(NamedTuple):
    """How a controller is: its clock, the last event it wrote, how many we have not acknowledged."""

    site: str
    clock: datetime
    last_seq: int
    unacknowledged: int


class LockerBank(Protocol):
    """The controller of one cabinet of compartments."""

    def reserve(self, *, key: str, ref: str, size: str, accessible: bool) -> Reservation:
        """Keep a free compartment. OutsideError `none_free` when there is none."""

    def grant(self, *, key: str, reservation: str, version: int, grants: Sequence[GrantTold]) -> None:
        """Replace all grants of a reservation, none revokes. OutsideError `stale` for an older version."""

    def open(self, *, key: str, reservation: str, purpose: str, actor: str) -> int:
        """Open the door for an operator (`deposit`, `take_back`); the compartment's number."""

    def open_compartment(self, *, key: str, compartment: int, actor: str, reason: str) -> None:
        """Open any closed door for an operator who says why; what lies inside stays as it is."""

    def move(self, *, key: str, reservation: str) -> int:
        """Another compartment for the same papers, its door open to lay them in; the old one is blocked.

        OutsideError `none_free`, `wrong_state`.
        """

    def block(self, *, key: str, compartment: int, reason: str) -> None:
        """Take an empty compartment out of service. OutsideError `occupied`."""

    def unblock(self, *, key: str, compartment: int) -> None:
        """Back into service; also after somebody looked into one that was to be checked and it was empty."""

    def cancel(self, *, key: str, reservation: str) -> None:
        """Give an empty compartment back. OutsideError `occupied` when paper lies in it."""

    def present(
        self, *, key: str, credential: str, compartment: int | None = None, factor: str = ""
    ) -> Opened:
        """A person shows a token, or types a door's number and its PIN; `factor` is what they say besides.

        OutsideError `unknown`, `expired`, `early`, `used`, `jammed`, `locked`, `wrong_state`,
        `factor_needed`, `factor_wrong`.
        """

    def compartments(self) -> list[Door]:
        """All doors as they are now."""

    def booked(self) -> list[Booked]:
        """All reservations that live there, to compare our books with."""

    def status(self) -> CabinetStatus:
        """Is it there, and how? Raises OutsideError."""
