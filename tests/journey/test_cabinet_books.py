"""After a long silence, or a controller put in place of another: whose book is right, somebody looks."""

from datetime import timedelta

import pytest

from app.cityhall.cabinets import alarms, queries
from app.cityhall.lockers import grants
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.database import session, transaction
from app.journey.lockers import cabinets, granting
from app.outside.lockers import CabinetStatus
from app.queue import jobs
from tests.hall import Hall
from tests.journey.test_doors import ready, reserved

TEN_MINUTES = timedelta(minutes=10)


def round_(hall: Hall, later: timedelta = timedelta(0)) -> list[tuple[str, int]]:
    """The poll goes by; what rings afterwards."""
    hall.now += later
    cabinets.round_(hall.house, hall.now)
    cabinets.tell(hall.house, hall.now)
    hall.works()
    session().rollback()
    return [(one.kind, one.compartment) for one in alarms.ringing([queries.cabinet("cabinet-1").id])]


def told(hall: Hall, words: str) -> int:
    return sum(words in str(one["subject"]) for one in hall.house.outside.mail.sent.values())  # type: ignore[attr-defined]


def parcel(hall: Hall) -> Parcel:
    found = lockers.latest(ready(hall).id)
    assert found is not None
    return found


@pytest.mark.parametrize("ahead", [1, 5])
def test_a_controller_that_knows_a_later_list_is_told_ours_above_it(each_hall: Hall, ahead: int) -> None:
    """A step told its own and died before it wrote that down; or these are the books of a backup."""
    kept = lockers.latest(reserved(each_hall).id)
    assert kept is not None
    parcel_id = kept.id
    with transaction():
        locked = grants.locked_parcel(parcel_id)
        granting.changed(locked, each_hall.now)
        version, reservation = locked.grants_version, locked.reservation
    each_hall.bank.grant(key="its own", reservation=reservation, version=version + ahead, grants=[])
    each_hall.works()
    told = {one.id.partition(":")[0] for one in each_hall.bank.grants[reservation]}
    assert told == {str(one.id) for one in grants.living(parcel_id, each_hall.now)} != set()
    assert jobs.dead() == []


def test_equal_books_ring_nothing(each_hall: Hall) -> None:
    parcel(each_hall)
    assert round_(each_hall) == []


def test_a_controller_that_forgot_our_parcel_is_told_of_once_it_lasts(each_hall: Hall) -> None:
    hall = each_hall
    door = parcel(hall).compartment
    forgotten = hall.bank.reservations.popitem()
    assert round_(hall) == [("lost", door)]
    assert told(hall, "nu mai știe de hârtiile") == 0
    round_(hall, TEN_MINUTES)
    assert told(hall, f"nu mai știe de hârtiile din ușa {door}") == 1
    round_(hall, TEN_MINUTES)
    assert told(hall, "nu mai știe de hârtiile") == 1
    hall.bank.reservations.update([forgotten])
    assert round_(hall) == []


def test_a_door_kept_for_nobody_we_know_is_told_of(each_hall: Hall) -> None:
    hall = each_hall
    reserved(hall)
    strange = hall.bank.reserve(key="another", ref="of nobody", size="S", accessible=False)
    assert round_(hall) == [("stray", strange.compartment)]
    round_(hall, TEN_MINUTES)
    assert told(hall, f"ușa {strange.compartment} este ținută") == 1
    hall.bank.cancel(key="c", reservation=strange.id)
    assert round_(hall) == []


def test_a_parcel_that_is_over_for_us_and_lives_there_is_a_stranger(hall: Hall) -> None:
    lying = parcel(hall)
    with transaction():
        lying.state = "collected"
    assert round_(hall) == [("stray", lying.compartment)]


def test_while_the_controller_has_more_to_tell_nothing_is_compared(hall: Hall) -> None:
    parcel(hall)
    hall.bank.reservations.clear()
    hall.bank.status = lambda: CabinetStatus("cabinet-1", hall.now, 9, 2)
    assert round_(hall) == []


def test_a_person_who_looked_is_not_rung_again(hall: Hall) -> None:
    door = parcel(hall).compartment
    hall.bank.reservations.clear()
    assert round_(hall) == [("lost", door)]
    elena = hall.actor("Elena").person_id
    with transaction():
        (alarm,) = alarms.ringing([queries.cabinet("cabinet-1").id])
        alarms.end_by(alarm, "am scos plicul", elena, hall.now)
    assert round_(hall, TEN_MINUTES) == []
