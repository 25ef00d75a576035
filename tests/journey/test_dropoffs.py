"""Papers handed in through a compartment: prepared, laid in, numbered, emptied, ticked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.cityhall import submissions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.dropoffs import queries
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.dropoffs.rules import DropOffState
from app.cityhall.lockers import grants
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.submissions import Draft
from app.database import session, transaction
from app.journey.lockers import dropoff_checks, dropoff_preparing, dropoffs, hearing
from app.journey.lockers.dropoff_preparing import Wanted
from app.queue import jobs
from app.refusal import Refusal
from tests.hall import PETITION, Hall

IOANA, PHONE = "ioana@exemplu.ro", "+40721000101"
ANNEX = {"code": "annexes", "title": "Anexe", "need": "recommended", "laid": "laid"}
DEED = {"code": "deed", "title": "Actul de proprietate", "need": "required", "laid": "laid"}


def drafted(hall: Hall, code: str = "petition", **answers: Any) -> UUID:
    """Ioana filled a form and did not send it."""
    with transaction():
        who = hall.actor(IOANA).person_id
        said = {**PETITION, **answers}
        return submissions.begin(who, procedures.current(code), "portal", said, hall.now).id


def prepares(hall: Hall, draft_id: UUID, *items: dict[str, Any], **more: Any) -> UUID:
    """She asks for a door instead of sending it."""
    wanted = Wanted("cabinet-1", "S", items or (ANNEX,), **more)
    who = hall.actor(IOANA)
    with transaction():
        own = submissions.mine(draft_id, who.person_id, lock=True)
        made = dropoff_preparing.of_request(own, wanted, who, hall.now).id
    dropoff_preparing.keep_door(made, hall.house, hall.now)
    hall.works()
    return made


def now(drop_off_id: UUID) -> DropOff:
    session().rollback()
    session().expire_all()
    found = queries.get(drop_off_id)
    assert found is not None
    return found


def filed(dropped: DropOff) -> tuple[Case, RegisterEntry]:
    assert dropped.case is not None
    assert dropped.entry is not None
    return dropped.case, dropped.entry


def emptied(hall: Hall, dropped: UUID) -> DropOff:
    with transaction():
        dropoff_checks.ask_to_open(now(dropped), hall.actor("Elena"), hall.now)
    hall.works()
    hall.door("opened", "take_back")
    hall.door("closed", "take_back")
    return now(dropped)


def test_the_door_that_closes_gives_the_number(each_hall: Hall) -> None:
    hall = each_hall
    dropped = prepares(hall, drafted(hall))
    (told,) = hall.bank.grants.values()
    assert [one.purpose for one in told] == ["deposit"]
    assert "usa 1, PIN" in hall.sms.to(PHONE)[-1]
    hall.passes(hours=2)
    closed = hall.now
    hall.now += timedelta(minutes=20)  # the cabinet could not tell at once
    event = hall.bank.event("door.closed", "deposit", closed)
    tell(hall, event)
    case, entry = filed(now(dropped))
    assert (entry.channel, entry.arrived_at, entry.annexes) == ("locker", closed, 1)
    assert case.entry_id == entry.id
    assert entry.legal_number in hall.sms.to(PHONE)[-1]
    assert grants.parcel_of(grants.of_parcel(dropped)[0]).state == ParcelState.DEPOSITED
    tell(hall, hall.bank.event("door.closed", "deposit", hall.now))
    assert filed(now(dropped))[1].id == entry.id


def tell(hall: Hall, event: dict[str, object]) -> None:
    with transaction():
        hearing.hear("cabinet-1", [event], hall.house, hall.now)
    hall.works()


def test_nothing_laid_in_frees_the_door_and_keeps_the_draft(hall: Hall) -> None:
    dropped = prepares(hall, drafted(hall))
    hall.passes(hours=23)
    assert dropoffs.lapse_due(hall.now) == 0
    hall.passes(hours=2)
    assert dropoffs.lapse_due(hall.now) == 1
    hall.works()
    assert now(dropped).state == DropOffState.LAPSED
    assert "nu mai este pastrata" in hall.sms.to(PHONE)[-1]
    draft_id = now(dropped).draft_id
    assert draft_id is not None
    assert now(prepares(hall, draft_id)).state == DropOffState.PREPARED


def test_who_gives_up_while_the_door_is_being_asked_back_has_given_up(hall: Hall) -> None:
    made = prepares(hall, drafted(hall))
    hall.now += timedelta(hours=25)
    assert dropoffs.lapse_due(hall.now) == 1
    with transaction():
        dropoff_preparing.give_up(now(made), hall.actor(IOANA), hall.now)
    hall.works()
    assert now(made).state == DropOffState.GIVEN_UP
    assert hall.bank.booked() == []
    assert jobs.dead() == []


def test_a_clerk_empties_and_ticks_and_what_is_missing_waits_for_the_officer(hall: Hall) -> None:
    dropped = prepares(hall, drafted(hall), ANNEX, DEED)
    hall.door("closed", "deposit")
    assert emptied(hall, dropped).state == DropOffState.EMPTIED
    elena = hall.actor("Elena")
    with transaction():
        dropoff_checks.note_found(now(dropped), {"annexes": "received"}, elena)
    with pytest.raises(Refusal, match="unticked"), transaction():
        dropoff_checks.verify(now(dropped), elena, hall.house, hall.now)
    with transaction():
        found = now(dropped)
        dropoff_checks.note_found(found, {"deed": "absent"}, elena)
        dropoff_checks.verify(found, elena, hall.house, hall.now)
    hall.works()
    assert now(dropped).state == DropOffState.VERIFIED
    assert "nu am gasit" in hall.sms.to(PHONE)[-1]


def test_papers_that_a_sensor_still_sees_are_not_taken_out(hall: Hall) -> None:
    dropped = prepares(hall, drafted(hall))
    hall.door("closed", "deposit")
    with transaction():
        dropoff_checks.ask_to_open(now(dropped), hall.actor("Elena"), hall.now)
    hall.works()
    tell(hall, {**hall.bank.event("door.closed", "take_back", hall.now), "state": "needs_check"})
    assert now(dropped).state == DropOffState.LAID_IN
    assert emptied(hall, dropped).state == DropOffState.EMPTIED


def test_what_is_missing_is_asked_for_with_one_click_and_stops_the_clock(hall: Hall) -> None:
    dropped = prepares(hall, drafted(hall), {**ANNEX, "need": "required"})
    hall.door("closed", "deposit")
    emptied(hall, dropped)
    case, _entry = filed(now(dropped))
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    with transaction():
        found = now(dropped)
        dropoff_checks.note_found(found, {"annexes": "absent"}, hall.actor("Elena"))
        dropoff_checks.verify(found, hall.actor("Elena"), hall.house, hall.now)
    proposed = hall.task(case, "analysis").draft["defects"]
    assert proposed == [{"paper": "annexes", "reason": "missing"}]
    hall.does("Ana", case, "analysis", decision="completion", defects=proposed)
    assert hall.task(case, "completion").role == "applicant"


def test_whoever_dies_before_the_door_is_kept_leaves_nothing_behind(hall: Hall) -> None:
    who, draft = hall.actor(IOANA), drafted(hall)
    with transaction():
        own = submissions.mine(draft, who.person_id, lock=True)
        wanted = Wanted("cabinet-1", "S", (ANNEX,))
        made = dropoff_preparing.of_request(own, wanted, who, hall.now).id
    key = dropoff_preparing.reserving(made)
    hall.bank.reserve(key=key, ref=str(made), size="S", accessible=False)
    hall.passes(minutes=6)
    assert dropoffs.lapse_due(hall.now) == 1
    hall.works()
    assert now(made).state == DropOffState.LAPSED


def test_others_neither_open_nor_tick(hall: Hall) -> None:
    dropped = prepares(hall, drafted(hall))
    hall.door("closed", "deposit")
    with pytest.raises(Refusal, match="closed"), transaction():
        dropoff_checks.ask_to_open(now(dropped), hall.actor("Ana"), hall.now)


def test_papers_get_a_number_even_when_their_request_cannot_be_filed(hall: Hall) -> None:
    draft = drafted(hall)
    dropped = prepares(hall, draft)
    with transaction() as writing:
        writing.get_one(DropOff, dropped).answers = {}
        writing.get_one(Draft, draft).answers = {"subject": "half"}
    hall.door("closed", "deposit")
    found = now(dropped)
    assert found.trouble == "form.invalid"
    case, entry = filed(found)
    assert (case.version.code, case.entry_id, entry.channel) == ("drop_off", entry.id, "locker")
    assert hall.task(case, "registry_check").role == "registrar"
    assert entry.legal_number in hall.sms.to(PHONE)[-1]


def test_papers_are_entered_alone_where_nothing_can_be_opened(hall: Hall) -> None:
    draft = drafted(hall)
    dropped = prepares(hall, draft)
    with transaction() as writing:
        found = writing.get_one(DropOff, dropped)
        found.answers, found.person.full_name = {}, "I" * 150  # longer than any form takes
        writing.get_one(Draft, draft).answers = {"subject": "half"}
    hall.door("closed", "deposit")
    found = now(dropped)
    assert (found.trouble, found.case_id) == ("form.invalid", None)
    assert found.entry is not None
    assert found.entry.legal_number in hall.sms.to(PHONE)[-1]


def test_a_completion_is_registered_when_the_door_closes(hall: Hall) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does(
        "Ana", case, "analysis", decision="completion", defects=[{"reason": "missing", "paper": "annexes"}]
    )
    task, who = hall.task(case, "completion"), hall.actor(IOANA)
    with transaction():
        wanted = Wanted("cabinet-1", "M", (ANNEX,))
        made = dropoff_preparing.of_completion(hall.again(task), wanted, who, hall.now).id
    dropoff_preparing.keep_door(made, hall.house, hall.now)
    hall.works()
    hall.door("closed", "deposit")
    dropped = now(made)
    assert dropped.trouble == ""
    assert dropped.entry is not None
    assert dropped.entry.connected_to_id == case.entry_id
    assert not [one for one in cases.open_tasks(case.id) if one.role == "applicant"]
    assert dropped.entry.legal_number in hall.sms.to(PHONE)[-1]


def test_originals_go_back_through_the_same_cabinet(each_hall: Hall) -> None:
    hall = each_hall
    dropped = prepares(hall, drafted(hall), ANNEX, DEED)
    hall.door("closed", "deposit")
    emptied(hall, dropped)
    verified(hall, dropped, annexes="received", deed="original")
    case = now(dropped).returned
    assert case is not None
    assert (case.answers["summary"], case.delivery) == ("Actul de proprietate", "locker")
    assert (case.entry.direction, case.entry.connected_to_id) == ("internal", now(dropped).entry_id)
    assert "restituie" in hall.sms.to(PHONE)[-1]
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    assert "PIN" in hall.sms.to(PHONE)[-1]
    hall.passes(hours=5)
    hall.door("closed", "collect")
    ended = now(dropped).returned
    assert ended is not None
    assert (ended.outcome, ended.closed_at) == ("originals_returned", hall.now)


def test_originals_go_to_the_counter_when_the_clerk_says_so(hall: Hall) -> None:
    dropped = prepares(hall, drafted(hall), DEED)
    hall.door("closed", "deposit")
    emptied(hall, dropped)
    with pytest.raises(Refusal, match="way"):
        verified(hall, dropped, "pigeon", deed="original")
    verified(hall, dropped, "counter", deed="original")
    case = now(dropped).returned
    assert case is not None
    assert hall.task(case, "handover").role == "registrar"


def test_nothing_is_returned_when_nothing_was_an_original(hall: Hall) -> None:
    dropped = prepares(hall, drafted(hall), DEED)
    hall.door("closed", "deposit")
    emptied(hall, dropped)
    verified(hall, dropped, deed="received")
    assert now(dropped).returned_case_id is None


def verified(hall: Hall, dropped: UUID, way: str = "locker", **ticks: str) -> None:
    with transaction():
        found, elena = now(dropped), hall.actor("Elena")
        dropoff_checks.note_found(found, ticks, elena)
        dropoff_checks.verify(found, elena, hall.house, hall.now, way)
    hall.works()
