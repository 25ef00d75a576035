"""Cabinets: the mirror of their doors, alarms told once, how full they will be, and their figures."""

from datetime import timedelta

import pytest

from app.cityhall.cabinets import alarms, compartments, contents, figures, planning, queries
from app.cityhall.cabinets.models import Compartment
from app.cityhall.lockers import queries as parcels
from app.cityhall.lockers.models import Parcel
from app.database import session, transaction
from app.journey.lockers import cabinets, hearing
from app.outside import OutsideError
from app.outside.lockers import Booked, Door
from tests.hall import Hall

MINUTE = timedelta(minutes=1)


class Doors:
    """A controller that says how its doors stand, or nothing."""

    def __init__(self, hall: Hall, *doors: Door) -> None:
        self.doors, self.silent, self.hall = list(doors), False, hall

    def status(self) -> object:
        if self.silent:
            raise OutsideError("unreachable")
        return self.hall.bank.status()._replace(clock=self.hall.now)

    def compartments(self) -> list[Door]:
        return self.doors

    def booked(self) -> list[Booked]:
        return self.hall.bank.booked()


def asked(hall: Hall, bank: Doors) -> None:
    cabinets.ask("cabinet-1", bank, hall.house, hall.now)  # type: ignore[arg-type]
    cabinets.tell(hall.house, hall.now)
    hall.works()


def ringing() -> list[tuple[str, int]]:
    session().rollback()
    return [(one.kind, one.compartment) for one in alarms.ringing([queries.cabinet("cabinet-1").id])]


def event(hall: Hall, number: int, kind: str, **more: object) -> dict[str, object]:
    at = hall.now.isoformat()
    return {"id": f"e-{number}", "seq": number, "type": kind, "at": at, "compartment": 2, **more}


def heard(hall: Hall, *events: dict[str, object]) -> None:
    with transaction():
        hearing.hear("cabinet-1", list(events), hall.house, hall.now)
    cabinets.tell(hall.house, hall.now)
    hall.works()


def two(hall: Hall) -> Doors:
    return Doors(
        hall, Door(1, "S", True, "free", "closed", 90), Door(2, "M", False, "occupied", "closed", 60)
    )


def test_a_door_left_open_is_told_once_and_ends_when_it_closes(each_hall: Hall) -> None:
    hall = each_hall
    asked(hall, two(hall))
    hall.now += MINUTE
    heard(hall, event(hall, 1, "door.opened", state="occupied"))
    heard(hall, event(hall, 2, "door.left_open", state="occupied"))
    heard(hall, event(hall, 3, "door.left_open", state="occupied"))
    assert ringing() == [("left_open", 2)]
    told = [m for m in hall.house.outside.mail.sent.values() if "ușa 2 a rămas deschisă" in str(m["subject"])]  # type: ignore[attr-defined]
    assert len(told) == 1
    hall.now += MINUTE
    heard(hall, event(hall, 4, "door.closed", state="free", purpose="collect"))
    assert ringing() == []
    door = queries.door("cabinet-1", 2)
    assert door is not None
    assert (door.state, door.door) == ("free", "closed")


def test_news_that_comes_late_changes_nothing(hall: Hall) -> None:
    asked(hall, two(hall))
    late = event(hall, 1, "door.left_open", state="reserved")
    hall.now += MINUTE
    heard(hall, event(hall, 2, "door.closed", state="free"))
    heard(hall, late)
    door = queries.door("cabinet-1", 2)
    assert door is not None
    assert (door.state, door.door) == ("free", "closed")
    assert ringing() == []


def test_silence_rings_after_the_patience_and_ends_with_the_first_answer(hall: Hall) -> None:
    bank = two(hall)
    asked(hall, bank)
    bank.silent = True
    hall.now += 4 * MINUTE
    asked(hall, bank)
    assert ringing() == []
    hall.now += 2 * MINUTE
    asked(hall, bank)
    asked(hall, bank)
    assert ringing() == [("offline", 0)]
    bank.silent = False
    asked(hall, bank)
    assert ringing() == []


def test_what_a_person_ended_does_not_ring_again_until_it_happens_anew(hall: Hall) -> None:
    bank = two(hall)
    bank.doors[1] = bank.doors[1]._replace(door="jammed")
    asked(hall, bank)
    with transaction():
        (one,) = alarms.ringing([queries.cabinet("cabinet-1").id])
        alarms.end_by(one, "Am chemat service-ul.", hall.actor("Elena").person_id, hall.now)
    hall.now += MINUTE
    asked(hall, bank)
    assert ringing() == []
    bank.doors[1] = bank.doors[1]._replace(door="closed")
    asked(hall, bank)
    hall.now += MINUTE
    bank.doors[1] = bank.doors[1]._replace(door="jammed")
    asked(hall, bank)
    assert ringing() == [("jammed", 2)]


def test_papers_in_another_door_than_we_knew_are_found_there(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    parcel = case_parcel(hall)
    bank = Doors(hall, Door(9, "S", False, "occupied", "closed", 60, str(parcel)))
    asked(hall, bank)
    assert parcels.at_the_door(queries.cabinet("cabinet-1").id)[0].compartment == 9


def test_papers_on_a_clerks_desk_do_not_hide_what_lies_in_their_door_now(hall: Hall) -> None:
    """A drop-off that was emptied waits to be ticked; its door is another's."""
    cabinet, asked_for = queries.cabinet("cabinet-1"), {"size": "S", "grants_version": 0}
    with transaction():
        for state, reservation in (("emptied", "r-1"), ("ready", "r-2")):
            told = {"compartment": 4, "state": state, "reservation": reservation, "reserved_at": hall.now}
            session().add(Parcel(cabinet_id=cabinet.id, **told, **asked_for))
    for there in (
        parcels.at_the_door(cabinet.id),
        [one.parcel for one in contents.lying(cabinet, ()).values()],
    ):
        assert [(one.compartment, one.state) for one in there] == [(4, "ready")]


def case_parcel(hall: Hall) -> object:
    (one,) = parcels.at_the_door(queries.cabinet("cabinet-1").id)
    return one.id


def test_columns_stand_as_in_the_street() -> None:
    doors = [Compartment(number=n, height_cm=90 - 30 * ((n - 1) % 3)) for n in range(1, 8)]
    columns = compartments.columns(doors)
    assert [[one.number for one in column] for column in columns] == [[1, 2, 3], [4, 5, 6], [7]]


@pytest.mark.parametrize(
    ("ages", "lies", "more", "chance"),
    [((), 5, 5, 1.0), ((1, 2, 3, 4), 0, 2, 0.5), ((1, 2, 3, 4), 2, 1, 0.5), ((1, 2), 9, 1, 1.0)],
)
def test_the_longer_papers_lay_the_less_their_past_counts(
    ages: tuple[float, ...], lies: float, more: float, chance: float
) -> None:
    assert planning.chance_of_staying(ages, lies, more) == chance


def test_percentiles_are_values_that_were_measured() -> None:
    assert figures.percentile([], 50) is None
    assert figures.percentile([3, 1, 2], 50) == 2
    assert figures.percentile(list(range(1, 101)), 95) == 95


def test_a_round_trip_stands_in_the_figures_of_its_week(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    hall.door("closed", "deposit", 1)
    hall.does("Elena", case, "deposit", confirmed=True)
    cabinet = queries.cabinet("cabinet-1")
    hall.now += timedelta(hours=3)
    hall.door("opened", "collect", 2)
    hall.now += timedelta(seconds=20)
    hall.door("closed", "collect", 3)
    session().rollback()
    (week,) = figures.weeks(cabinet.id, hall.now - timedelta(days=7))
    assert (week.pick_ups, week.collected, week.expired_share) == (1, 1, 0)
    assert week.median_hours == pytest.approx(3, abs=0.1)
    assert week.open_seconds == pytest.approx(20)
