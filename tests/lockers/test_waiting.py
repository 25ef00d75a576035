"""The waiting list: nobody jumps it, large papers do not starve, four workers do not lock each other out."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Thread
from time import sleep

import pytest
from sqlalchemy import func, select

from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cabinets.models import Cabinet, Compartment
from app.cityhall.cases.models import AwaitedMessage
from app.cityhall.lockers import waiting
from app.cityhall.lockers.models import Parcel, Waiting
from app.database import db, session, transaction
from app.journey.house import House
from app.journey.lockers import hearing, pickups
from app.journey.operations.catalogue import VERBS
from app.journey.operations.context import Context
from app.outside import OutsideError
from tests.hall import Hall
from tools.bench import twins
from tools.bench.locker_street import Clock, Street

WORKERS, EACH, DOORS = 4, 5, 6


def cases(hall: Hall, many: int) -> list[uuid.UUID]:
    """So many petitions."""
    model = hall.petition().id
    return [ids[model] for ids in twins.of(model, many, tables=("case_run",))]


def door(hall: Hall, number: int, size: str, *, accessible: bool = False, state: str = "free") -> None:
    with transaction():
        told = {"size": size, "accessible": accessible, "state": state, "door": "closed"}
        seen = {"changed_at": hall.now, "seen_at": hall.now}
        session().merge(Compartment(cabinet_id=here().id, number=number, **told, **seen))


def here() -> Cabinet:
    return cabinets.cabinet("cabinet-1")


def joins(hall: Hall, case: uuid.UUID, size: str, *, accessible: bool = False) -> None:
    hall.now += timedelta(minutes=1)
    with transaction():
        waiting.join(case, here().id, size, hall.now, accessible=accessible)


def waits(case: uuid.UUID, size: str, *, accessible: bool = False) -> bool:
    return waiting.must_wait(case, here().id, size, accessible=accessible)


def test_a_small_paper_takes_no_large_door_from_a_large_one(hall: Hall) -> None:
    large, small, last = cases(hall, 3)
    assert not waits(small, "S")
    joins(hall, large, "L")
    door(hall, 1, "L")
    assert waits(small, "S"), "it would be given the door that the large paper waits for"
    assert not waits(large, "L")
    door(hall, 2, "S", accessible=True)
    assert waits(small, "S"), "an accessible door is spared: it would still be given the large one"
    door(hall, 3, "S")
    assert not waits(small, "S")
    joins(hall, small, "S")
    assert waits(last, "S")
    assert not waits(small, "S")


def test_a_door_kept_for_a_parcel_is_not_free_though_the_mirror_says_so(hall: Hall) -> None:
    large, small, other = cases(hall, 3)
    joins(hall, large, "L")
    door(hall, 1, "S")
    door(hall, 2, "L")
    with transaction():
        kept = {"cabinet_id": here().id, "compartment": 1, "reservation": "r-1", "reserved_at": hall.now}
        session().add(Parcel(case_id=other, **kept))
    assert waits(small, "S")


def test_a_door_that_was_given_before_the_hall_died_is_not_asked_for_again_nor_left(hall: Hall) -> None:
    """The cabinet kept it, our books do not know: whoever came to wait meanwhile is not ahead of that."""
    mine, other = cases(hall, 2)
    for number, size in enumerate("SSL", start=1):
        door(hall, number, size)
    task = Context(mine, uuid.uuid4(), {}, hall.house, hall.now)
    VERBS["locker_deposit"].perform(task)
    joins(hall, other, "S")
    assert waits(mine, "S")
    with transaction():
        assert VERBS["locker_deposit"].perform(task)() == {
            "reserved": True,
            "waiting": False,
            "compartment": 1,
        }
    session().rollback()
    (parcel,) = session().scalars(select(Parcel).where(Parcel.case_id == mine))
    assert [(one.ref, one.reservation) for one in hall.bank.booked()] == [
        (str(parcel.id), parcel.reservation)
    ]


@pytest.mark.postgres
def test_four_workers_at_one_cabinet(postgres_hall: Hall, tmp_path: Path) -> None:
    """Doors are asked for, freed and called for by four at once: none waits for another for ever."""
    hall = postgres_hall
    clock = Clock(hall.now)
    street = Street(tmp_path, "cabinet-1", DOORS, clock)
    papers = cases(hall, WORKERS * EACH)
    for number in range(1, DOORS + 1):
        door(hall, number, "SSLSMM"[number - 1])
    troubles: list[BaseException] = []

    def works(number: int) -> None:
        with hall.app.app_context():
            lockers = {"cabinet-1": street.another_line()}
            house = replace(hall.house, outside=replace(hall.house.outside, lockers=lockers))
            try:
                Hands(house, clock, street, Random(number)).work(papers[number::WORKERS])
            except BaseException as error:  # noqa: BLE001 - shown by the test itself
                troubles.append(error)
            finally:
                session().close()

    workers = [Thread(target=works, args=(number,), daemon=True) for number in range(WORKERS)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(timeout=30)
    assert not any(one.is_alive() for one in workers)
    assert troubles == []
    session().rollback()
    living = session().scalar(select(func.count()).where(Parcel.state == "reserved")) or 0
    assert living == street.taken()
    standing = session().scalar(select(func.count()).where(Waiting.ended_at.is_(None))) or 0
    assert (living, standing) != (0, 0)
    db.engine.dispose()


class Hands:
    """One worker: asks for doors, gives some back, calls who waits, hears what the cabinet tells."""

    def __init__(self, house: House, clock: Clock, street: Street, dice: Random) -> None:
        self.house, self.clock, self.street, self.dice = house, clock, street, dice

    def work(self, mine: list[uuid.UUID]) -> None:
        acts: list[Callable[[], None]] = [
            lambda: self.hears(self.dice.randrange(1, DOORS + 1)),
            lambda: pickups.look_for_free(self.house, self.clock.now),
        ]
        for case in mine:
            reserved = self.performs("locker_deposit", case)["reserved"]
            if not reserved:
                self.awaits(case)
            elif self.dice.random() < 0.7:
                self.performs("locker_take_back", case)
            self.dice.choice(acts)()
            if self.dice.random() < 0.3:
                self.gives_up(self.dice.choice(mine))

    def performs(self, operation: str, case: uuid.UUID) -> dict[str, object]:
        """As the queue does: a door that its last parcel has not quite left is kept at the next try."""
        context = Context(case, uuid.uuid4(), {}, self.house, self.clock.now)
        for _ in range(20):
            settle = VERBS[operation].perform(context)
            try:
                with transaction():
                    found = settle()
            except OutsideError as error:
                if error.code != "door_not_free_yet":
                    raise
                sleep(0.05)
                continue
            return found if isinstance(found, dict) else {}
        raise AssertionError("the door's last parcel never left it")

    def awaits(self, case: uuid.UUID) -> None:
        with transaction():
            told = {"kind": "message", "name": pickups.FREE, "since": self.clock.now}
            session().add(AwaitedMessage(task_id=uuid.uuid4(), case_id=case, **told))

    def gives_up(self, case: uuid.UUID) -> None:
        with transaction():
            waiting.leave(case, "gave_up", self.clock.now)

    def hears(self, number: int) -> None:
        """The same event may come to two workers at once."""
        told = {"type": "compartment.unblocked", "at": self.clock.now.isoformat(), "state": "free"}
        event = {"id": f"e-{number}-{self.dice.randrange(4)}", "seq": 1, "compartment": number, **told}
        with transaction():
            hearing.hear("cabinet-1", [event], self.house, self.clock.now)
