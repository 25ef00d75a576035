"""The urbanism certificate's whole way: ten working days that stand while the applicant completes."""

from datetime import date
from typing import Any

import pytest

from app.cityhall import archive, checklist
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.registry import queries as register
from app.database import transaction
from app.journey import work
from app.queue import jobs
from app.refusal import Refusal
from tests.forms.shelf import CERTIFICATE
from tests.hall import Hall

IOANA = "ioana@exemplu.ro"
DEFECTS = [
    {"paper": "land_book_extract", "reason": "missing", "note": "Lipsește extrasul."},
    {"paper": "location_plan", "reason": "unreadable", "note": "Planul nu se citește."},
]
DRAFT = {
    "property_description": "Teren cu construcții, Str. Dezrobirii nr. 12.",
    "plan_reference": "PUZ Sector 6",
    "legal_regime": "Imobil proprietate privată, fără interdicții.",
    "economic_regime": "Folosință actuală: curți-construcții.",
    "technical_regime": "UTR L1a, POT 45 %, CUT 1,3.",
    "networks": "Apă, canal, gaze, electricitate.",
}
READ = {"read_from": "eterra", "read_on": "2026-11-23", "cadastral_data": "Teren intravilan, 1.250 m²."}


def certificate(hall: Hall, **answers: Any) -> Case:
    """Ioana's request, on Radu's desk."""
    case = hall.files("urbanism_information", {**CERTIFICATE, **answers}, by=IOANA).case
    hall.does("Maria", case, "resolution", competence="ours")
    return hall.fresh(case)


def term(hall: Hall, case: Case) -> date:
    found = hall.fresh(case).term
    assert found is not None
    return found.conservative


def test_from_the_form_to_the_signed_certificate_and_the_archive(hall: Hall) -> None:
    case = certificate(hall)
    assert term(hall, case) == date(2026, 12, 9)
    assert hall.task(case, "verification").department_id == case.department_id
    hall.does("Radu", case, "verification", complete=True)
    hall.does("Radu", case, "property_data", **READ)
    hall.does("Radu", case, "drafting", **DRAFT)
    assert hall.fresh(case).status == "payment"
    hall.pays(case)
    assert hall.task(case, "approval").role == "chief_architect"
    hall.does("Maria", case, "approval", decision="approve")
    case = hall.fresh(case)
    assert (case.status, case.outcome) == ("closed", "issued")
    assert [entry.direction for entry in register.of_case(case.id)] == ["in", "out"]
    act = documents.of_kind(case.id, "act")
    assert act is not None
    (letter,) = [mail for mail in hall.mail.sent.values() if mail.get("attachments")]
    assert letter["to"] == CERTIFICATE["email"]
    kept = archive.of_case(case.id)
    assert kept is not None
    assert (kept.code, kept.keep_until) == ("III A 2", date(2057, 1, 1))
    assert jobs.dead() == []


def test_the_clock_stands_while_the_applicant_completes(hall: Hall) -> None:
    case = certificate(hall)
    hall.passes(days=1)  # Tuesday
    hall.does("Radu", case, "verification", complete=False, defects=DEFECTS)
    case = hall.fresh(case)
    assert case.status == "completion"
    assert case.term is not None
    assert case.term.standing
    request = checklist.open_request(case.id)
    assert request is not None
    assert len(request.defects) == 2
    asked = hall.mail.to(CERTIFICATE["email"])[-1]
    assert "Lipsește extrasul." in asked
    assert "Planul nu se citește." in asked

    hall.passes(days=8)  # Wednesday, with a weekend and two holidays in between: four working days
    hall.does(IOANA, case, "completion", answer="Am adăugat extrasul și planul.")
    case = hall.fresh(case)
    assert case.term is not None
    assert not case.term.standing
    assert case.term.conservative == date(2026, 12, 15)
    assert checklist.open_request(case.id) is None
    assert hall.task(case, "verification").role == "officer"
    assert jobs.dead() == []


def test_the_counter_completes_for_a_person_and_the_case_says_for_whom(hall: Hall) -> None:
    case = certificate(hall)
    hall.does("Radu", case, "verification", complete=False, defects=DEFECTS)
    elena = hall.actor("Elena")
    task = cases.assisted_task(hall.task(case, "completion").id, elena)
    task_id = task.id
    with transaction():
        work.complete(task, {"answer": "A adus extrasul."}, elena, task.revision, hall.now)
    hall.works()
    history = cases.history(case.id, public_only=True)
    (done,) = [e for e in history if e.task_id == task_id and e.kind == "task_done"]
    assert (done.actor_id, done.on_behalf_of_id) == (elena.person_id, hall.fresh(case).applicant_id)


def test_a_request_never_completed_is_reminded_once_and_closed(hall: Hall) -> None:
    case = certificate(hall)
    hall.does("Radu", case, "verification", complete=False, defects=DEFECTS)
    task = hall.task(case, "completion")
    before = len(hall.mail.to(CERTIFICATE["email"]))
    hall.passes(days=61)
    hall.passes(days=1)
    assert len(hall.mail.to(CERTIFICATE["email"])) == before + 1
    hall.passes(days=29)
    case = hall.fresh(case)
    assert (case.status, case.outcome) == ("closed", "closed_incomplete")
    assert archive.of_case(case.id) is not None
    assert cases.armed(case.id) == []
    (task,) = [one for one in cases.tasks(case.id) if one.form == "completion"]
    with pytest.raises(Refusal, match=r"task\.not_open"), transaction():
        work.complete(task, {"answer": "Prea târziu."}, hall.actor(IOANA), task.revision, hall.now)
    assert jobs.dead() == []


def test_somebody_elses_competence(hall: Hall) -> None:
    case = hall.files("urbanism_information", CERTIFICATE, by=IOANA).case
    hall.does("Maria", case, "resolution", competence="other", other_body="Primăria Municipiului București")
    case = hall.fresh(case)
    assert (case.status, case.outcome) == ("closed", "redirected")
