"""The controller of a cabinet over its vendor-neutral HTTP API (docs/locker-api.md)."""

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from app.adapters.http import Provider
from app.outside import Credential, Door, Opened, OutsideError, Reservation

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

    def set_credentials(
        self, *, key: str, reservation: str, version: int, credentials: Sequence[Credential]
    ) -> None:
        """Replace all credentials of a reservation. OutsideError `stale` for an older version."""
        body = {"version": version, "credentials": [_as_json(credential) for credential in credentials]}
        self._controller.change("PUT", _of(reservation, "credentials"), body, key=key)

    def open(self, *, key: str, reservation: str, purpose: str, actor: str) -> int:
        """Open the door for an operator. A new key for every time somebody asks for the door."""
        body = {"purpose": purpose, "actor": actor}
        answer = self._controller.change(
            "POST", _of(reservation, "open"), body, key=key, timeout=TIMEOUT_AT_THE_DOOR
        )
        return _told(answer, "compartment", int)

    def cancel(self, *, key: str, reservation: str) -> None:
        """Give an empty compartment back. OutsideError `occupied` when paper lies in it."""
        self._controller.change("POST", _of(reservation, "cancel"), {}, key=key)

    def present(self, *, key: str, credential: str) -> Opened:
        """A person shows a token or a PIN. OutsideError `unknown`, `expired`, `used`, `jammed`, `locked`."""
        body = {"credential": credential}
        answer = self._controller.change("POST", "/v1/present", body, key=key, timeout=TIMEOUT_AT_THE_DOOR)
        return Opened(_told(answer, "reservation", str), _told(answer, "compartment", int))

    def compartments(self) -> list[Door]:
        """All doors as they are now."""
        return [_door(row) for row in self._controller.get("/v1/compartments")]


def _of(reservation: str, what: str) -> str:
    return f"/v1/reservations/{quote(reservation, safe='')}/{what}"


def _as_json(credential: Credential) -> dict[str, object]:
    return credential._asdict() | {
        "not_before": credential.not_before.isoformat(),
        "not_after": credential.not_after.isoformat(),
    }


def _door(row: Any) -> Door:
    return Door(
        _told(row, "number", int),
        _told(row, "size", str),
        _told(row, "accessible", bool),
        _told(row, "state", str),
        _told(row, "door", str),
    )


def _told(answer: Any, name: str, kind: type[T]) -> T:
    """A value the controller must tell, of the kind the API promises."""
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, kind):
        raise OutsideError("bad_answer")
    return value
