"""Codes that are derived from the hall's secret, so that they are kept nowhere."""

import base64
import hashlib
import hmac
import uuid

from app.cityhall.lockers import rules as locker_rules
from app.cityhall.lockers.models import Grant
from app.journey.house import House


def claim_code(house: House, case_id: uuid.UUID) -> str:
    """Ten signs on the counter's receipt, with which a person later claims the case: ABCDE-FGHJK."""
    digest = hmac.new(house.secret.encode(), f"claim:{case_id}".encode(), hashlib.sha256).digest()
    plain = base64.b32encode(digest).decode()[:10]
    return f"{plain[:5]}-{plain[5:]}"


def grant_token(house: House, grant: Grant) -> str:
    """What the QR of a grant says."""
    return locker_rules.grant_token(house.secret, grant.id, grant.serial)


def grant_pin(house: House, grant: Grant) -> str:
    """The eight digits of a grant."""
    return locker_rules.grant_pin(house.secret, grant.id, grant.serial)


def grant_address(house: House, grant: Grant) -> str:
    """The address in the message: it shows the QR and opens nothing by itself."""
    return f"{house.url}/ridicare/{locker_rules.link_code(house.secret, grant.id)}"
