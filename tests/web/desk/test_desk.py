"""A day at the desk, told through its pages."""

import io

from sqlalchemy import select

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.journal import JournalEntry
from app.database import session
from tests.hall import ANSWER, Hall
from tests.web.desk.conftest import Door


def at(hall: Hall, case: Case, form: str) -> str:
    return f"/birou/sarcini/{hall.task(case, form).id}"


def test_the_most_urgent_comes_first_and_claiming_moves_it(hall: Hall, door: Door) -> None:
    late = hall.petition(subject="Prima")
    hall.passes(days=3)
    hall.petition(subject="A doua")
    ion = door("Ion")
    page = ion.get("/birou").text
    assert page.index("Prima") < page.index("A doua")
    ion.post(f"{at(hall, late, 'routing')}/preia")
    assert "Prima" not in ion.get("/birou").text
    assert "Prima" in ion.get("/birou?lista=ale-mele").text


def test_what_a_colleague_holds_cannot_be_taken(hall: Hall, door: Door) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    analysis = at(hall, case, "analysis")
    door("Ana").post(f"{analysis}/preia")
    mihai = door("Mihai")
    answer = mihai.post(f"{analysis}/preia")
    assert answer.status_code == 409
    assert "Ana Inspector" in answer.text
    assert "Ana Inspector" in mihai.get("/birou?lista=ale-echipei").text


def test_an_answer_that_asks_for_more_asks_before_it_blames(hall: Hall, door: Door) -> None:
    case, ion = hall.petition(), door("Ion")
    routing = at(hall, case, "routing")
    ion.post(f"{routing}/preia")
    page = ion.post(f"{routing}/termina", competence="other")
    assert page.status_code == 200
    assert 'name="other_body"' in page.text
    assert "error-summary-title" not in page.text
    refused = ion.post(f"{routing}/termina", competence="other", other_body="", other_reason="Rețeaua.")
    assert refused.status_code == 422
    assert "Scrieți autoritatea competentă." in refused.text
    ion.post(f"{routing}/termina", competence="other", other_body="Apa Nova", other_reason="Rețeaua.")
    hall.works()
    assert hall.fresh(case).outcome == "redirected"


def test_only_the_halls_own_departments_may_be_chosen(hall: Hall, door: Door) -> None:
    case, ion = hall.petition(), door("Ion")
    routing = at(hall, case, "routing")
    ion.post(f"{routing}/preia")
    assert ion.post(f"{routing}/termina", competence="ours", department="NASA").status_code == 422


def test_what_is_typed_is_kept_whatever_happens(hall: Hall, door: Door) -> None:
    case, ion = hall.petition(), door("Ion")
    routing = at(hall, case, "routing")
    ion.post(f"{routing}/preia")
    ion.post(
        f"{routing}/salveaza", resolution="Urgent, vă rog", action="note", internal_note="Vecin cu școala"
    )
    page = ion.get(routing).text
    assert "Urgent, vă rog" in page
    assert "Vecin cu școala" in page
    unknown = ion.post(
        f"{routing}/termina", competence="ours", department="SAL", resolution="Altul", evil="1"
    )
    assert unknown.status_code == 422
    assert "evil" in unknown.text
    assert "Altul" in unknown.text
    stale = ion.post(
        f"{routing}/termina", version="0", competence="ours", department="SAL", resolution="Al treilea"
    )
    assert stale.status_code == 409
    assert "Al treilea" in stale.text
    ion.post(f"{routing}/elibereaza", resolution="Al patrulea")
    assert hall.task(hall.fresh(case), "routing").draft["resolution"] == "Al patrulea"


def test_a_double_click_finishes_once(hall: Hall, door: Door) -> None:
    case, ion = hall.petition(), door("Ion")
    routing = at(hall, case, "routing")
    ion.post(f"{routing}/preia")
    seen = ion.seen
    fields = {"competence": "ours", "department": "SAL", "version": seen}
    assert ion.post(f"{routing}/termina", **fields).status_code == 200
    assert ion.post(f"{routing}/termina", **fields).status_code == 409
    assert len([t for t in cases.tasks(case.id) if t.form == "routing"]) == 1


def test_defects_are_listed_row_by_row(hall: Hall, door: Door) -> None:
    case, ana = hall.petition(), door("Ana")
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    analysis = at(hall, case, "analysis")
    ana.post(f"{analysis}/preia")
    ana.post(f"{analysis}/termina", decision="completion")
    row = {"decision": "completion", "defects__0__reason": "unclear", "defects__0__note": "Unde anume?"}
    page = ana.post(f"{analysis}/termina", **row, **{"add:defects": "1"})
    assert 'name="defects.1.reason"' in page.text
    assert "Unde anume?" in page.text
    ana.post(f"{analysis}/termina", **row)
    hall.works()
    assert hall.task(case, "completion").role == "applicant"


def test_the_letter_is_written_edited_and_returned(hall: Hall, door: Door) -> None:
    case, ana, gabi = hall.petition(), door("Ana"), door("Gabi")
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="answer")
    drafting = at(hall, case, "drafting")
    ana.post(f"{drafting}/preia")
    assert "Creați mai întâi scrisoarea" in ana.post(f"{drafting}/termina", **ANSWER).text
    assert ana.post(f"{drafting}/scrisoare", **{**ANSWER, "legal_basis": ""}).status_code == 422
    ana.post(f"{drafting}/scrisoare", **ANSWER)
    word = ana.client.get(f"{drafting}/scrisoare.docx")
    edited = (io.BytesIO(word.data), "schimbat.docx")
    assert "Am primit scrisoarea" in ana.post(f"{drafting}/scrisoare/incarca", **ANSWER, letter=edited).text
    program = (io.BytesIO(b"MZ" * 50), "schimbat.docx")
    assert ana.post(f"{drafting}/scrisoare/incarca", **ANSWER, letter=program).status_code == 422
    letter = documents.of_kind(case.id, "draft_letter")
    assert letter is not None
    assert letter.latest.number == 2
    ana.post(f"{drafting}/termina", **ANSWER)
    approval = at(hall, case, "approval")
    gabi.post(f"{approval}/preia")
    pdf = gabi.client.get(f"/birou/dosare/{case.id}/scrisori/answer.pdf")
    assert pdf.data.startswith(b"%PDF-")
    gabi.post(f"{approval}/termina", decision="return", note="Adăugați termenul.")
    again = ana.post(f"{at(hall, case, 'drafting')}/preia").text
    assert "Adăugați termenul." in again
    assert ANSWER["answer"] in again


def test_the_door_tells_how_it_stands(hall: Hall, door: Door) -> None:
    case, elena = hall.petition(), door("Elena")
    hall.answered(case)
    deposit = at(hall, case, "deposit")
    assert "Răspuns dat" in elena.get("/birou").text
    assert 'data-door-state="reserved"' in elena.post(f"{deposit}/preia").text
    early = elena.post(f"{deposit}/termina", confirmed="yes")
    assert early.status_code == 422
    assert 'data-door-state="asked"' in elena.post(f"{deposit}/deschide-usa").text
    hall.door("opened", "deposit")
    assert 'data-door-state="open"' in elena.get(deposit).text
    hall.door("closed", "deposit")
    assert 'data-door-state="done"' in elena.get(deposit).text
    assert hall.fresh(case).applicant.full_name in elena.get(f"{deposit}/plic").text
    elena.post(f"{deposit}/termina", confirmed="yes")
    hall.works()
    assert hall.fresh(case).status == "ready_locker"


def test_opening_a_file_leaves_a_trace_and_notes_stay_inside(hall: Hall, door: Door) -> None:
    case, ion = hall.petition(), door("Ion")
    ion.get(f"/birou/dosare/{case.id}")
    ion.post(f"/birou/dosare/{case.id}/note", text="Reclamă a treia oară")
    assert "Reclamă a treia oară" in ion.get(f"/birou/dosare/{case.id}").text
    viewed = select(JournalEntry).where(
        JournalEntry.action == "case.viewed", JournalEntry.object_id == case.id
    )
    assert session().scalars(viewed).first() is not None
    citizen = door("ioana@exemplu.ro")
    assert "Reclamă" not in citizen.get(f"/cereri/{case.id}").text
    assert ion.post(f"/birou/dosare/{case.id}/note", text=" ").status_code == 422
