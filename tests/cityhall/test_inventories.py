"""Inventories: by year, department and term; handed over by one side and received by the other."""

from datetime import date

import pytest

from app.cityhall.archive import inventories
from app.cityhall.archive.models import RECEIVED
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.refusal import Refusal
from tests.archived import archived, inventory_of
from tests.hall import Hall

LAST_YEAR, BEFORE = date(2025, 4, 1), date(2024, 4, 1)


def test_files_are_grouped_and_due_in_the_second_year(each_hall: Hall) -> None:
    hall = each_hall
    for closed_on, years in ((LAST_YEAR, 10), (LAST_YEAR, 10), (LAST_YEAR, 0), (BEFORE, 10)):
        archived(hall, closed_on, years)
    archived(hall, romanian_day(hall.now), 10)
    halls = hall.actor("Sanda").institutions()
    found = inventories.groups(halls, romanian_day(hall.now))
    assert [(one.year, one.years, one.count, one.due) for one in found] == [
        (2024, 10, 1, True),
        (2025, 0, 1, False),
        (2025, 10, 2, False),
    ]


def test_both_sides_confirm_and_the_register_of_evidence_knows_it(each_hall: Hall) -> None:
    hall = each_hall
    kept, sanda = archived(hall, BEFORE, 10), hall.actor("Sanda")
    made = inventory_of(hall, BEFORE)
    assert made.number == 1
    assert kept.row.inventory_id == made.id
    halls = sanda.institutions()
    assert inventories.groups(halls, romanian_day(hall.now)) == []

    def step(who: str, location: str | None = None) -> None:
        with transaction():
            fresh = inventories.mine(made.id, halls, lock=True)
            if location is None:
                inventories.hand(fresh, hall.actor(who), hall.now)
            else:
                inventories.receive(fresh, location, hall.actor(who).person_id, hall.now)

    with pytest.raises(Refusal, match=r"inventory\.state"):
        step("Sanda", "Depozit 1")
    for stranger in ("Sanda", "Maria"):
        with pytest.raises(Refusal, match=r"inventory\.not_yours"):
            step(stranger)
    step("Silvia")
    with pytest.raises(Refusal, match=r"inventory\.same_person"):
        step("Silvia", "Depozit 1")
    with pytest.raises(Refusal, match=r"inventory\.location"):
        step("Sanda", " ")
    step("Sanda", "Depozit 1, raft 4")
    ((listed, count, destroyed),) = inventories.evidence(*halls)
    assert (listed.state, listed.location, count, destroyed) == (RECEIVED, "Depozit 1, raft 4", 1, 0)
