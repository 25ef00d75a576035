"""The petition's whole way, in sentences."""

from datetime import date

import pytest

from app.cityhall import archive
from app.cityhall.cases import queries as cases
from app.cityhall.documents import queries as documents
from app.cityhall.documents.actions import Stored, add
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers import waiting
from app.cityhall.registry import queries as register
from app.cityhall.registry import verify
from app.database import transaction
from app.queue import jobs
from app.refusal import Refusal
from tests.hall import ANSWER, Hall


def test_a_petition_gets_number_term_and_messages_at_once(hall: Hall) -> None:
    case = hall.petition()
    assert case.entry.legal_number == "1/23.11.2026"
    assert case.term is not None
    assert case.term.conservative == date(2026, 12, 23)
    assert [task.role for task in cases.open_tasks(case.id)] == ["public_relations"]
    assert "1/23.11.2026" in hall.sms.to("+40721000101")[0]
    assert documents.of_kind(case.id, "receipt") is not None
    assert jobs.dead() == []


def test_from_the_phone_to_the_locker_and_the_archive(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    act = documents.of_kind(case.id, "act")
    assert act is not None
    assert [entry.direction for entry in register.of_case(case.id)] == ["in", "out"]
    parcel = lockers.latest(case.id)
    assert parcel is not None
    assert parcel.state == "reserved"

    hall.door("opened", "deposit")
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    texts = hall.sms.to("+40721000101")
    assert "/ridicare/" in texts[-1]
    assert hall.fresh(case).status == "ready_locker"

    hall.door("opened", "collect")
    hall.door("closed", "collect")
    case = hall.fresh(case)
    assert (case.status, case.outcome) == ("closed", "answered")
    kept = archive.of_case(case.id)
    assert kept is not None
    assert kept.keep_from == date(2027, 1, 1)
    assert {"receipt", "act"} <= {entry["kind"] for entry in kept.contents}
    assert jobs.dead() == []


def test_a_returned_letter_goes_back_with_its_note(hall: Hall) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="answer")
    hall.does("Ana", case, "drafting", **ANSWER)
    hall.does("Gabi", case, "approval", decision="approve")
    hall.does("Dan", case, "approval", decision="return", note="Adăugați termenul.")
    assert hall.task(case, "drafting").role == "officer"
    hall.does("Ana", case, "drafting", **ANSWER)
    hall.signed(case)
    assert hall.fresh(case).outcome == "answered"


def test_the_clock_of_a_petition_does_not_stop_for_a_completion(hall: Hall) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    defects = [{"paper": "photo", "reason": "missing", "note": "Fotografia lipsește."}]
    hall.does("Ana", case, "analysis", decision="completion", defects=defects)
    assert hall.fresh(case).status == "completion"
    hall.passes(days=2)
    hall.does("ioana@exemplu.ro", case, "completion", answer="Am adăugat fotografia.")
    case = hall.fresh(case)
    assert case.term is not None
    assert case.term.conservative == date(2026, 12, 23)
    assert hall.task(case, "analysis").role == "officer"


def test_a_completion_is_a_document_received_with_a_number_of_its_own(hall: Hall) -> None:
    case, other = hall.petition(), hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    defects = [{"paper": "photos", "reason": "missing", "note": "Fotografia lipsește."}]
    hall.does("Ana", case, "analysis", decision="completion", defects=defects)
    task, photo = hall.task(case, "completion"), Stored("ab" * 32, 1, "image/png", "gunoi.png")
    with transaction():
        add("paper", "Fotografie", photo, hall.now, draft_id=task.id, paper_code="photos")
    hall.does("ioana@exemplu.ro", case, "completion", answer="Am adăugat fotografia.")
    received = register.of_case(case.id)[-1]
    assert (received.direction, received.number) == ("in", other.entry.number + 1)
    assert (received.connected_to_id, received.channel) == (case.entry_id, "portal")
    assert received.operator_id is None
    assert (received.hashes, received.annexes) == ([photo.sha256], 1)
    assert "paper" in {document.kind for document in documents.of_case(case.id)}
    assert any(received.legal_number in text for text in hall.mail.to("ioana@exemplu.ro"))
    assert verify.broken(case.institution_id, 2026) is None


def test_the_answer_is_called_an_answer_with_its_number(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    act = documents.of_kind(case.id, "act")
    assert act is not None
    assert act.title == f"Răspuns nr. {register.of_case(case.id)[-1].legal_number}"


def test_nobody_comes_to_the_locker(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    hall.passes(hours=49)
    assert "asteapta" in hall.sms.to("+40721000101")[-1]
    hall.passes(hours=24)
    assert hall.task(case, "take_back").role == "locker_operator"
    assert hall.bank.grants["r-1"] == []
    hall.door("closed", "take_back")
    hall.does("Elena", case, "take_back", confirmed=True)
    handed = {"received_by": "Ioana Cetățean", "capacity": "applicant", "identity_checked": True}
    hall.does("Elena", case, "handover", **handed)
    assert hall.fresh(case).status == "closed"
    assert jobs.dead() == []


def test_a_cabinet_that_stays_full_sends_to_the_counter(hall: Hall) -> None:
    hall.bank.free.clear()
    case = hall.petition()
    hall.answered(case)
    assert waiting.of_case(case.id) is not None
    hall.passes(hours=49)
    assert hall.task(case, "handover").role == "registrar"


def test_by_email_when_asked(hall: Hall) -> None:
    case = hall.petition(delivery="email")
    hall.answered(case)
    letters = [m for m in hall.mail.sent.values() if m.get("attachments")]
    assert len(letters) == 1
    assert hall.fresh(case).status == "closed"


def test_somebody_elses_petition_is_redirected(hall: Hall) -> None:
    case = hall.petition()
    there = {"other_body": "Primăria Sectorului 5", "other_reason": "Strada este în Sectorul 5."}
    hall.does("Ion", case, "routing", competence="other", **there)
    case = hall.fresh(case)
    assert (case.status, case.outcome) == ("closed", "redirected")


def test_a_double_click_files_once(hall: Hall) -> None:
    first = hall.petition()
    assert hall.petition().entry.number == first.entry.number + 1


def test_paper_must_lie_in_the_door_before_the_clerk_confirms(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    with pytest.raises(Refusal, match="not_deposited"):
        hall.does("Elena", case, "deposit", confirmed=True)


def test_a_door_opened_twice_must_be_closed_again_before_the_clerk_confirms(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    hall.door("opened", "deposit")
    hall.door("closed", "deposit")
    hall.passes(seconds=1)
    hall.door("opened", "deposit")
    with pytest.raises(Refusal, match="not_deposited"):
        hall.does("Elena", case, "deposit", confirmed=True)
    hall.passes(seconds=1)
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    assert hall.fresh(case).status == "ready_locker"
