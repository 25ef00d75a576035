"""Originals that are still to come: reminded once, ticked once."""

from datetime import timedelta

import pytest

from app.cityhall import originals
from app.cityhall.institutions import LocalRule
from app.database import session, transaction
from app.journey import originals as reminding
from app.refusal import Refusal
from tests.hall import Hall


def test_a_sender_is_reminded_once_and_the_paper_ticked(each_hall: Hall) -> None:
    hall = each_hall
    case, elena = hall.petition(), hall.actor("Elena")
    with transaction():
        made = originals.expect(case.entry, "Ioana", "ioana@exemplu.ro", elena.person_id, hall.now)
        with pytest.raises(Refusal, match=r"original\.expected"):
            originals.expect(case.entry, "Ioana", "", elena.person_id, hall.now)
    before = len(hall.mail.to("ioana@exemplu.ro"))
    assert reminding.remind_due(hall.now + timedelta(days=4)) == 0
    hall.now += timedelta(days=5)
    assert (reminding.remind_due(hall.now), reminding.remind_due(hall.now)) == (1, 0)
    hall.works()
    [told] = hall.mail.to("ioana@exemplu.ro")[before:]
    assert case.entry.legal_number in told
    with transaction():
        found = originals.mine(made.id, elena.institutions())
        originals.came(found, 3, elena.person_id, hall.now)
        with pytest.raises(Refusal, match=r"original\.settled"):
            originals.give_up(found, "nu mai vine", elena.person_id, hall.now)
    assert originals.waiting(elena.institutions()) == []
    assert [one.sheets for one in originals.settled(elena.institutions())] == [3]


def test_whoever_brought_it_before_the_letter_left_is_not_written_to(hall: Hall) -> None:
    case, elena = hall.petition(), hall.actor("Elena")
    with transaction():
        made = originals.expect(case.entry, "Ioana", "ioana@exemplu.ro", elena.person_id, hall.now)
    before = len(hall.mail.to("ioana@exemplu.ro"))
    hall.now += timedelta(days=6)
    reminding.remind_due(hall.now)
    with transaction():
        originals.came(originals.mine(made.id, elena.institutions()), None, elena.person_id, hall.now)
    hall.works()
    assert len(hall.mail.to("ioana@exemplu.ro")) == before


def test_how_long_is_awaited_is_the_halls_own_rule(hall: Hall) -> None:
    case, elena = hall.petition(), hall.actor("Elena")
    with transaction():
        session().add(
            LocalRule(
                institution_id=case.institution_id,
                key=originals.RULE,
                value={"remind": 2, "wait": 30},
                act="Dispoziția 1/2026",
                valid_from=hall.now.date() - timedelta(days=1),
            )
        )
        made = originals.expect(case.entry, "Ioana", "", elena.person_id, hall.now)
    assert (made.due_on - hall.now.date()).days == 30


def test_another_institutions_original_is_not_seen(hall: Hall) -> None:
    case, elena = hall.petition(), hall.actor("Elena")
    with transaction():
        made = originals.expect(case.entry, "Ioana", "", elena.person_id, hall.now)
    with pytest.raises(Refusal, match=r"original\.unknown"), transaction():
        originals.mine(made.id, set())
