"""The controller of a cabinet over its vendor-neutral HTTP API (docs/locker-api.md)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from app.adapters.http import Provider
from app.outside import OutsideError
from app.outside.lockers import Booked, CabinetStatus, Door, GrantTold, Opened, Reservation

T = TypeVar("T")
# Somebody stands before the door and waits.
TIMEOUT_AT_THE_DOOR = 8.0


class HttpLockerBank:
    """One cabinet, through the controller at `url`."""

    def __init__(self, url: str, api_key: str) -> None:
        self._controller = Provider(url, api_key)

    def reserve(self, *, key: str, ref: str, size: str, accessible: bool) -> Reservation:
        """Keep a free compartment. OutsideError `none_free` when there is none."""
        body = {"ref": ref, "size": size, "accessible": accessible}
        answer = self._controller.change("POST", "/v1/reservations", body, key=key)
        return Reservation(_told(answer, "reservation", str), _told(answer, "compartment", int))

    def grant(self, *, key: str, reservation: str, version: int, grants: Sequence[GrantTold]) -> None:
        """Replace all grants of a reservation. OutsideError `stale` for an older version."""
        body = {"version": version, "grants": [_as_json(one) for one in grants]}
        self._controller.change("PUT", _of(reservation, "grants"), body, key=key)

    def open(self, *, key: str, reservation: str, purpose: str, actor: str) -> int:
        """Open the door for an operator. A new key for every time somebody asks for the door."""
        body = {"purpose": purpose, "actor": actor}
        answer = self._controller.change(
            "POST", _of(reservation, "open"), body, key=key, timeout=TIMEOUT_AT_THE_DOOR
        )
        return _told(answer, "compartment", int)

    def open_compartment(self, *, key: str, compartment: int, actor: str, reason: str) -> None:
        """Open any closed door for an operator who says why."""
        body = {"actor": actor, "reason": reason}
        path = f"/v1/compartments/{compartment}/open"
        self._controller.change("POST", path, body, key=key, timeout=TIMEOUT_AT_THE_DOOR)

    def move(self, *, key: str, reservation: str) -> int:
        """Another compartment for the same papers. OutsideError `none_free`, `wrong_state`."""
        answer = self._controller.change(
            "POST", _of(reservation, "move"), {}, key=key, timeout=TIMEOUT_AT_THE_DOOR
        )
        return _told(answer, "compartment", int)

    def block(self, *, key: str, compartment: int, reason: str) -> None:
        """Take an empty compartment out of service. OutsideError `occupied`."""
        self._controller.change("POST", f"/v1/compartments/{compartment}/block", {"reason": reason}, key=key)

    def unblock(self, *, key: str, compartment: int) -> None:
        """Back into service."""
        self._controller.change("POST", f"/v1/compartments/{compartment}/unblock", {}, key=key)

    def cancel(self, *, key: str, reservation: str) -> None:
        """Give an empty compartment back. OutsideError `occupied` when paper lies in it."""
        self._controller.change("POST", _of(reservation, "cancel"), {}, key=key)

    def present(
        self, *, key: str, credential: str, compartment: int | None = None, factor: str = ""
    ) -> Opened:
        """A person shows a token, or types a door's number and its PIN. Refusals: docs/locker-api.md."""
        body = {"credential": credential, "compartment": compartment, "factor": factor}
        answer = self._controller.change("POST", "/v1/present", body, key=key, timeout=TIMEOUT_AT_THE_DOOR)
        return Opened(
            _told(answer, "reservation", str),
            _told(answer, "compartment", int),
            _told(answer, "ref", str),
            _told(answer, "purpose", str),
        )

    def compartments(self) -> list[Door]:
        """All doors as they are now."""
        return [_door(row) for row in self._controller.get("/v1/compartments")]

    def booked(self) -> list[Booked]:
        """All reservations that live there."""
        return [_booked(row) for row in self._controller.get("/v1/reservations?state=live")]

    def status(self) -> CabinetStatus:
        """Is it there, and how? Raises OutsideError."""
        answer = self._controller.get("/v1/site")
        try:
            clock = datetime.fromisoformat(_told(answer, "clock", str))
        except ValueError as error:
            raise OutsideError("bad_answer") from error
        numbers = (_told(answer, "last_seq", int), _told(answer, "unacknowledged", int))
        return CabinetStatus(_told(answer, "site", str), clock, *numbers)


def _of(reservation: str, what: str) -> str:
    return f"/v1/reservations/{quote(reservation, safe='')}/{what}"


def _as_json(grant: GrantTold) -> dict[str, object]:
    return grant._asdict() | {
        "not_before": grant.not_before.isoformat(),
        "not_after": grant.not_after.isoformat(),
    }


def _door(row: Any) -> Door:
    return Door(
        _told(row, "number", int),
        _told(row, "size", str),
        _told(row, "accessible", bool),
        _told(row, "state", str),
        _told(row, "door", str),
        _told(row, "height_cm", int),
        row.get("ref") or "",
    )


def _booked(row: Any) -> Booked:
    return Booked(_told(row, "reservation", str), _told(row, "ref", str), _told(row, "compartment", int))


def _told(answer: Any, name: str, kind: type[T]) -> T:
    """A value the controller must tell, of the kind the API promises."""
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, kind):
        raise OutsideError("bad_answer")
    return value
