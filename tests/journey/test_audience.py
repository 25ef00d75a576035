"""An audience from the request to the written answer, by every way that the diagram has."""

from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy.exc import IntegrityError

from app.cityhall import notices
from app.cityhall.audiences import actions, queries
from app.cityhall.audiences.models import Booking
from app.cityhall.audiences.rules import Slot
from app.cityhall.cases import actions as case_actions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.registry import queries as register
from app.database import session, transaction
from app.journey import audience_days, audiences, messages, wishes
from app.refusal import Refusal
from tests.crowd import at_once, overlapping
from tests.hall import PETITION, Hall

REQUEST: dict[str, Any] = {
    "applicant_kind": "person",
    "full_name": "Ioana Cetățean",
    "address": {"street": "Str. Dezrobirii", "number": "12", "locality": "București"},
    "official": "director",
    "category": "sanitation",
    "subject": "Pubelele din spatele blocului",
    "summary": "Pubelele nu se ridică de o lună.",
    "preferred_time": "any",
    "accepts_rescheduling": True,
    "delivery": "email",
    "email": "ioana@exemplu.ro",
    "phone": "0721 000 101",
}
MINUTES: dict[str, Any] = {
    "participants": [{"name": "Ioana Cetățean", "capacity": "solicitant"}],
    "problem": "Pubelele nu se ridică.",
    "answer_given": "Se ridică de două ori pe săptămână.",
    "resolution": "solved",
}
PROMISED: dict[str, Any] = {
    **MINUTES,
    "resolution": "promised",
    "promises": [
        {"text": "Două ridicări pe săptămână", "department": "SAL", "due": "2026-12-18"},
        {"text": "Verificarea parcării", "department": "URB", "due": "2026-12-21"},
    ],
}
ANSWER = {"answer": "Se ridică marți și vineri.", "legal_basis": "OG 27/2002", "appeal": "Legea 554/2004"}


def asks(hall: Hall, by: str = "ioana@exemplu.ro", **answers: Any) -> Case:
    """Somebody asks for an audience, of the director unless it says otherwise."""
    return hall.files("audience", {**REQUEST, **answers}, by).case


def planned(hall: Hall, case: Case, official: str = "director_sal", department: str = "SAL") -> None:
    """The secretary proposes hours."""
    hall.does("Călin", case, "triage", decision="plan", official=official, department=department)


def chooses(hall: Hall, case: Case, number: int = 0) -> Booking:
    """The applicant takes one of the hours offered."""
    slot = str(queries.held(case.id)[number].id)
    hall.does(case.applicant.email or "", case, "slot_choice", slot=slot)
    found = queries.booked(case.id)
    assert found is not None
    return found


def booked(hall: Hall, by: str = "ioana@exemplu.ro", **answers: Any) -> Case:
    """A request with an hour."""
    case = asks(hall, by, **answers)
    planned(hall, case)
    chooses(hall, case)
    return case


def day_comes(hall: Hall, case: Case) -> None:
    """The morning of the audience."""
    booking = queries.booked(case.id)
    assert booking is not None
    hall.passes(seconds=(booking.starts_at - timedelta(hours=1) - hall.now).total_seconds())


def written(hall: Hall, case: Case) -> list[str]:
    session().rollback()
    return [one.template for one in notices.of_case(case.id) if one.channel == "email"]


def test_from_the_request_to_the_written_answer(hall: Hall) -> None:
    case = asks(hall)
    planned(hall, case)
    assert hall.fresh(case).status == "choosing"
    assert len(queries.held(case.id)) == 3
    booking = chooses(hall, case)
    assert hall.fresh(case).status == "scheduled"
    assert queries.held(case.id) == []
    assert hall.task(case, "problem_sheet").due_on == date(2026, 12, 4)
    hall.does("Ana", case, "problem_sheet", situation="Contract.", proposal="Mai des.", attends="Ana")
    day_comes(hall, case)
    assert "audience_reminder" in written(hall, case)
    hall.does("Călin", case, "presence", result="present")
    assert queries.booked(case.id).state == "present"
    hall.does("Călin", case, "minutes", **PROMISED)
    hall.does("Gabi", case, "approval", decision="approve")
    tasks = [one for one in cases.open_tasks(case.id) if one.form == "promise_report"]
    assert [(one.department.code, one.due_on.isoformat()) for one in tasks] == [
        ("SAL", "2026-12-18"), ("URB", "2026-12-21")
    ]  # fmt: skip
    assert hall.task(case, "answer").due_on == date(2026, 12, 22)
    hall.does("Călin", case, "answer", **ANSWER)
    hall.does("Gabi", case, "approval", decision="approve")
    assert hall.fresh(case).outcome == "held"
    for who in ("Ana", "Radu"):
        hall.does(who, case, "promise_report", kept=True, report="Făcut.")
    assert hall.fresh(case).closed_at is not None
    assert booking.starts_at.weekday() == 1


def test_the_applicant_wants_another_hour_and_then_none_is_taken(hall: Hall) -> None:
    case = asks(hall)
    planned(hall, case)
    first = {one.starts_at for one in queries.held(case.id)}
    hall.does("ioana@exemplu.ro", case, "slot_choice", slot="other", preferred_time="afternoon")
    second = {one.starts_at for one in queries.held(case.id)}
    assert second
    assert not first & second
    for _ in range(2):
        hall.does("ioana@exemplu.ro", case, "slot_choice", slot="other")
    assert hall.fresh(case).status == "waiting_list"
    assert queries.held(case.id) == []


def test_who_does_not_choose_in_time_goes_on_the_waiting_list_and_then_back_to_the_secretary(
    hall: Hall,
) -> None:
    case = asks(hall)
    planned(hall, case)
    hall.passes(hours=49)
    assert hall.fresh(case).status == "waiting_list"
    assert "audience_waiting" in written(hall, case)
    hall.passes(days=15)
    assert hall.task(case, "triage")


def test_no_free_hour_leads_to_the_waiting_list(hall: Hall) -> None:
    with transaction():
        official = queries.official(hall.fresh(asks(hall)).institution_id, "director_sal")
        for hours in official.hours:
            hours.valid_until = date(2026, 11, 1)
    case = asks(hall, subject="Altceva")
    planned(hall, case)
    assert hall.fresh(case).status == "waiting_list"


def test_a_freed_hour_is_offered_to_who_waits_longest(hall: Hall) -> None:
    first = booked(hall)
    waiting = asks(hall, "vlad@exemplu.ro", full_name="Vlad", subject="Copaci", preferred_time="any")
    planned(hall, waiting)
    hall.passes(hours=49)
    assert hall.fresh(waiting).status == "waiting_list"
    freed = queries.booked(first.id).starts_at
    with transaction():
        wishes.say(first, "other_time", "Lucrez atunci.", hall.actor("ioana@exemplu.ro"), hall.now)
    hall.works()
    assert hall.fresh(waiting).status == "choosing"
    assert [one.starts_at for one in queries.held(waiting.id)] == [freed]
    assert hall.fresh(first).status == "choosing"
    assert freed not in {one.starts_at for one in queries.held(first.id)}
    assert chooses(hall, waiting).starts_at == freed


def test_an_absent_applicant_is_planned_once_more_and_then_the_request_is_closed(hall: Hall) -> None:
    case = booked(hall)
    day_comes(hall, case)
    hall.does("Călin", case, "presence", result="absent")
    assert hall.fresh(case).status == "choosing"
    assert "audience_missed" in written(hall, case)
    chooses(hall, case)
    day_comes(hall, case)
    hall.does("Călin", case, "presence", result="absent")
    assert hall.fresh(case).outcome == "not_present"
    assert hall.fresh(case).closed_at is not None


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"category": "court"}, "instanței"),
        ({"category": "other_authority"}, "altă autoritate"),
        ({"official": "director", "category": "taxes"}, "program de audiențe"),
        ({"official": "deputy_mayor"}, "după o petiție"),
        ({"official": "mayor", "previous_number": "999"}, "Nu am găsit în registru"),
    ],
)
def test_a_request_that_cannot_be_planned_says_why(hall: Hall, answers: dict[str, Any], said: str) -> None:
    case = asks(hall, **answers)
    assert hall.fresh(case).outcome == "not_eligible"
    assert hall.fresh(case).closed_at is not None
    (mail,) = [
        one
        for one in notices.of_case(case.id)
        if one.template == "audience_closed" and one.channel == "email"
    ]
    assert said in mail.text
    assert len(mail.attachments) == 1


def test_a_petition_opens_the_way_once_it_is_answered_or_late(hall: Hall) -> None:
    petition = hall.petition(delivery="email")
    number = petition.entry.legal_number
    case = asks(hall, official="deputy_mayor", previous_number=number)
    assert hall.fresh(case).outcome == "not_eligible"
    hall.passes(days=40)
    late = asks(hall, official="deputy_mayor", previous_number=number)
    assert hall.task(late, "triage")
    foreign = asks(hall, "vlad@exemplu.ro", full_name="Vlad", official="deputy_mayor", previous_number=number)
    assert hall.fresh(foreign).outcome == "not_eligible"


def test_the_mayor_hears_who_was_heard_below_and_one_subject_once(hall: Hall) -> None:
    number = hall.petition(delivery="email").entry.legal_number
    case = booked(hall)
    twin = asks(hall)
    assert hall.fresh(twin).outcome == "not_eligible"  # one audience for a subject
    hall.passes(days=40)
    if any(one.form == "presence" for one in cases.open_tasks(case.id)):
        hall.does("Călin", case, "presence", result="present")
    mayor = asks(hall, subject="Parcarea", official="mayor", previous_number=number)
    assert hall.task(mayor, "triage")
    vlad = hall.files(
        "petition", {**PETITION, "full_name": "Vlad", "delivery": "email"}, by="vlad@exemplu.ro"
    ).case
    hall.passes(days=40)
    early = asks(
        hall, "vlad@exemplu.ro", full_name="Vlad", official="mayor", previous_number=vlad.entry.legal_number
    )
    assert hall.fresh(early).outcome == "not_eligible"


def test_the_secretary_refuses_with_words_of_her_own(hall: Hall) -> None:
    case = asks(hall)
    hall.does("Călin", case, "triage", decision="refuse", reason="Subiectul este neclar.")
    assert hall.fresh(case).outcome == "not_eligible"
    assert any("neclar" in one.text for one in notices.of_case(case.id))


@pytest.mark.parametrize("when", ["choosing", "scheduled"])
def test_a_withdrawn_request_gives_its_hours_back(hall: Hall, when: str) -> None:
    case = asks(hall)
    planned(hall, case)
    if when == "scheduled":
        chooses(hall, case)
    with transaction():
        wishes.say(case, "withdrawal", "S-a rezolvat.", hall.actor("ioana@exemplu.ro"), hall.now)
    hall.works()
    assert hall.fresh(case).outcome == "withdrawn"
    assert queries.booked(case.id) is None
    assert queries.held(case.id) == []


def test_a_whole_day_is_moved_by_one_act(hall: Hall) -> None:
    one = booked(hall)
    other = booked(hall, "vlad@exemplu.ro", full_name="Vlad", subject="Copaci")
    day = queries.booked(one.id).starts_at.date()
    assert queries.booked(other.id).starts_at.date() == day
    secretary = hall.actor("Călin")
    with transaction():
        moved = audience_days.close(
            one.institution_id, "director_sal", day, "delegație", secretary, hall.now, hall.house
        )
    hall.works()
    assert moved == 2
    for case in (one, other):
        assert hall.fresh(case).status == "choosing"
        assert all(slot.starts_at.date() != day for slot in queries.held(case.id))
        assert "audience_moved" in written(hall, case)
        assert any(mark.kind == "moved" for mark in register.marks(case.entry_id))
    with pytest.raises(Refusal, match=r"audience\.day_known"), transaction():
        audience_days.close(one.institution_id, "director_sal", day, "x", secretary, hall.now, hall.house)
    with pytest.raises(Refusal, match=r"audience\.not_yours"), transaction():
        audience_days.close(one.institution_id, "mayor", day, "x", hall.actor("Ana"), hall.now, hall.house)


def test_minutes_that_the_official_returns_are_written_again(hall: Hall) -> None:
    case = booked(hall)
    day_comes(hall, case)
    hall.does("Călin", case, "presence", result="present")
    hall.does("Călin", case, "minutes", **MINUTES)
    hall.does("Gabi", case, "approval", decision="return", note="Lipsește răspunsul.")
    hall.does("Călin", case, "minutes", **MINUTES)
    hall.does("Gabi", case, "approval", decision="approve")
    assert "audience_minutes" in written(hall, case)
    hall.does("Călin", case, "answer", **ANSWER)
    hall.does("Gabi", case, "approval", decision="return", note="Mai scurt.")
    hall.does("Călin", case, "answer", **ANSWER)
    hall.does("Gabi", case, "approval", decision="approve")
    assert hall.fresh(case).outcome == "held"
    assert hall.fresh(case).closed_at is not None


def test_the_confirmation_brings_a_calendar_file(hall: Hall) -> None:
    case = booked(hall)
    mails = [one for one in notices.of_case(case.id) if one.template == "audience_booked"]
    assert [len(one.attachments) for one in mails if one.channel == "email"] == [1]
    (file,) = [one for sent in hall.mail.sent.values() for one in sent["attachments"]]
    assert file.filename == "audienta.ics"
    assert b"DTSTART:20261208T110000Z" in file.content


def _offers(hall: Hall, case: Case) -> list[datetime]:
    with transaction():
        fresh = session().get(Case, case.id)
        assert fresh is not None
        official = actions.lock(queries.official(fresh.institution_id, "director_sal").id)
        actions.ask(fresh.id, official)
        until = hall.now + timedelta(days=2)
        held = audiences.offer(fresh, official, audiences.wish_of(fresh.answers), until, hall.now)
        return [one.starts_at for one in held]


def test_two_offers_at_the_same_moment_never_share_an_hour(each_hall: Hall) -> None:
    one, other = asks(each_hall), asks(each_hall, "vlad@exemplu.ro", full_name="Vlad", subject="Copaci")
    first, second = overlapping(each_hall, lambda: _offers(each_hall, one), lambda: _offers(each_hall, other))
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert len(first) == len(second) == 3
    assert not set(first) & set(second)


def test_many_offers_at_once_give_every_hour_once(each_hall: Hall) -> None:
    everybody = [asks(each_hall, subject=f"Subiectul {number}") for number in range(6)]
    given = at_once(each_hall, *(partial(_offers, each_hall, case) for case in everybody))
    hours = [hour for one in given if isinstance(one, list) for hour in one]
    assert len(hours) == 18
    assert len(set(hours)) == 18


def test_the_database_itself_lets_nobody_have_an_hour_that_is_taken(each_hall: Hall) -> None:
    case, other = asks(each_hall), asks(each_hall, subject="Altceva")
    (hour, *_others) = _offers(each_hall, case)
    official = queries.official(case.institution_id, "director_sal")
    with pytest.raises(IntegrityError), transaction():
        session().add(
            Booking(
                case_id=other.id, official_id=official.id, room="", state="confirmed",
                starts_at=hour, ends_at=hour + timedelta(minutes=20),
                made_at=each_hall.now, changed_at=each_hall.now,
            )
        )  # fmt: skip
    slot = Slot(hour + timedelta(minutes=5), hour + timedelta(minutes=15))
    with pytest.raises(Refusal, match=r"audience\.taken"), transaction():
        actions.hold(other.id, actions.lock(official.id), [slot], each_hall.now, each_hall.now)


def test_a_task_with_a_day_of_its_own_keeps_it_when_the_term_moves(hall: Hall) -> None:
    case = booked(hall)
    with transaction():
        case_actions.carry_term(hall.fresh(case))
    assert hall.task(case, "problem_sheet").due_on == date(2026, 12, 4)


def test_the_minutes_name_departments_and_the_official_who_heard(hall: Hall) -> None:
    case = booked(hall)
    day_comes(hall, case)
    hall.does("Călin", case, "presence", result="present")
    hall.does("Călin", case, "minutes", **PROMISED)
    hall.does("Gabi", case, "approval", decision="approve")
    minutes = documents.of_letter(case.id, "minutes", "letter")
    assert minutes is not None
    assert minutes.public
    pdf = PdfReader(BytesIO(hall.house.outside.files.get(minutes.latest.sha256)))
    text = " ".join(pdf.pages[0].extract_text().split())
    assert "Serviciul Salubrizare și Spații Verzi, 18.12.2026" in text
    assert "marți, 08.12.2026, ora 13:00, sala 05, parter" in text


def test_a_message_about_an_earlier_hour_does_not_touch_a_later_one(hall: Hall) -> None:
    case = asks(hall)
    planned(hall, case)
    with transaction():
        messages.post("moved", "moved:too-late", hall.now, case_id=case.id)
    hall.works()
    chooses(hall, case)
    assert hall.fresh(case).status == "scheduled"
