"""A clerk at the counter and the person in front of them."""

import io
import re

from PIL import Image

from app.cityhall.cases import queries as cases
from app.cityhall.documents import queries as documents
from app.cityhall.registry import queries as register
from tests.hall import PETITION, Hall
from tests.web.desk.conftest import Door


def test_a_person_without_account_leaves_with_receipt_and_code(hall: Hall, door: Door) -> None:
    case = hall.fresh(
        hall.files("petition", {**PETITION, "full_name": "Gheorghe Bătrânu"}, "Elena", "counter").case
    )
    elena = door("Elena")
    page = elena.get(f"/ghiseu/dosare/{case.id}/confirmare").text
    assert case.entry.legal_number in page
    assert re.search(r"[A-Z2-7]{5}-[A-Z2-7]{5}", page)
    assert elena.client.get(f"/ghiseu/dosare/{case.id}/dovada.pdf").data.startswith(b"%PDF-")
    assert (case.applicant.full_name, case.filed_by.full_name if case.filed_by else "") == (
        "Gheorghe Bătrânu",
        "Elena Registrator",
    )
    assert "Gheorghe Bătrânu" in elena.get("/ghiseu?q=Gheorghe").text


def test_a_service_is_begun_for_somebody_else(hall: Hall, door: Door) -> None:
    elena = door("Elena")
    assert "/ghiseu/servicii/petition/incepe" in elena.get("/ghiseu").text
    page = elena.post("/ghiseu/servicii/petition/incepe")
    assert page.status_code == 200
    assert "Elena Registrator" not in page.text.split("<main")[1]


def test_a_completion_brought_to_the_counter_is_sent_on_behalf(hall: Hall, door: Door) -> None:
    case, elena = hall.petition(), door("Elena")
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does(
        "Ana", case, "analysis", decision="completion", defects=[{"paper": "photos", "reason": "missing"}]
    )
    address = f"/ghiseu/completari/{hall.task(case, 'completion').id}"
    assert address in elena.get("/ghiseu").text
    elena.get(address)
    empty = elena.post(address, answer="Am adus poza.", file__photos=(io.BytesIO(b""), "poza.jpg"))
    assert empty.status_code == 422
    assert "0 octeți" in empty.text
    assert "Am adus poza." in empty.text
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "JPEG")
    picture.seek(0)
    sent = elena.post(address, answer="Am adus poza.", file__photos=(picture, "poza.jpg"))
    assert sent.status_code == 200
    hall.works()
    assert hall.task(case, "analysis").state == "open"
    assert [one.latest.filename for one in documents.of_case(case.id) if one.kind == "paper"] == ["poza.jpg"]
    done = [event for event in cases.history(case.id, public_only=False) if event.on_behalf_of_id]
    assert [event.kind for event in done] == ["task_done", "completion_registered"]
    assert {event.on_behalf_of_id for event in done} == {case.applicant_id}
    received = register.completions(case.id)[0]
    assert (received.channel, received.operator_id) == ("counter", hall.actor("Elena").person_id)
    assert received.legal_number in sent.text
