"""Cererile mele: where a case is, what is asked, and what is nobody else's business."""

import uuid

from app.cityhall.cases import actions
from app.cityhall.cases import queries as cases
from app.cityhall.documents import queries as documents
from app.cityhall.registry import queries as register
from app.database import transaction
from app.journey import secrets
from tests.hall import PETITION, Hall
from tests.web.citizen.people import Enter
from tests.web.citizen.test_filing import IOANA, PNG


def test_a_case_tells_done_now_next_and_the_latest_date(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    ioana = enter(IOANA)
    ioana.get(f"/cereri/{case.id}")
    assert "Alegem compartimentul" in ioana.text("//li[contains(@class, 'done')]")
    assert "Analizăm petiția" in ioana.text("//li[contains(@class, 'timeline-step now')]")
    assert "Scriem răspunsul" in ioana.text("//li[contains(@class, 'timeline-step next')]")
    assert "Serviciul Salubrizare" in ioana.text("//*[@id='status']")
    assert "23.12.2026" in ioana.text("//*[@id='status']")
    assert ioana.page.xpath("//*[local-name()='svg' and contains(@class, 'diagram')]")
    assert "Suntem competenți?" in ioana.text("//details")


def test_internal_notes_and_papers_stay_inside(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    with transaction():
        actions.write_note(hall.fresh(case), hall.actor("Ana").person_id, "Secretul casei", hall.now)
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="answer")
    hall.does("Ana", case, "drafting", solution="explained", answer="A.", legal_basis="L.", appeal="C.")
    letter = documents.of_kind(case.id, "draft_letter")
    assert letter is not None
    ioana = enter(IOANA)
    assert "Secretul casei" not in ioana.get(f"/cereri/{case.id}").text
    assert ioana.get(f"/cereri/{case.id}/documente/{letter.id}").status_code == 404


def test_a_case_is_seen_by_nobody_else(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    vlad = enter("vlad@exemplu.ro")
    for below in ("", "/confirmare", "/dovada.pdf", f"/documente/{uuid.uuid4()}"):
        assert vlad.get(f"/cereri/{case.id}{below}").status_code == 404


def test_a_completion_is_answered_with_words_and_papers(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    defects = [{"paper": "photos", "reason": "unreadable", "note": "Nu se vede numărul."}]
    hall.does("Ana", case, "analysis", decision="completion", defects=defects)
    ioana, task = enter(IOANA), hall.task(case, "completion")
    address = f"/cereri/sarcini/{task.id}"
    assert address in ioana.get(f"/cereri/{case.id}").text
    assert "Nu se vede numărul." in ioana.get(address).text
    files = [("file.photos", "clar.png", PNG), ("file.other", "gol.pdf", b"")]
    assert ioana.post(address, answer="L-am refăcut.", files=files, action="send").status_code == 422
    assert "este gol" in ioana.errors
    assert "clar.png" in ioana.text("//main")
    assert "L-am refăcut." in ioana.text("//textarea")
    assert ioana.post(address, answer="L-am refăcut.", action="send").status_code == 200
    papers = [d for d in documents.of_case(case.id) if d.kind == "paper"]
    assert [paper.latest.filename for paper in papers] == ["clar.png"]
    received = register.completions(case.id)[0]
    assert received.hashes == [papers[0].latest.sha256]
    assert f"înregistrat cu nr. {received.legal_number}" in ioana.text("//main")
    assert received.legal_number in ioana.text("//*[@id='status']")
    hall.works()
    ioana.get(f"/cereri/{case.id}")
    assert "cu numărul 2/23.11.2026" in ioana.text("//*[@class='message']")
    assert hall.task(case, "analysis").state == "open"
    assert "încheiată între timp" in ioana.get(address).text


def test_somebody_elses_task_and_a_stale_one_are_refused(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "unclear"}])
    address = f"/cereri/sarcini/{hall.task(case, 'completion').id}"
    assert enter("vlad@exemplu.ro").get(address).status_code == 404
    ioana = enter(IOANA)
    ioana.get(address)
    assert ioana.post(address, answer="Nou.", version="99", action="send").status_code == 409
    assert "Nou." in ioana.text("//textarea")
    assert hall.task(case, "completion").state == "open"


def test_a_case_of_the_counter_is_claimed_with_its_code(hall: Hall, enter: Enter) -> None:
    case = hall.files("petition", PETITION, "Elena", "counter").case
    code = secrets.claim_code(hall.house, case.id)
    ioana, vlad = enter(IOANA), enter("vlad@exemplu.ro")
    assert ioana.post("/cereri/preia", number="1", code="AAAAA-AAAAA").status_code == 422
    assert "nu se potrivesc" in ioana.errors
    ioana.post("/cereri/preia", number=case.entry.legal_number, code=code.lower().replace("-", " "))
    assert cases.of_applicant(hall.actor(IOANA).person_id)[0].id == case.id
    assert vlad.post("/cereri/preia", number="1", code=code).status_code == 422
