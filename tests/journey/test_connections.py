"""Petitions that belong together, colleagues who may not solve one, papers that come for a case."""

from datetime import date

import pytest

from app.cityhall import submissions
from app.cityhall.cases import actions, boxes, connections, half_year, queries
from app.cityhall.cases.half_year import Half
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.documents.actions import Stored, add
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import queries as register
from app.database import transaction
from app.journey import submit
from app.queue import jobs
from app.refusal import Refusal
from tests.hall import PETITION, Hall

ROUTED = {"competence": "ours", "department": "SAL"}


def marks(case: Case) -> list[str]:
    return [mark.value for mark in register.marks(case.entry_id) if mark.kind == "connected"]


def test_a_twin_is_proposed_confirmed_and_written_at_both_numbers(hall: Hall) -> None:
    first, second = hall.petition(), hall.petition()
    assert [one.open for one in connections.twins(hall.fresh(second))] == [True]
    hall.does("Ion", second, "twins", kind="connected", to=first.entry.legal_number)
    assert (hall.fresh(second).status, hall.fresh(second).outcome) == ("closed", "connected")
    assert marks(second)[0] == first.entry.legal_number  # and its own letter after it
    assert marks(first) == [second.entry.legal_number]
    assert documents.of_kind(second.id, "letter") is not None
    assert hall.task(first, "routing").state == "open"
    assert jobs.dead() == []


def test_a_twin_answered_meanwhile_is_repeated_whatever_the_clerk_saw(hall: Hall) -> None:
    first, second = hall.petition(delivery="email"), hall.petition()
    hall.answered(first)
    hall.does("Ion", second, "twins", kind="connected", to=first.entry.legal_number)
    assert hall.fresh(second).outcome == "closed_repeated"


def test_another_matter_or_another_person_is_no_twin(hall: Hall) -> None:
    hall.petition()
    other = hall.petition(subject="Zgomot", description="La parter se aude muzică tare noaptea.")
    assert connections.twins(hall.fresh(other)) == []
    strangers = hall.files("petition", PETITION, "vlad@exemplu.ro").case
    assert connections.twins(hall.fresh(strangers)) == []
    named = hall.petition(subject="Revin", description="Tot nimic.", previous_number="1")
    assert [one.named for one in connections.twins(hall.fresh(named))] == [True]


def test_the_same_person_at_the_counter_is_known_by_name_and_address(hall: Hall) -> None:
    hall.petition()
    at_counter = hall.files("petition", PETITION, "Elena", "counter").case
    assert len(connections.twins(hall.fresh(at_counter))) == 1
    namesake = {**PETITION, "email": "alta@exemplu.ro", "phone": "0722 000 999"}
    another = hall.files("petition", namesake, "Elena", "counter").case
    assert connections.twins(hall.fresh(another)) == []


def test_who_is_complained_of_neither_takes_nor_sees_the_petition(hall: Hall) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", **ROUTED, official="Ana Inspector")
    task, ana = hall.task(case, "analysis"), hall.actor("Ana")
    for look in (
        lambda: queries.staff_task(task.id, ana),
        lambda: queries.staff_case(case.id, ana),
        lambda: actions.claim(task, ana, hall.now),
    ):
        with pytest.raises(Refusal, match=r"case\.excluded"):
            look()
    assert boxes.tasks(ana, "free") == []
    assert boxes.counts(ana)["free"] == 0
    assert queries.search(ana, str(case.entry.number)) == []
    hall.does("Mihai", case, "analysis", decision="answer")
    assert hall.task(case, "drafting").state == "open"


def test_under_a_head_nobody_answers_so_it_is_routed_again(hall: Hall) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", **ROUTED, official="Gabi Șef")
    assert hall.task(case, "routing").role == "public_relations"
    kinds = [one.kind for one in queries.history(case.id, public_only=False)]
    assert {"excluded", "nobody_left"} <= set(kinds)
    hall.does("Ion", case, "routing", competence="ours", department="COM", official="Gabi Șef")
    assert hall.task(case, "analysis").department_id is not None
    hall.does("Corina", case, "analysis", decision="answer")


def test_each_adviser_s_task_lies_in_that_department(hall: Hall) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", **ROUTED)
    asked = {"advisers": ["URB", "COM"], "question": "Este amplasamentul autorizat?"}
    hall.does("Ana", case, "analysis", decision="opinions", **asked)
    desks = {task.department.code for task in queries.open_tasks(case.id) if task.department}
    assert desks == {"URB", "COM"}
    assert boxes.counts(hall.actor("Radu"))["free"] == 1
    assert boxes.counts(hall.actor("Mihai"))["free"] == 0


def dropped(hall: Hall, **answers: object) -> Case:
    """Papers sent by Ioana, with one file."""
    said = {
        "applicant_kind": "person", "full_name": "Ioana Cetățean", "document_kind": "completion",
        "summary": "Fotografie", "delivery": "email", "email": "ioana@exemplu.ro", **answers,
    }  # fmt: skip
    actor, version = hall.actor("ioana@exemplu.ro"), procedures.current("drop_off")
    with transaction():
        draft = submissions.begin(actor.person_id, version, "portal", said, hall.now)
    with transaction():
        add("paper", "Document", Stored("cd" * 32, 9, "image/png", "a.png"), hall.now, draft_id=draft.id)
    with transaction():
        own = submissions.mine(draft.id, actor.person_id, lock=True)
        case = submit.file_request(own, actor, hall.now).case
    hall.works()
    return case


def test_papers_dropped_off_answer_the_completion_that_waits(hall: Hall) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", **ROUTED)
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "missing"}])
    papers = dropped(hall, case_number="1", sender_number="F-7", sender_date="2026-11-20", sheets=2)
    entry = papers.entry
    assert (entry.sender_number, entry.sender_date, entry.sheets) == ("F-7", date(2026, 11, 20), 2)
    there = {"route": "attach", "to": case.entry.legal_number, "readable": True, "signed": "not_verified"}
    hall.does("Elena", papers, "registry_check", **there)
    assert hall.fresh(papers).outcome == "attached"
    assert hall.task(case, "analysis").state == "open"
    laid = [one for one in documents.of_case(case.id) if one.kind == "paper"]
    assert [one.latest.sha256 for one in laid] == ["cd" * 32]
    assert marks(case) == [papers.entry.legal_number]
    assert any(papers.entry.legal_number in text for text in hall.mail.to("salubrizare.sef@ps6.example"))
    assert jobs.dead() == []


def test_papers_for_somebody_elses_case_are_not_shown_to_its_applicant(hall: Hall) -> None:
    case = hall.files("petition", PETITION, "vlad@exemplu.ro").case
    papers = dropped(hall, case_number="1")
    there = {"route": "attach", "to": case.entry.legal_number, "readable": True, "signed": "none"}
    hall.does("Elena", papers, "registry_check", **there)
    public = [one.kind for one in documents.of_case(case.id, public_only=True)]
    assert "paper" not in public
    assert "paper" in [one.kind for one in documents.of_case(case.id)]


def test_the_half_year_is_reported(hall: Hall) -> None:
    answered = hall.petition(delivery="email")
    hall.answered(answered)
    hall.petition(category="roads", subject="Groapă", description="Groapă mare pe carosabil.")
    there = {"other_body": "PMB", "other_reason": "Bulevard."}
    moved = hall.petition(category="roads", subject="Semafor", description="Semaforul nu merge deloc.")
    hall.does("Ion", moved, "routing", competence="other", **there)
    institution = hall.fresh(answered).institution_id
    found = half_year.report(institution, Half(2026, 2), date(2027, 1, 31))
    total = found.total
    assert (total.received, total.in_time, total.redirected, total.in_work, total.overdue) == (3, 1, 1, 1, 1)
    assert found.by_category["roads"].received == 2
    assert half_year.report(institution, Half(2026, 1), hall.now.date()).total.received == 0
