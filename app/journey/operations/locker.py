"""The paper's way through a compartment, as the diagram asks for it."""

import uuid
from datetime import datetime

from app.cityhall.cases import actions as cases
from app.cityhall.lockers import actions, queries
from app.cityhall.lockers import rules as locker_rules
from app.cityhall.lockers.models import Cabinet, Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.terms import durations
from app.database import session
from app.journey import advance, secrets
from app.journey.operations.context import Context, Settle
from app.outside import Credential, LockerBank, OutsideError, Reservation

DEFAULT_HOLD = "PT72H"


def locker_deposit(context: Context) -> Settle:
    """Reserve a compartment for the case's paper; no free door is a result, not a failure."""
    cabinet = queries.cabinet_of(context.case.institution_id)
    if cabinet is None:
        return lambda: {"reserved": False}
    # The parcel's id is known before it is a row: the controller keeps it as our reference.
    parcel_id = uuid.uuid5(context.task_id, "parcel")
    bank = context.house.outside.lockers[cabinet.code]
    try:
        reservation = bank.reserve(
            key=f"reserve:{context.key}", ref=str(parcel_id), size="S", accessible=False
        )
    except OutsideError as error:
        if error.code != "none_free":
            raise
        return lambda: {"reserved": False}
    return lambda: _reserved(context, cabinet, parcel_id, reservation)


def _reserved(
    context: Context, cabinet: Cabinet, parcel_id: uuid.UUID, reservation: Reservation
) -> dict[str, object]:
    code = locker_rules.link_code(context.house.secret, parcel_id)
    session().add(
        Parcel(
            id=parcel_id,
            case_id=context.case_id,
            cabinet_id=cabinet.id,
            reservation=reservation.id,
            compartment=reservation.compartment,
            link_hash=actions.link_hash(code),
            reserved_at=context.now,
        )
    )
    return {"reserved": True, "compartment": reservation.compartment}


def locker_ready(context: Context) -> Settle:
    """The paper lies in the door: give the controller what it needs to know the applicant by."""
    parcel = _parcel(context)
    hold = durations.parse(advance.data_of(context.case_id)["settings"].get("locker_hold", DEFAULT_HOLD))
    expires = context.now + hold
    _bank(context, parcel).set_credentials(
        key=f"credentials:{context.key}",
        reservation=parcel.reservation,
        version=parcel.credential_version,
        credentials=[_credential(context, parcel, expires)],
    )
    return lambda: _ready(context, expires)


def _credential(context: Context, parcel: Parcel, expires: datetime) -> Credential:
    token = secrets.pickup_token(context.house, parcel)
    pin = secrets.pickup_pin(context.house, parcel)
    return Credential(
        id=f"{parcel.id}:{parcel.credential_version}",
        role="citizen_collect",
        token_sha256=locker_rules.token_sha256(token),
        pin_sha256=locker_rules.pin_sha256(pin, parcel.cabinet.code),
        not_before=parcel.deposited_at or context.now,
        not_after=expires,
    )


def _ready(context: Context, expires: datetime) -> None:
    parcel = _parcel(context)
    parcel.expires_at = expires
    if parcel.state == ParcelState.DEPOSITED:
        actions.move(parcel, ParcelState.READY, context.now)
    cases.record(context.case, "locker_ready", context.now, facts={"place": parcel.cabinet.place})


def locker_take_back(context: Context) -> Settle:
    """Nobody came (or nothing was laid in): the applicant's codes end, an operator may take it out."""
    parcel = _parcel(context)
    bank = _bank(context, parcel)
    version = parcel.credential_version + 1
    key = f"take-back:{context.key}"
    bank.set_credentials(key=key, reservation=parcel.reservation, version=version, credentials=[])
    empty = parcel.state in {ParcelState.RESERVED, ParcelState.OPENED} and _cancelled(bank, parcel, key)
    return lambda: _recalled(context, version, empty)


def _cancelled(bank: LockerBank, parcel: Parcel, key: str) -> bool:
    try:
        bank.cancel(key=f"cancel:{key}", reservation=parcel.reservation)
    except OutsideError as error:
        if error.code != "occupied":
            raise
        return False
    return True


def _recalled(context: Context, version: int, empty: bool) -> None:
    parcel = _parcel(context)
    parcel.credential_version = version
    if parcel.over:
        return
    if empty:
        actions.move(parcel, ParcelState.CANCELLED, context.now)
        return
    if parcel.state in {ParcelState.RESERVED, ParcelState.OPENED}:
        # The controller says there is paper in it, though no event has told us yet.
        actions.move(parcel, ParcelState.DEPOSITED, context.now)
    actions.move(parcel, ParcelState.RECALLED, context.now)


def _parcel(context: Context) -> Parcel:
    parcel = queries.latest(context.case_id)
    if parcel is None:
        raise OutsideError("parcel_unknown", permanent=True)
    return parcel


def _bank(context: Context, parcel: Parcel) -> LockerBank:
    return context.house.outside.lockers[parcel.cabinet.code]
