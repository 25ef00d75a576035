"""Who may open a parcel's door: made, found, taken back."""

import hashlib
import uuid
from datetime import datetime

from sqlalchemy import select

from app.cityhall.lockers import rules
from app.cityhall.lockers.models import Grant, Parcel
from app.database import session
from app.refusal import Refusal


def make(
    parcel_id: uuid.UUID,
    purpose: str,
    holder: str,
    secret: str,
    *,
    not_before: datetime,
    not_after: datetime,
    now: datetime,
    grant_id: uuid.UUID | None = None,
) -> Grant:
    """A new right to the parcel's door; the controller is told by `app.journey.lockers.granting`."""
    grant_id = grant_id or uuid.uuid4()
    made = Grant(
        id=grant_id,
        parcel_id=parcel_id,
        purpose=purpose,
        holder=holder,
        serial=1,
        link_hash=link_hash(rules.link_code(secret, grant_id)),
        factor_kind="",
        factor_sha256="",
        not_before=not_before,
        not_after=not_after,
        max_uses=1,
        made_at=now,
    )
    session().add(made)
    return made


def of_parcel(parcel_id: uuid.UUID) -> list[Grant]:
    """All that were ever made, oldest first."""
    query = select(Grant).where(Grant.parcel_id == parcel_id).order_by(Grant.made_at, Grant.id)
    return list(session().scalars(query))


def living(parcel_id: uuid.UUID, now: datetime) -> list[Grant]:
    """Those that open the door now or later."""
    return [one for one in of_parcel(parcel_id) if one.revoked_at is None and one.not_after > now]


def delegates(parcel_id: uuid.UUID, now: datetime) -> list[Grant]:
    """Who else than the applicant may collect now."""
    return [one for one in living(parcel_id, now) if one.holder == "delegate"]


def applicants(parcel_id: uuid.UUID) -> Grant | None:
    """The applicant's own right to collect, if there is one yet."""
    return next((one for one in of_parcel(parcel_id) if one.holder == "applicant"), None)


def envelope(parcel_id: uuid.UUID) -> Grant | None:
    """The clerk's right to lay the papers in."""
    return next((one for one in of_parcel(parcel_id) if one.holder == "envelope"), None)


def by_link(code: str) -> Grant:
    """The grant of an address in a message. Raises Refusal `parcel.unknown`."""
    found = session().scalar(select(Grant).where(Grant.link_hash == link_hash(code)))
    if found is None:
        raise Refusal("parcel.unknown")
    return found


def parcel_of(grant: Grant) -> Parcel:
    """The parcel whose door it opens."""
    found = session().get(Parcel, grant.parcel_id)
    assert found is not None
    return found


def locked_parcel_of(grant: Grant) -> Parcel:
    """The same, nobody else's to change until the transaction ends: its grants are told whole."""
    return locked_parcel(grant.parcel_id)


def locked_parcel(parcel_id: uuid.UUID) -> Parcel:
    """One parcel, fresh, and nobody else's to change until the transaction ends."""
    found = session().get(Parcel, parcel_id, with_for_update={"of": Parcel}, populate_existing=True)
    assert found is not None
    return found


def link_hash(code: str) -> str:
    """What we keep of the code in a message's address."""
    return hashlib.sha256(code.encode()).hexdigest()
