"""The round of cabinets: each is asked how it stands; those that are silent or unwell are told of."""

from datetime import datetime, timedelta
from pathlib import Path

from app.cityhall import cabinets as noun
from app.cityhall.cabinets import alarms, compartments, queries
from app.cityhall.cabinets.models import Cabinet, CabinetAlarm
from app.cityhall.cabinets.rules import OFFLINE, policy
from app.cityhall.lockers import queries as parcels
from app.cityhall.people import posts
from app.cityhall.people.models import Account
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.database import session, transaction
from app.journey import notify
from app.journey.house import House
from app.journey.lockers import cabinet_books, cabinet_events, parcel_moves
from app.logs import log
from app.outside import OutsideError
from app.outside.lockers import Door, LockerBank

OPERATOR = "locker_operator"
TEXTS = (Path(noun.__file__).parent / "notices.toml").read_bytes()


def round_(house: House, now: datetime) -> int:
    """Ask every cabinet that is connected; how many answered. One that fails keeps no other waiting."""
    codes = [one.code for one in queries.open_ones()]
    session().rollback()
    banks = house.outside.lockers
    return sum(ask(code, banks[code], house, now) for code in codes if code in banks)


def ask(code: str, bank: LockerBank, house: House, now: datetime) -> bool:
    """How one cabinet stands; False when it does not answer."""
    try:
        # Its clock first: what happens while it tells is newer than what it told.
        status = bank.status()
        clock = min(status.clock, now)
        doors = bank.compartments()
        # What it has not told us yet would look like a difference.
        booked = None if status.unacknowledged else bank.booked()
    except OutsideError as error:
        log.warning("cabinet.silent", cabinet=code, error=error.code)
        with transaction():
            _silent(queries.cabinet(code), now)
        return False
    with transaction():
        cabinet = queries.cabinet(code)
        cabinet.heard_at = now
        alarms.end(cabinet, OFFLINE, now)
        # Read at once what is looked at door by door: the session knows them then.
        _known = compartments.of(cabinet.id), parcels.at_the_door(cabinet.id)
        for door in doors:
            _mirror(cabinet, door, clock, house, now)
        if booked is not None:
            cabinet_books.compare(cabinet, booked, now)
    return True


def tell(house: House, now: datetime) -> int:
    """Write to the operators of each new alarm, once; how many alarms were told."""
    with transaction():
        found = [one for one in alarms.untold() if cabinet_books.settled(one, now)]
        for alarm in found:
            alarm.told_at = now
            for account in operators(alarm.cabinet, now):
                _write(alarm, account, house, now)
    return len(found)


def operators(cabinet: Cabinet, now: datetime) -> list[Account]:
    """Who looks after the cabinet; where nobody holds that post, who administers the hall."""
    hall, day = cabinet.institution_id, romanian_day(now)
    found = posts.holders(hall, OPERATOR, day) or posts.holders(hall, "administrator", day)
    return [one for one in found if one.disabled_at is None]


def _silent(cabinet: Cabinet, now: datetime) -> None:
    if cabinet.heard_at is None:
        # Never heard: its silence is counted from now.
        cabinet.heard_at = now
    patience = policy(cabinet.institution_id, romanian_day(now))["offline_minutes"]
    if cabinet.heard_at + timedelta(minutes=patience) <= now:
        alarms.raise_(cabinet, OFFLINE, now, since=cabinet.heard_at)


def _mirror(cabinet: Cabinet, told: Door, clock: datetime, house: House, now: datetime) -> None:
    kept = compartments.keep(
        *(cabinet, told.number, told.size),
        accessible=told.accessible,
        height_cm=told.height_cm,
        at=clock,
    )
    if compartments.stands(kept, told.state, told.door, clock):
        cabinet_events.look(cabinet, kept, now)
        _heal(cabinet, told, house, now)


def _heal(cabinet: Cabinet, told: Door, house: House, now: datetime) -> None:
    """Papers that were moved to another door, and nobody heard that they were."""
    parcel = parcels.by_reference(told.ref)
    if parcel is None or parcel.cabinet_id != cabinet.id:
        return
    if parcel_moves.follow(parcel, told.number, house, now):
        log.warning("cabinet.parcel_moved", cabinet=cabinet.code, door=told.number)


def _write(alarm: CabinetAlarm, account: Account, house: House, now: datetime) -> None:
    cabinet = alarm.cabinet
    said = {
        "cabinet": cabinet.name,
        "place": cabinet.place,
        "door": str(alarm.compartment),
        "since": f"{alarm.since.astimezone(BUCHAREST):%d.%m.%Y %H:%M}",
        "note": alarm.note,
        "link": f"{house.url}/casete/alarme",
    }
    notify.to_operator(account, TEXTS, f"alarm_{alarm.kind}", f"alarm:{alarm.id}:{account.id}", said, now)
