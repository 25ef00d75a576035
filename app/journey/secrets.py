"""Codes that are derived from the hall's secret, so that they are kept nowhere."""

import base64
import hashlib
import hmac
import uuid

from app.cityhall.lockers import rules as locker_rules
from app.cityhall.lockers.models import Parcel
from app.journey.house import House


def claim_code(house: House, case_id: uuid.UUID) -> str:
    """Ten signs on the counter's receipt, with which a person later claims the case: ABCDE-FGHJK."""
    digest = hmac.new(house.secret.encode(), f"claim:{case_id}".encode(), hashlib.sha256).digest()
    plain = base64.b32encode(digest).decode()[:10]
    return f"{plain[:5]}-{plain[5:]}"


def pickup_token(house: House, parcel: Parcel) -> str:
    """What the QR of a parcel says."""
    return locker_rules.pickup_token(house.secret, parcel.id, parcel.credential_version)


def pickup_pin(house: House, parcel: Parcel) -> str:
    """The eight digits of a parcel."""
    return locker_rules.pickup_pin(house.secret, parcel.id, parcel.credential_version)


def pickup_address(house: House, parcel: Parcel) -> str:
    """The address in the SMS."""
    return f"{house.url}/ridicare/{locker_rules.link_code(house.secret, parcel.id)}"
