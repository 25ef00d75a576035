"""What a controller keeps of a parcel's grants: told anew, whole, each time one changes."""

import uuid
from datetime import datetime

from app.cityhall.lockers import grants, rules
from app.cityhall.lockers.models import Grant, Parcel
from app.database import session
from app.journey import secrets
from app.journey.house import House
from app.logs import log
from app.outside import OutsideError
from app.outside.lockers import GrantTold
from app.queue import jobs


def changed(parcel: Parcel, now: datetime) -> None:
    """The parcel's grants are not those that the controller knows: a job tells it within the second."""
    parcel.grants_version += 1
    payload = {"parcel": str(parcel.id), "version": parcel.grants_version}
    jobs.enqueue(_key(parcel.id, parcel.grants_version), "tell_grants", payload, now)


def tell_now(parcel_id: uuid.UUID, house: House, now: datetime) -> None:
    """Tell it before somebody who looks at the code goes on; outside a transaction.

    The job tells it too, under the same key: where this does not get through, the code works a moment later.
    """
    parcel = session().get(Parcel, parcel_id)
    assert parcel is not None
    version = parcel.grants_version
    try:
        tell(parcel_id, version, _key(parcel_id, version), house, now)
    except OutsideError as error:
        log.warning("grants.told_later", error=error.code)


def _key(parcel_id: uuid.UUID, version: int) -> str:
    return f"grants:{parcel_id}:{version}"


def tell(parcel_id: uuid.UUID, version: int, key: str, house: House, now: datetime) -> None:
    """Tell the controller who may open the door now; outside a transaction. Raises OutsideError.

    A newer list tells itself: this one is then left aside.
    """
    parcel = session().get(Parcel, parcel_id)
    assert parcel is not None
    if parcel.grants_version > version or parcel.over:
        return
    living = [as_told(one, house, parcel.cabinet.code) for one in grants.living(parcel_id, now)]
    bank = house.outside.lockers[parcel.cabinet.code]
    bank.grant(key=key, reservation=parcel.reservation, version=version, grants=living)


def told(parcel: Parcel, version: int, now: datetime) -> None:
    """A step told a list of its own as that version; where ours moved on meanwhile it is told above it."""
    if parcel.grants_version >= version:
        changed(parcel, now)
    else:
        parcel.grants_version = version


def tell_above(parcel_id: uuid.UUID, version: int, now: datetime) -> None:
    """The controller knows a later list than ours: what stands here is told once more, above it.

    A step that told a list of its own may not have written that down yet, or never will; or our books are
    those of a backup. Whoever writes next tells its own above this one.
    """
    parcel = grants.locked_parcel(parcel_id)
    if parcel.grants_version == version and not parcel.over:
        changed(parcel, now)


def as_told(grant: Grant, house: House, site: str) -> GrantTold:
    """Hashes only: the controller can know a code, and never say one."""
    return GrantTold(
        id=f"{grant.id}:{grant.serial}",
        purpose=grant.purpose,
        token_sha256=rules.token_sha256(secrets.grant_token(house, grant)),
        pin_sha256=rules.pin_sha256(secrets.grant_pin(house, grant), site),
        factor_sha256=grant.factor_sha256,
        not_before=grant.not_before,
        not_after=grant.not_after,
        max_uses=grant.max_uses,
    )
