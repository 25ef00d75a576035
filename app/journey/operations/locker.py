"""The paper's way through a compartment, as the diagram asks for it."""

import uuid
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from app.cityhall.cases import actions as cases
from app.cityhall.lockers import actions, factors, grants, queries, waiting
from app.cityhall.lockers.models import Grant, Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.terms import durations
from app.database import session
from app.journey import advance
from app.journey.lockers import cabinet_choices, granting, pickups
from app.journey.lockers.cabinet_choices import Chosen
from app.journey.operations.context import Context, Settle
from app.outside import OutsideError
from app.outside.lockers import LockerBank, Reservation

SIZE = "S"
DEPOSIT_TERM = "P4D"


def locker_deposit(context: Context) -> Settle:
    """Reserve a compartment for the case's paper; no free door is a result: the case waits for its turn."""
    chosen = cabinet_choices.for_case(context.case)
    if chosen is None:
        return lambda: {"reserved": False, "waiting": False}
    size = str(advance.data_of(context.case_id)["settings"].get("locker_size", SIZE))
    cabinet, accessible = chosen.cabinet, chosen.accessible
    # The parcel's id is known before it is a row: the controller keeps it as our reference.
    parcel_id = uuid.uuid5(context.task_id, "parcel")
    bank = context.house.outside.lockers[cabinet.code]
    if waiting.must_wait(context.case_id, cabinet.id, size, accessible=accessible):
        kept = _kept_already(bank, parcel_id)
        return lambda: (
            _reserved(context, chosen, size, parcel_id, kept) if kept else _waits(context, chosen, size)
        )
    try:
        reservation = bank.reserve(
            key=f"reserve:{context.key}", ref=str(parcel_id), size=size, accessible=accessible
        )
    except OutsideError as error:
        if error.code != "none_free":
            raise
        return lambda: _waits(context, chosen, size)
    return lambda: _reserved(context, chosen, size, parcel_id, reservation)


def _kept_already(bank: LockerBank, parcel_id: uuid.UUID) -> Reservation | None:
    """What an earlier attempt got and did not write down: who came meanwhile is not ahead of that."""
    booked = (one for one in bank.booked() if one.ref == str(parcel_id))
    return next((Reservation(one.reservation, one.compartment) for one in booked), None)


def _waits(context: Context, chosen: Chosen, size: str) -> dict[str, object]:
    waiting.join(context.case_id, chosen.cabinet.id, size, context.now, accessible=chosen.accessible)
    return {"reserved": False, "waiting": True}


def _reserved(
    context: Context, chosen: Chosen, size: str, parcel_id: uuid.UUID, reservation: Reservation
) -> dict[str, object]:
    waiting.leave(context.case_id, "served", context.now)
    parcel = Parcel(
        id=parcel_id,
        case_id=context.case_id,
        cabinet_id=chosen.cabinet.id,
        direction="pick-up",
        size=size,
        accessible=chosen.accessible,
        reservation=reservation.id,
        compartment=reservation.compartment,
        grants_version=0,
        reserved_at=context.now,
    )
    _book(parcel)
    _for_applicant(context, parcel)
    _for_envelope(context, parcel)
    granting.changed(parcel, context.now)
    return {"reserved": True, "waiting": False, "compartment": reservation.compartment}


def _book(parcel: Parcel) -> None:
    """The controller may let go of a door a moment before our books do: the job comes again for the same."""
    session().add(parcel)
    try:
        session().flush()
    except IntegrityError:
        raise OutsideError("door_not_free_yet") from None


def _for_applicant(context: Context, parcel: Parcel) -> None:
    """The applicant's own right to the door; it opens nothing before the paper is ready."""
    applicant, now = context.case.applicant, context.now
    secret = context.house.secret
    grant = grants.make(
        parcel.id,
        "collect",
        "applicant",
        secret,
        grant_id=parcel.id,
        not_before=now,
        not_after=now,
        now=now,
    )
    grant.name, grant.phone, grant.email = applicant.full_name, applicant.phone, applicant.email


def _for_envelope(context: Context, parcel: Parcel) -> None:
    """What is printed on the envelope opens the reserved door, to lay it in; a wrong envelope opens none."""
    settings = advance.data_of(context.case_id)["settings"]
    term = durations.parse(settings.get("deposit_term", DEPOSIT_TERM))
    now = context.now
    until = now + max(term, timedelta(days=1))
    grants.make(
        parcel.id, "deposit", "envelope", context.house.secret, not_before=now, not_after=until, now=now
    )


def locker_ready(context: Context) -> Settle:
    """The paper lies in the door: the controller learns whom to let take it, before anybody is told."""
    parcel = _parcel(context)
    until = context.now + pickups.span(context.case_id).hold
    grant = grants.applicants(parcel.id)
    if grant is None:
        raise OutsideError("grant_unknown", permanent=True)
    kind, factor = _factor(context)
    told = granting.as_told(grant, context.house, parcel.cabinet.code)._replace(
        not_before=parcel.deposited_at or context.now,
        not_after=until,
        factor_sha256=factors.kept(factor, grant.id, grant.serial, parcel.cabinet.code),
    )
    version = parcel.grants_version + 1
    _bank(context, parcel).grant(
        key=f"ready:{context.key}:{version}", reservation=parcel.reservation, version=version, grants=[told]
    )

    def settle() -> dict[str, str]:
        fresh = _parcel(context)
        own = grants.applicants(fresh.id)
        assert own is not None
        own.not_before, own.not_after = told.not_before, until
        factors.bind(own, kind, factor, fresh.cabinet.code)
        _end_envelopes(fresh, context)
        granting.told(fresh, version, context.now)
        fresh.expires_at = until
        if fresh.state == ParcelState.DEPOSITED:
            actions.move(fresh, ParcelState.READY, context.now)
        cases.record(context.case, "locker_ready", context.now, facts={"place": fresh.cabinet.place})
        return pickups.times(context.case_id, until, context.now)

    return settle


def _factor(context: Context) -> tuple[str, str]:
    """What the cabinet asks besides, where the procedure's papers bear identity data; else nothing."""
    case = context.case
    if not case.version.config.get("identity", {}).get("second_factor"):
        return "", ""
    return factors.chosen(case.applicant.cnp, case.entry.legal_number)


def _end_envelopes(parcel: Parcel, context: Context) -> None:
    for one in _living(parcel, context):
        if one.holder == "envelope":
            one.revoked_at = context.now


def _living(parcel: Parcel, context: Context) -> list[Grant]:
    return grants.living(parcel.id, context.now)


def locker_extend(context: Context) -> Settle:
    """The applicant asked for more time: the diagram's timers go by the new end."""
    parcel = _parcel(context)
    until = parcel.expires_at or context.now
    return lambda: pickups.times(context.case_id, until, context.now)


def locker_take_back(context: Context) -> Settle:
    """Nobody came (or nothing was laid in): all codes end, an operator may take it out."""
    parcel = _parcel(context)
    bank = _bank(context, parcel)
    version = parcel.grants_version + 1
    key = f"take-back:{context.key}"
    bank.grant(key=f"{key}:{version}", reservation=parcel.reservation, version=version, grants=[])
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
    for grant in _living(parcel, context):
        grant.revoked_at = context.now
    granting.told(parcel, version, context.now)
    if parcel.over:
        return
    if empty:
        actions.move(parcel, ParcelState.CANCELLED, context.now)
        door = parcel.cabinet
        why = f"cancelled:{parcel.id}"
        pickups.door_free(door, parcel.size, why, context.now, accessible=parcel.accessible)
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
