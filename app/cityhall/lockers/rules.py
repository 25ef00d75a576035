"""Pure rules of the locker: the states of a parcel, its secrets, its days."""

import base64
import hashlib
import hmac
import uuid
from enum import StrEnum

from app.refusal import Refusal


class ParcelState(StrEnum):
    """Where a parcel stands."""

    RESERVED = "reserved"
    OPENED = "opened"
    DEPOSITED = "deposited"
    READY = "ready"
    COLLECTED = "collected"
    RECALLED = "recalled"
    RETURNED = "returned"
    CANCELLED = "cancelled"


S = ParcelState
MOVES: dict[ParcelState, set[ParcelState]] = {
    S.RESERVED: {S.OPENED, S.DEPOSITED, S.CANCELLED},
    S.OPENED: {S.DEPOSITED, S.CANCELLED},
    S.DEPOSITED: {S.READY, S.RECALLED},
    S.READY: {S.COLLECTED, S.RECALLED},
    # An event may tell late that the citizen was faster than the recall: paper gone is collected.
    S.RECALLED: {S.RETURNED, S.COLLECTED},
    S.COLLECTED: set(),
    S.RETURNED: set(),
    S.CANCELLED: set(),
}
OVER = frozenset(state for state, moves in MOVES.items() if not moves)


def check_move(now: ParcelState, wanted: ParcelState) -> None:
    """Raises Refusal `parcel.wrong_state` when a parcel cannot go there from here."""
    if wanted not in MOVES[now]:
        raise Refusal("parcel.wrong_state", state=str(now), wanted=str(wanted))


def pickup_token(secret: str, parcel_id: uuid.UUID, version: int) -> str:
    """The 160-bit secret in the QR: derived, so that it is kept nowhere; a new version is a new one."""
    digest = _derive(secret, "token", parcel_id, version)
    return "FH1:" + base64.b32encode(digest[:20]).decode()


def pickup_pin(secret: str, parcel_id: uuid.UUID, version: int) -> str:
    """Eight digits for those who have no camera."""
    return f"{int.from_bytes(_derive(secret, 'pin', parcel_id, version)[:8]) % 10**8:08d}"


def link_code(secret: str, parcel_id: uuid.UUID) -> str:
    """22 characters of the address in the SMS; it shows the QR and opens nothing by itself."""
    return base64.urlsafe_b64encode(_derive(secret, "link", parcel_id, 0)[:16]).decode().rstrip("=")


def token_sha256(token: str) -> str:
    """What the controller keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def pin_sha256(pin: str, site: str) -> str:
    """What the controller keeps of a PIN, bound to its site."""
    return hashlib.sha256(f"{pin}:{site}".encode()).hexdigest()


def _derive(secret: str, purpose: str, parcel_id: uuid.UUID, version: int) -> bytes:
    message = f"locker:{purpose}:{parcel_id}:{version}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()
