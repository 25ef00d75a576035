"""What the applicant may do about a pick-up: let somebody else collect, take that back, get a new code.

All of it may be asked by whoever has the link of the message, so where the paper has a second factor, it is
asked here too: else the link alone would be enough to send the paper to another phone.
"""

import uuid
from datetime import date, datetime

from app.cityhall import journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import Case
from app.cityhall.lockers import factors, grants
from app.cityhall.lockers.models import Grant, Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.people.phones import mobile
from app.compared import same
from app.database import session
from app.journey import notify
from app.journey.house import House
from app.journey.lockers import granting
from app.refusal import Refusal

# With the applicant three codes live at a door: the arithmetic of docs/locker-api.md counts on no more.
MOST_DELEGATES = 2
LONGEST_NAME = 80


def collectable(parcel: Parcel, now: datetime) -> bool:
    """Does the paper lie ready, and may it still be collected from the door?"""
    in_time = parcel.expires_at is None or parcel.expires_at > now
    return parcel.state == ParcelState.READY and in_time


def proves(grant: Grant, factor: str) -> bool:
    """Are these the digits that the cabinet would ask for? Without a second factor nothing is to prove."""
    if not grant.factor_kind:
        return True
    parcel = grants.parcel_of(grant)
    told = factors.kept(factors.digits(factor), grant.id, grant.serial, parcel.cabinet.code)
    return same(grant.factor_sha256, told)


def hand_on(
    grant: Grant, name: str, phone: str, birth: date | None, proof: str, house: House, now: datetime
) -> Grant:
    """Let somebody else collect: a right of their own, with a link by SMS; nobody else's changes.

    Raises Refusal `pickup.not_yours`, `pickup.over`, `pickup.factor`, `delegate.name`, `delegate.phone`,
    `delegate.birth`, `delegate.known`, `delegate.too_many`.
    """
    parcel = _mine(grant, now)
    _check_proof(grant, proof)
    number = _checked(parcel, name, phone, birth if grant.factor_kind else now.date(), now)
    expires = grant.not_after
    made = grants.make(
        parcel.id,
        "collect",
        "delegate",
        house.secret,
        not_before=grant.not_before,
        not_after=expires,
        now=now,
    )
    # It stands in an SMS: one line, and no letter.
    made.name, made.phone = " ".join(name.split())[:LONGEST_NAME], number
    if grant.factor_kind and birth is not None:
        factors.bind(made, factors.BIRTH_DATE, f"{birth:%d%m%Y}", parcel.cabinet.code)
    session().flush()
    granting.changed(parcel, now)
    _tell(parcel, made, house, now)
    return made


def take_from(grant: Grant, delegate_id: uuid.UUID, house: House, now: datetime) -> Grant:
    """Somebody may collect no more; their code is dead at once, and an SMS spares them the way.

    Raises Refusal `pickup.not_yours`, `delegate.unknown`.
    """
    parcel = grants.locked_parcel_of(grant)
    if grant.holder != "applicant":
        raise Refusal("pickup.not_yours")
    found = next((one for one in grants.delegates(parcel.id, now) if one.id == delegate_id), None)
    if found is None:
        raise Refusal("delegate.unknown")
    found.revoked_at = now
    granting.changed(parcel, now)
    _write_down(parcel, "parcel_unshared", found, now)
    case = session().get(Case, parcel.case_id)
    if case is not None:
        notify.to_holder(case, found, "locker_undelegated", f"undelegate:{found.id}", house, now)
    return found


def new_code(grant: Grant, proof: str, now: datetime) -> None:
    """Another QR and another PIN behind the same link; what was printed or shown before is dead.

    Raises Refusal `pickup.over`, `pickup.factor`.
    """
    parcel = grants.locked_parcel_of(grant)
    if not collectable(parcel, now) or grant.revoked_at is not None:
        raise Refusal("pickup.over")
    _check_proof(grant, proof)
    grant.serial += 1
    if grant.factor_kind:
        factors.bind(grant, grant.factor_kind, factors.digits(proof), parcel.cabinet.code)
    session().flush()
    granting.changed(parcel, now)
    journal.note("parcel.new_code", now, about=("case", parcel.case_id), facts={"holder": grant.holder})


def _mine(grant: Grant, now: datetime) -> Parcel:
    parcel = grants.locked_parcel_of(grant)
    if grant.holder != "applicant":
        raise Refusal("pickup.not_yours")
    if not collectable(parcel, now) or grant.revoked_at is not None:
        raise Refusal("pickup.over")
    return parcel


def _check_proof(grant: Grant, proof: str) -> None:
    if not proves(grant, proof):
        raise Refusal("pickup.factor", kind=grant.factor_kind)


def _checked(parcel: Parcel, name: str, phone: str, birth: date | None, now: datetime) -> str:
    """The phone as it can be written to."""
    others = grants.delegates(parcel.id, now)
    if len(others) >= MOST_DELEGATES:
        raise Refusal("delegate.too_many", most=MOST_DELEGATES)
    if len(name.split()) < 2:
        raise Refusal("delegate.name")
    number = mobile(phone)
    if number is None:
        raise Refusal("delegate.phone")
    if any(one.phone == number for one in others):
        raise Refusal("delegate.known")
    if birth is None or birth > now.date():
        raise Refusal("delegate.birth")
    return number


def _tell(parcel: Parcel, made: Grant, house: House, now: datetime) -> None:
    """The SMS to who may collect, and a word to the applicant, who may not have been the one who asked."""
    case = session().get(Case, parcel.case_id)
    if case is None:
        return
    notify.to_holder(case, made, "locker_delegate", f"delegate:{made.id}", house, now)
    said = {"holder": made.name}
    notify.about_case(case, "locker_delegated", f"delegated:{made.id}", house, now, said=said)
    _write_down(parcel, "parcel_shared", made, now)


def _write_down(parcel: Parcel, kind: str, other: Grant, now: datetime) -> None:
    case = session().get(Case, parcel.case_id)
    if case is not None:
        cases.record(case, kind, now, facts={"name": other.name})
    journal.note(kind.replace("_", "."), now, about=("case", parcel.case_id), facts={"grant": str(other.id)})
