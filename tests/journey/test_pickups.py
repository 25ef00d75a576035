"""A paper's time in its compartment: who waits for one, who opens it, once longer, and what proves it."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cases import actions
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.incidents import Incident
from app.cityhall.lockers import factors, grants, rules, waiting
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Grant, Parcel
from app.cityhall.registry.rules import BUCHAREST
from app.database import session, transaction
from app.journey import postman, secrets
from app.journey.lockers import hearing, pickups
from app.refusal import Refusal
from tests.hall import Hall


def parcel_of(case: Case) -> Parcel:
    session().rollback()
    found = lockers.latest(case.id)
    assert found is not None
    return found


def answered(hall: Hall) -> Case:
    case = hall.petition()
    hall.answered(case)
    return case


def ready(hall: Hall) -> Case:
    case = answered(hall)
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    return case


def envelope(parcel: Parcel) -> Grant:
    return next(one for one in grants.of_parcel(parcel.id) if one.holder == "envelope")


def extend(hall: Hall, case: Case) -> None:
    with transaction():
        pickups.extend(hall.grant(parcel_of(case)), None, hall.now)
    hall.works()


def test_the_first_who_waits_gets_the_first_free_door(any_hall: Hall) -> None:
    hall = any_hall
    hall.bank.free.clear()
    first = answered(hall)
    hall.passes(minutes=1)
    second = answered(hall)
    assert lockers.latest(first.id) is lockers.latest(second.id) is None
    assert hall.fresh(first).status == "locker_full"
    hall.bank.free.append(2)
    pickups.look_for_free(hall.house, hall.now)
    hall.works()
    assert parcel_of(first).compartment == 2
    assert hall.fresh(first).status == "to_locker"
    assert hall.fresh(second).status == "locker_full"
    assert lockers.latest(second.id) is None
    assert hall.task(first, "deposit").role == "locker_operator"


def test_nobody_jumps_the_queue(hall: Hall) -> None:
    hall.bank.free.clear()
    first = answered(hall)
    hall.passes(minutes=1)
    hall.bank.free.append(3)
    newcomer = answered(hall)
    assert lockers.latest(newcomer.id) is None
    pickups.look_for_free(hall.house, hall.now)
    hall.works()
    assert parcel_of(first).compartment == 3
    place = waiting.of_case(newcomer.id)
    assert place is not None
    assert place.ended_at is None


def free(hall: Hall, why: str) -> None:
    with transaction():
        pickups.door_free(cabinets.cabinet("cabinet-1"), "S", why, hall.now, accessible=False)


def test_who_is_called_keeps_the_place_while_another_door_becomes_free(hall: Hall) -> None:
    hall.bank.free.clear()
    first = answered(hall)
    free(hall, "one")
    assert hall.works_once()  # the case has heard it, its reservation is still to be made
    free(hall, "two")
    place = waiting.of_case(first.id)
    assert place is not None
    assert place.ended == ""


def test_two_doors_free_at_once_call_two_and_trouble_nobody(hall: Hall) -> None:
    hall.bank.free.clear()
    first = answered(hall)
    hall.passes(minutes=1)
    second = answered(hall)
    hall.bank.free += [2, 3]
    pickups.look_for_free(hall.house, hall.now)
    hall.works()
    assert [parcel_of(one).compartment for one in (first, second)] == [2, 3]
    hall.passes(minutes=6)
    postman.rounds(hall.now)
    assert session().scalars(select(Incident)).first() is None


def test_the_envelope_opens_until_the_paper_is_ready_and_the_applicant_after(hall: Hall) -> None:
    case = answered(hall)
    parcel = parcel_of(case)
    told = hall.bank.grants[parcel.reservation]
    assert [one.purpose for one in told] == ["deposit"]
    token = secrets.grant_token(hall.house, envelope(parcel))
    assert told[0].token_sha256 == rules.token_sha256(token)
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    assert [one.purpose for one in hall.bank.grants[parcel.reservation]] == ["collect"]


def test_a_shown_envelope_finishes_the_task_of_whoever_holds_it(hall: Hall) -> None:
    case = answered(hall)
    parcel = parcel_of(case)
    with transaction():
        actions.claim(hall.task(case, "deposit"), hall.actor("Elena"), hall.now)
    event = hall.bank.event("door.closed", "deposit", hall.now)
    event |= {"grant": f"{envelope(parcel).id}:1", "state": "occupied"}
    with transaction():
        hearing.hear("cabinet-1", [event], hall.house, hall.now)
    hall.works()
    assert parcel_of(case).state == "ready"
    assert hall.fresh(case).status == "ready_locker"


def test_a_door_closed_on_nothing_is_no_deposit(hall: Hall) -> None:
    case = answered(hall)
    event = hall.bank.event("door.closed", "deposit", hall.now) | {"state": "reserved"}
    with transaction():
        hearing.hear("cabinet-1", [event], hall.house, hall.now)
    assert parcel_of(case).state == "reserved"


def test_the_owner_is_reminded_a_day_before_the_end(hall: Hall) -> None:
    ready(hall)
    hall.passes(hours=47)
    before = len(hall.sms.to("+40721000101"))
    hall.passes(hours=2)
    assert "asteapta" in hall.sms.to("+40721000101")[before]


def test_once_longer_and_the_codes_stay(any_hall: Hall) -> None:
    hall = any_hall
    case = ready(hall)
    parcel = parcel_of(case)
    until, told = parcel.expires_at, hall.bank.grants[parcel.reservation][0]
    assert until is not None
    hall.passes(hours=60)
    extend(hall, case)
    after = parcel_of(case)
    assert after.expires_at == until + timedelta(hours=48)
    longer = hall.bank.grants[parcel.reservation][0]
    assert (longer.token_sha256, longer.not_after) == (told.token_sha256, until + timedelta(hours=48))
    with pytest.raises(Refusal, match=r"pickup\.extended_already"):
        extend(hall, case)
    hall.passes(hours=40)  # past the first end
    assert parcel_of(case).state == "ready"
    hall.passes(hours=21)
    assert parcel_of(case).state == "recalled"
    with pytest.raises(Refusal, match=r"pickup\.over"):
        extend(hall, case)


def told(hall: Hall, purpose: str, *kinds: str, **more: object) -> None:
    for kind in kinds:
        hall.now += timedelta(seconds=5)
        event = hall.bank.event(f"door.{kind}", purpose, hall.now) | more
        with transaction():
            hearing.hear("cabinet-1", [event], hall.house, hall.now)
    hall.works()


def text_of(hall: Hall, case: Case, kind: str) -> str:
    session().rollback()
    (paper,) = [one for one in documents.of_case(case.id) if one.kind == kind]
    assert paper.public
    content = hall.house.outside.files.get(paper.latest.sha256)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_who_collected_and_when_is_proved_in_the_file(hall: Hall) -> None:
    case = ready(hall)
    grant = f"{hall.grant(parcel_of(case)).id}:1"
    told(hall, "collect", "opened", "closed", grant=grant, state="free")
    told(hall, "collect", "closed", grant=grant, state="free")
    proof = text_of(hall, case, "delivery_proof")
    assert "Ioana Cetățean (solicitant)" in proof
    assert "Ușa s-a închis după ridicare" in proof
    assert f"{hall.now.astimezone(BUCHAREST):%d.%m.%Y}" in proof
    assert hall.fresh(case).status == "closed"


def test_a_paper_still_inside_is_not_taken_back(hall: Hall) -> None:
    case = ready(hall)
    hall.passes(hours=73)
    told(hall, "take_back", "opened", "closed", state="needs_check")
    assert parcel_of(case).state == "recalled"


def test_a_paper_taken_back_leaves_a_minute_with_its_operator(hall: Hall) -> None:
    case = ready(hall)
    hall.passes(hours=73)
    told(hall, "take_back", "opened", "closed", state="free")
    minute = text_of(hall, case, "take_back_minute")
    assert "Documentul a fost scos din casetă" in minute
    assert "Operator casetă" in minute


def test_a_captured_cabinet_says_nothing_about_another(hall: Hall) -> None:
    case = ready(hall)
    event = hall.bank.event("door.closed", "collect", hall.now)
    with transaction():
        hearing.hear("cabinet-2", [event], hall.house, hall.now)
    assert parcel_of(case).state == "ready"


def test_a_second_factor_is_the_birth_date_or_the_number() -> None:
    assert factors.chosen("1800101400016", "7/22.11.2026") == ("birth_date", "01011980")
    assert factors.chosen(None, "142/22.11.2026") == ("number", "142")


def test_in_the_last_minute_it_is_too_late_to_ask_for_more(hall: Hall) -> None:
    case = ready(hall)
    hall.now += timedelta(hours=72, seconds=-50)
    with pytest.raises(Refusal, match=r"pickup\.over"):
        extend(hall, case)
    hall.now -= timedelta(seconds=20)
    extend(hall, case)
    hall.passes(hours=2)
    assert parcel_of(case).state == "ready"
