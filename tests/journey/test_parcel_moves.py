"""Papers moved to another door: whoever holds a code is told once, however the hall learns of it."""

from datetime import date
from uuid import UUID

from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.cityhall.notices import for_sms
from app.database import session, transaction
from app.journey.lockers import cabinet_hands, cabinets, hearing, pickup_helpers
from app.outside.lockers import Door
from tests.hall import Hall
from tests.journey.test_dropoffs import PHONE, drafted, prepares
from tests.journey.test_pickups import parcel_of, ready

MARIA = "+40722333444"


def with_delegate(hall: Hall) -> UUID:
    parcel = parcel_of(ready(hall)).id
    with transaction():
        own = hall.grant(found(parcel))
        pickup_helpers.hand_on(own, "Maria Pop", MARIA, date(1980, 1, 2), "", hall.house, hall.now)
    hall.works()
    return parcel


def of_the_move(hall: Hall, parcel: UUID, number: int = 3) -> dict[str, object]:
    event = hall.bank.event("door.opened", "deposit", hall.now)
    return {**event, "ref": str(parcel), "compartment": number, "reason": "moved", "actor": "operator"}


def hear(hall: Hall, event: dict[str, object]) -> None:
    with transaction():
        hearing.hear("cabinet-1", [event], hall.house, hall.now)
    hall.works()


def told_of_door(hall: Hall, phone: str, door: int) -> int:
    return sum(f"usa {door}" in one for one in hall.sms.to(phone))


def test_everybody_with_a_code_is_told_the_new_door(each_hall: Hall) -> None:
    hall = each_hall
    parcel = with_delegate(hall)
    number = cabinet_hands.move(found(parcel), hall.actor("Elena"), hall.house, hall.now)
    hall.works()
    assert found(parcel).compartment == number == 2
    assert (told_of_door(hall, PHONE, 2), told_of_door(hall, MARIA, 2)) == (1, 1)


def test_a_move_whose_hall_died_is_told_by_the_doors_own_event_and_once(hall: Hall) -> None:
    parcel = with_delegate(hall)
    event = of_the_move(hall, parcel)
    hear(hall, event)
    hear(hall, {**event, "id": "again"})
    assert found(parcel).compartment == 3
    assert (told_of_door(hall, PHONE, 3), told_of_door(hall, MARIA, 3)) == (1, 1)


def test_a_move_of_which_no_event_came_is_found_by_the_round(hall: Hall) -> None:
    parcel = with_delegate(hall)
    doors = [Door(3, "S", False, "occupied", "closed", 90, str(parcel))]
    hall.bank.compartments = lambda: doors  # type: ignore[method-assign]
    hall.passes(minutes=1)
    cabinets.round_(hall.house, hall.now)
    hall.works()
    assert found(parcel).compartment == 3
    assert told_of_door(hall, MARIA, 3) == 1


def test_who_has_not_laid_anything_in_yet_is_told_where_to(hall: Hall) -> None:
    made = prepares(hall, drafted(hall))  # its parcel has the same id
    cabinet_hands.move(found(made), hall.actor("Elena"), hall.house, hall.now)
    hall.works()
    assert told_of_door(hall, PHONE, 2) == 1


def test_a_late_event_of_the_old_door_moves_nothing_back(hall: Hall) -> None:
    parcel = with_delegate(hall)
    late = of_the_move(hall, parcel, 1)
    hall.passes(minutes=5)
    hear(hall, of_the_move(hall, parcel))
    hear(hall, late)
    assert found(parcel).compartment == 3


def found(parcel: UUID) -> Parcel:
    session().rollback()
    kept = lockers.by_id(parcel)
    assert kept is not None
    return kept


def test_an_sms_has_no_sign_that_would_halve_its_length(hall: Hall) -> None:
    """The cabinet stands at „intrarea primăriei”; the page and the e-mail write it so, the SMS cannot."""
    prepares(hall, drafted(hall))
    assert "intrarea primariei" in hall.sms.to(PHONE)[-1]
    assert for_sms("„Ședință” – își țâșni…") == '"Sedinta" - isi tasni...'
