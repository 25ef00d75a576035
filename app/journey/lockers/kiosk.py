"""What the screen beside a cabinet may know and do: how a door stands, another code, a call for help.

It is told about its own cabinet only, and never who somebody is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.cityhall import institutions
from app.cityhall.cabinets import alarms
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.cases.models import Case
from app.cityhall.dropoffs import queries as dropoffs
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.lockers import factors, grants
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Grant, Parcel
from app.cityhall.people.phones import mobile
from app.compared import same
from app.database import session
from app.journey import notify, secrets
from app.journey.house import House
from app.journey.lockers import pickup_helpers
from app.refusal import Refusal

RULE = "kiosk"
# Seconds until an untouched screen asks whether somebody is there.
IDLE_SECONDS = 30
# How far back a code that opens nothing any more is still recognised, to say kindly why.
REMEMBERED = timedelta(days=60)
CLOSED, JAMMED, HELP = "door.closed", "door.jammed", "help"


@dataclass(frozen=True)
class Standing:
    """How the door stands that a code opened.

    `state`: open, waiting (closed, what follows is being written), collected, deposited, laid_in, empty,
    needs_check, jammed. `moved_to`: the other door, when an operator moved the papers. `number`: of the
    request that was registered when a drop-off's door closed. `items`: what is to be laid in.
    """

    state: str
    door: int
    purpose: str = "collect"
    moved_to: int | None = None
    number: str = ""
    items: tuple[str, ...] = ()


def idle_seconds(cabinet: Cabinet, today: date) -> int:
    """How long an untouched screen waits: the institution's rule `kiosk` (`idle_seconds`), else 30."""
    rule = institutions.rule(cabinet.institution_id, RULE, today)
    return max(10, int((rule.value if rule else {}).get("idle_seconds", IDLE_SECONDS)))


def closings(ref: str) -> int:
    """How often a parcel's door was told closed; remembered when a code opens it."""
    parcel = lockers.by_reference(ref)
    return _count(parcel, CLOSED) if parcel is not None else 0


def parcel_here(cabinet: Cabinet, ref: str) -> Parcel | None:
    """A parcel of this cabinet; None for any other."""
    parcel = lockers.by_reference(ref)
    return parcel if parcel is not None and parcel.cabinet_id == cabinet.id else None


def standing(cabinet: Cabinet, ref: str, door: int, purpose: str, closed_before: int) -> Standing:
    """How the opened door stands now, as far as the cabinet has told."""
    parcel = parcel_here(cabinet, ref)
    if parcel is None:
        return Standing("open", door, purpose)
    prepared = dropoffs.of_parcel(parcel.id)
    if _count(parcel, CLOSED) > closed_before:
        return _closed(parcel, prepared, door, purpose)
    moved = parcel.compartment if parcel.compartment != door else None
    last = lockers.events(parcel.id)
    state = JAMMED.partition(".")[2] if last and last[-1].kind.startswith(JAMMED) else "open"
    return Standing(state, door, purpose, moved, items=_items(prepared))


def _closed(parcel: Parcel, prepared: DropOff | None, door: int, purpose: str) -> Standing:
    kinds = [event.kind for event in lockers.events(parcel.id)]
    if purpose == "collect":
        left = parcel.state != "collected" and "needs_check" in kinds
        return Standing("needs_check" if left else "collected", door, purpose)
    if prepared is None:
        empty = parcel.state in {"reserved", "opened"} and "nothing_laid_in" in kinds
        return Standing("empty" if empty else "deposited", door, purpose)
    number = _number(prepared)
    if prepared.state in {"asked", "prepared"}:
        return Standing("empty", door, purpose, items=_items(prepared))
    return Standing("laid_in" if number else "waiting", door, purpose, number=number)


def _number(prepared: DropOff) -> str:
    """The number that was given when the door closed."""
    if prepared.entry is not None:
        return prepared.entry.legal_number
    return prepared.case.entry.legal_number if prepared.case is not None else ""


def _items(prepared: DropOff | None) -> tuple[str, ...]:
    if prepared is None:
        return ()
    return tuple(str(item.get("title", "")) for item in prepared.items if item.get("laid") == "laid")


def recognised(
    cabinet: Cabinet, credential: str, door: int | None, house: House, now: datetime
) -> Grant | None:
    """Whose code this is, also when it opens nothing any more.

    Asked only after the controller said that it knows the code: so nobody can try codes here.
    """
    query = select(Grant).join(Parcel).where(Parcel.cabinet_id == cabinet.id)
    query = query.where(Grant.made_at > now - REMEMBERED)
    if door is not None:
        query = query.where(Parcel.compartment == door)
    code = credential.strip()
    fits = [one for one in session().scalars(query) if _same(one, code, house, by_pin=door is not None)]
    return fits[-1] if fits else None


def _same(grant: Grant, code: str, house: House, *, by_pin: bool) -> bool:
    known = secrets.grant_pin(house, grant) if by_pin else secrets.grant_token(house, grant)
    return same(known, code)


def another_code(cabinet: Cabinet, phone: str, born: str, house: House, now: datetime) -> int:
    """Send a new code to that phone for each paper that waits here for it; how many.

    `born` as DDMMYYYY. Where the birth date is not known, the SMS to the phone that is known is the proof:
    a stranger who asks gets nothing. The screen says the same whatever this answers.
    """
    number = mobile(phone)
    if number is None:
        return 0
    return sum(_renewed(one, number, born, house, now) for one in _ready(cabinet, now))


def _ready(cabinet: Cabinet, now: datetime) -> list[Grant]:
    query = select(Parcel).where(Parcel.cabinet_id == cabinet.id, Parcel.state == "ready")
    parcels = list(session().scalars(query))
    living = [one for parcel in parcels for one in grants.living(parcel.id, now)]
    return [one for one in living if one.holder in {"applicant", "delegate"}]


def _renewed(grant: Grant, phone: str, born: str, house: House, now: datetime) -> bool:
    parcel = grants.parcel_of(grant)
    case = session().get(Case, parcel.case_id)
    if case is None or _phone(grant, case) != phone or not _born(grant, case, born):
        return False
    number = factors.digits(case.entry.legal_number)
    try:
        pickup_helpers.new_code(grant, number if grant.factor_kind == factors.NUMBER else born, now)
    except Refusal:
        return False
    key = f"another:{grant.id}:{grant.serial}"
    if grant.holder == "applicant":
        notify.about_case(case, "locker_another_code", key, house, now)
    else:
        notify.to_holder(case, grant, "locker_delegate", key, house, now)
    return True


def _phone(grant: Grant, case: Case) -> str | None:
    if grant.holder == "delegate":
        return grant.phone
    return mobile(str(case.answers.get("phone") or "")) or mobile(case.applicant.phone or "")


def _born(grant: Grant, case: Case, born: str) -> bool:
    if grant.holder == "delegate":
        return pickup_helpers.proves(grant, born)
    known = factors.birth_of(case.applicant.cnp)
    return not known or same(known, born)


def is_day(born: str, now: datetime) -> bool:
    """Is it a real day in the past, as DDMMYYYY?"""
    try:
        return len(born) == 8 and datetime.strptime(born, "%d%m%Y").date() < now.date()  # noqa: DTZ007
    except ValueError:
        return False


def call_for_help(cabinet: Cabinet, now: datetime) -> None:
    """Somebody before the cabinet needs a person; while one is called, nobody is called twice."""
    alarms.raise_(cabinet, HELP, now)


def _count(parcel: Parcel, kind: str) -> int:
    return sum(event.kind.startswith(kind) for event in lockers.events(parcel.id))
