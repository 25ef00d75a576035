"""The complaint's whole way, in sentences."""

from datetime import timedelta
from typing import Any

import pytest

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.complaints import actions, queries
from app.cityhall.complaints.models import Report
from app.cityhall.documents import queries as documents
from app.cityhall.documents.actions import Stored, add
from app.cityhall.registry import queries as register
from app.database import session, transaction
from app.journey import alarms
from app.queue import jobs
from app.refusal import Refusal
from tests.hall import Hall

COMPLAINT: dict[str, Any] = {
    "category": "waste",
    "waste_kind": "dumped",
    "severity": "nuisance",
    "point": {"lat": "44,4320", "lon": "26,0350"},
    "street": "Str. Dezrobirii",
    "street_number": "12",
    "description": "Saci de moloz lângă bloc.",
    "identification": "named",
    "full_name": "Ioana Cetățean",
    "email": "ioana@exemplu.ro",
    "phone": "0721 000 101",
    "wants_answer": False,
    "publish": True,
}
TO_THE_TEAM = {"next": "field", "department": "SAL", "hours": 48, "listed": True}
ANSWER = {
    "answer": "Molozul a fost ridicat.",
    "legal_basis": "OG 27/2002, art. 8",
    "appeal": "Legea 554/2004",
}
PICTURES = {"checked": True, "photo_before": True, "photo_after": True}


def complain(hall: Hall, by: str = "ioana@exemplu.ro", channel: str = "portal", **answers: Any) -> Case:
    """A complaint as Ioana sends it, unless it says otherwise."""
    given = {name: value for name, value in {**COMPLAINT, **answers}.items() if value is not None}
    return hall.files("complaint", given, by, channel).case


def nameless(hall: Hall, **answers: Any) -> Case:
    """The same, without a name."""
    gone = dict.fromkeys(("full_name", "email", "phone", "wants_answer"))
    return complain(hall, identification="anonymous", **gone, **answers)


def report_of(hall: Hall, case: Case) -> Report:
    """Its report as it is now."""
    hall.fresh(case)
    found = queries.of_case(case.id)
    assert found is not None
    return found


def found_there(hall: Hall, case: Case, outcome: str, **more: Any) -> None:
    """The dispatcher sends the team, and the team says what it found."""
    hall.does("Daria", case, "triage", **TO_THE_TEAM)
    hall.does("Emil", case, "visit", finding="Moloz pe trotuar.", outcome=outcome, **more)


def answered(hall: Hall, case: Case) -> None:
    """Written, signed by the head and the mayor."""
    hall.does("Ana", case, "drafting", **ANSWER)
    hall.does("Gabi", case, "approval", decision="approve")
    hall.does("Dan", case, "approval", decision="approve")


def settled(hall: Hall, **answers: Any) -> Case:
    """A complaint that was solved, answered and published, and may still be reopened."""
    case = complain(hall, **answers)
    found_there(hall, case, "resolved")
    answered(hall, case)
    hall.does("Daria", case, "publication", **PICTURES)
    return hall.fresh(case)


def test_from_the_street_to_the_answer(hall: Hall) -> None:
    case = complain(hall)
    assert [task.form for task in cases.open_tasks(case.id)] == ["triage"]
    case = settled(hall)
    assert (case.status, case.outcome) == ("settled", "resolved")
    assert str(report_of(hall, case).state) == "resolved"
    assert [entry.direction for entry in register.of_case(case.id)] == ["in", "out"]
    assert any(message.get("attachments") for message in hall.mail.sent.values())
    hall.passes(days=16)
    assert hall.fresh(case).status == "closed"
    assert jobs.dead() == []


def test_a_place_outside_the_sector_is_proposed_for_redirection(hall: Hall) -> None:
    case = complain(hall, point={"lat": "44,4600", "lon": "26,1500"})
    hall.does("Daria", case, "triage", next="other")
    hall.does("Daria", case, "redirecting", body="Primăria Sectorului 2", reason="Locul este în sectorul 2.")
    case = hall.fresh(case)
    assert (case.status, case.outcome) == ("closed", "redirected")
    assert [entry.direction for entry in register.of_case(case.id)] == ["in", "out", "out"]
    assert register.of_case(case.id)[1].recipient == "Primăria Sectorului 2"


def test_a_redirection_that_waits_is_called_to_mind_before_the_five_days_are_over(hall: Hall) -> None:
    case = complain(hall)
    hall.does("Daria", case, "triage", next="other")
    hall.passes(days=3, minutes=1)
    assert any("redirecționată" in text for text in hall.mail.to("dispecerat@ps6.example"))
    assert hall.task(case, "redirecting").role == "dispatcher"


def test_a_twin_is_joined_and_hears_how_the_first_goes_on(hall: Hall) -> None:
    first = complain(hall)
    second = complain(hall, by="vlad@exemplu.ro", email="vlad@exemplu.ro", full_name="Vlad")
    hall.does("Daria", second, "triage", next="twin", twin_of=str(report_of(hall, first).id))
    second = hall.fresh(second)
    assert (second.status, second.outcome) == ("closed", "connected")
    found_there(hall, first, "resolved")
    answered(hall, first)
    hall.does("Daria", first, "publication", **PICTURES)
    assert any("Și eu" in text for text in hall.mail.to("vlad@exemplu.ro"))


def test_a_twin_of_nothing_goes_to_the_team(hall: Hall) -> None:
    case = complain(hall)
    hall.does("Daria", case, "triage", next="twin", twin_of="999/23.11.2026")
    assert hall.task(case, "visit").role == "field_team"
    assert hall.fresh(case).department.code == "SAL"  # type: ignore[union-attr]


def test_nobody_supports_twice_nor_oneself(each_hall: Hall) -> None:
    hall = each_hall
    case = complain(hall)
    vlad = hall.actor("vlad@exemplu.ro").person_id
    with transaction():
        report = report_of(hall, case)
        assert actions.support(report, vlad, hall.now)
        assert not actions.support(report, vlad, hall.now)
        with pytest.raises(Refusal, match=r"report\.own"):
            actions.support(report, case.applicant_id, hall.now)
    assert queries.supports([report.id]) == {report.id: 1}


@pytest.mark.parametrize(
    ("outcome", "more", "ends"),
    [("sanctioned", {"report_number": "PS 123"}, "sanctioned"), ("unfounded", {}, "unfounded")],
)
def test_the_team_says_how_it_ends(hall: Hall, outcome: str, more: dict[str, Any], ends: str) -> None:
    case = complain(hall, publish=False)
    found_there(hall, case, outcome, **more)
    answered(hall, case)
    assert hall.fresh(case).outcome == ends


def test_planned_works_bring_the_team_again(hall: Hall) -> None:
    case = complain(hall)
    found_there(hall, case, "planned", planned_on="2026-11-26")
    assert hall.fresh(case).status == "planned"
    hall.passes(days=3)
    assert hall.fresh(case).status == "field_check"
    due = report_of(hall, case).due_at
    assert due is not None
    assert due >= hall.now + timedelta(hours=47)
    hall.does("Emil", case, "visit", finding="Ridicat.", outcome="resolved")
    assert hall.task(case, "drafting").role == "officer"


def test_another_operator_is_followed_up(hall: Hall) -> None:
    case = complain(hall, publish=False)
    found_there(hall, case, "operator", operator="apa_nova")
    hall.passes(days=5, minutes=1)
    assert any("operatorul nu a răspuns" in text for text in hall.mail.to("dispecerat@ps6.example"))
    hall.does("Daria", case, "follow_up", outcome="handed_over", reply="Adresa 77/25.11.2026")
    answered(hall, case)
    assert hall.fresh(case).outcome == "handed_over"


def test_the_dispatcher_hears_when_the_internal_time_is_over(hall: Hall) -> None:
    case = complain(hall)
    hall.does("Daria", case, "triage", **{**TO_THE_TEAM, "hours": 24})
    hall.passes(hours=23)
    assert not any("timpul intern" in text for text in hall.mail.to("dispecerat@ps6.example"))
    hall.passes(hours=1, minutes=1)
    assert any("timpul intern" in text for text in hall.mail.to("dispecerat@ps6.example"))
    assert hall.task(case, "visit").state == "open"


def test_without_a_name_it_is_worked_on_but_not_answered(hall: Hall) -> None:
    case = hall.fresh(nameless(hall, publish=False))
    assert case.applicant.full_name == "Anonim"
    assert (case.applicant.account, case.filed_by_id) == (None, None)
    assert all(event.actor_id is None for event in cases.history(case.id, public_only=False))
    found_there(hall, case, "resolved")
    case = hall.fresh(case)
    assert (case.status, case.outcome) == ("closed", "closed_anonymous")
    assert str(report_of(hall, case).state) == "resolved"
    assert not any("resolved" in task.form for task in cases.tasks(case.id))
    assert jobs.dead() == []


def test_not_solved_it_is_reopened_and_goes_through_the_whole_way_again(hall: Hall) -> None:
    case = settled(hall)
    hall.passes(days=14)
    hall.says(case, "reopen", "Molozul este tot acolo.")
    case = hall.fresh(case)
    assert (case.status, case.outcome) == ("registered", None)
    report = report_of(hall, case)
    assert (report.turn, report.result, report.photo_after_id) == (2, None, None)
    found_there(hall, case, "resolved")
    answered(hall, case)
    hall.does("Daria", case, "publication", **PICTURES)
    assert hall.fresh(case).status == "settled"
    hall.passes(days=16)
    assert hall.fresh(case).status == "closed"
    assert jobs.dead() == []


def test_after_fifteen_days_it_is_not_reopened(hall: Hall) -> None:
    case = settled(hall)
    hall.passes(days=15, minutes=1)
    assert hall.fresh(case).status == "closed"
    with pytest.raises(Refusal):
        hall.says(case, "reopen", "Prea târziu.")


def test_a_returned_answer_is_written_again(hall: Hall) -> None:
    case = complain(hall)
    found_there(hall, case, "resolved")
    hall.does("Ana", case, "drafting", **ANSWER)
    hall.does("Gabi", case, "approval", decision="return", note="Scrieți și când.")
    answered(hall, case)
    assert hall.fresh(case).outcome == "resolved"


def test_withdrawn_it_is_closed_and_no_longer_public(each_hall: Hall) -> None:
    hall = each_hall
    case = complain(hall)
    hall.does("Daria", case, "triage", **TO_THE_TEAM)
    assert queries.listed().total == 1
    hall.says(case, "withdrawal")
    assert (hall.fresh(case).status, hall.fresh(case).outcome) == ("closed", "withdrawn")
    assert queries.listed().total == 0


def test_pictures_are_public_only_with_consent_and_the_dispatcher(hall: Hall) -> None:
    case = complain(hall)
    for kind in ("photo_before", "photo_after"):
        with transaction():
            add(kind, "Fotografie", Stored("ab" * 32, 1, "image/jpeg", "a.jpg"), hall.now, case_id=case.id)
    found_there(hall, case, "resolved")
    answered(hall, case)
    hall.does("Daria", case, "publication", checked=True, photo_before=False, photo_after=True)
    report = report_of(hall, case)
    after = documents.of_kind(case.id, "photo_after")
    assert after is not None
    assert (report.photo_before_id, report.photo_after_id) == (None, after.id)


def test_the_term_that_passes_is_told_to_the_citizen(hall: Hall) -> None:
    case = complain(hall)
    hall.passes(days=31)
    alarms.ring_due(hall.now, hall.house)
    hall.works()
    assert any("Nu am reușit" in text for text in hall.mail.to("ioana@exemplu.ro"))
    assert hall.task(case, "triage").state == "open"


def test_delivered_on_paper_when_asked(hall: Hall) -> None:
    case = complain(hall, wants_answer=True, delivery="locker", publish=False)
    found_there(hall, case, "resolved")
    answered(hall, case)
    hall.door("opened", "deposit")
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    assert hall.fresh(case).status == "ready_locker"
    hall.door("opened", "collect")
    hall.door("closed", "collect")
    assert hall.fresh(case).status == "settled"


def test_twins_are_found_by_place_kind_and_time(each_hall: Hall) -> None:
    hall = each_hall
    case = complain(hall)
    other = complain(hall, category="green", waste_kind=None, green_kind="neglected")
    far = complain(hall, point={"lat": "44,4330", "lon": "26,0350"}, street="Str. Fabricii")
    near = complain(hall, point={"lat": "44,4321", "lon": "26,0351"}, street=None, street_number=None)
    found = queries.near(near, hall.now)
    assert [one.case_id for one in found] == [case.id]
    assert queries.near(other, hall.now) == []
    assert queries.near(far, hall.now) == []
    session().rollback()
    assert queries.near(near, hall.now + timedelta(days=15)) == []
