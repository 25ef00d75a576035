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
    EMPTIED = "emptied"
    VERIFIED = "verified"


S = ParcelState
MOVES: dict[ParcelState, set[ParcelState]] = {
    S.RESERVED: {S.OPENED, S.DEPOSITED, S.CANCELLED},
    S.OPENED: {S.DEPOSITED, S.CANCELLED},
    # A pick-up becomes ready or is taken back; what a citizen laid in is emptied, then verified.
    S.DEPOSITED: {S.READY, S.RECALLED, S.EMPTIED},
    S.EMPTIED: {S.VERIFIED},
    S.VERIFIED: set(),
    S.READY: {S.COLLECTED, S.RECALLED},
    # An event may tell late that the citizen was faster than the recall: paper gone is collected.
    S.RECALLED: {S.RETURNED, S.COLLECTED},
    S.COLLECTED: set(),
    S.RETURNED: set(),
    S.CANCELLED: set(),
}
# While the controller must keep a compartment: what was emptied lies on a clerk's desk.
AT_THE_DOOR = frozenset({S.RESERVED, S.OPENED, S.DEPOSITED, S.READY, S.RECALLED})
OVER = frozenset(state for state, moves in MOVES.items() if not moves)


def check_move(now: ParcelState, wanted: ParcelState) -> None:
    """Raises Refusal `parcel.wrong_state` when a parcel cannot go there from here."""
    if wanted not in MOVES[now]:
        raise Refusal("parcel.wrong_state", state=str(now), wanted=str(wanted))


def grant_token(secret: str, grant_id: uuid.UUID, serial: int) -> str:
    """The 160-bit secret in the QR: derived, so that it is kept nowhere; a new serial is a new one."""
    digest = _derive(secret, "token", grant_id, serial)
    return "FH1:" + base64.b32encode(digest[:20]).decode()


def grant_pin(secret: str, grant_id: uuid.UUID, serial: int) -> str:
    """Eight digits for those who have no camera."""
    return f"{int.from_bytes(_derive(secret, 'pin', grant_id, serial)[:8]) % 10**8:08d}"


def link_code(secret: str, grant_id: uuid.UUID) -> str:
    """22 characters of the address in the SMS; it shows the QR and opens nothing by itself."""
    return base64.urlsafe_b64encode(_derive(secret, "link", grant_id, 0)[:16]).decode().rstrip("=")


def token_sha256(token: str) -> str:
    """What the controller keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def pin_sha256(pin: str, site: str) -> str:
    """What the controller keeps of a PIN, bound to its site."""
    return hashlib.sha256(f"{pin}:{site}".encode()).hexdigest()


def factor_sha256(factor: str, grant_id: uuid.UUID, serial: int, site: str) -> str:
    """What the controller keeps of a second factor (a birth date as DDMMYYYY, digits of a number)."""
    return hashlib.sha256(f"{factor}:{grant_id}:{serial}:{site}".encode()).hexdigest()


def _derive(secret: str, purpose: str, grant_id: uuid.UUID, serial: int) -> bytes:
    message = f"locker:{purpose}:{grant_id}:{serial}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()
