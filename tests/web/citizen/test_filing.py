"""From the first question to the number, and everything that may go wrong on the way."""

import re
from io import BytesIO

import pytest
from pypdf import PdfWriter

from app.cityhall.cases import queries as cases
from app.cityhall.documents import queries as documents
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter

IOANA = "ioana@exemplu.ro"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def begin(ioana: Citizen, code: str) -> str:
    """The address of a new draft."""
    found = ioana.post(f"/servicii/{code}/incepe").request.path
    return found.rsplit("/", 1)[0]


def fill(ioana: Citizen, draft: str) -> None:
    ioana.post(f"{draft}/applicant", applicant_kind="person", full_name="Ioana Cetățean")
    ioana.post(
        f"{draft}/address", address__street="Str. Fabricii", address__number="1", address__locality="Buc"
    )
    ioana.post(f"{draft}/matter", category="sanitation", subject="Gunoi", description="Nu se ridică.")
    ioana.post(f"{draft}/place")
    ioana.post(f"{draft}/delivery", delivery="locker")
    ioana.post(f"{draft}/contact", email=IOANA, phone="0721 000 101")


def test_a_petition_gets_its_number_from_a_phone(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    assert ioana.page.xpath("//input[@name='full_name']/@value") == ["Ioana Cetățean"]
    fill(ioana, draft)
    assert "Actele" in ioana.text("//h1")
    ioana.post(f"{draft}/acte", files=[("file.photos", "groapă.png", PNG)], action="next")
    assert "Verificați" in ioana.text("//h1")
    assert "groapă.png" in ioana.text("//main")
    sent = ioana.post(f"{draft}/trimite")
    assert re.fullmatch(r"1/23\.11\.2026", ioana.text("//h1"))
    assert "ora 10:30:00" in ioana.text("//main")
    case = cases.of_applicant(hall.actor(IOANA).person_id)[0]
    assert [d.paper_code for d in documents.of_case(case.id)] == ["photos"]
    assert ioana.get(sent.request.path.replace("confirmare", "dovada.pdf")).data.startswith(b"%PDF-")


def test_a_double_click_files_once(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    fill(ioana, draft)
    ioana.post(f"{draft}/acte", action="next")
    first, second = ioana.post(f"{draft}/trimite"), ioana.post(f"{draft}/trimite")
    assert first.request.path == second.request.path
    assert len(cases.of_applicant(hall.actor(IOANA).person_id)) == 1


def test_a_wrong_answer_is_told_and_kept(enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "urbanism_information")
    sent = ioana.post(f"{draft}/applicant", applicant_kind="person", full_name="Ioana", cnp="1234567890123")
    assert sent.status_code == 422
    assert "CNP-ul nu este corect" in ioana.errors
    ioana.get(f"{draft}/applicant")
    assert ioana.page.xpath("//input[@name='cnp']/@value") == ["1234567890123"]


def test_a_field_that_the_form_does_not_have_is_told_and_the_rest_is_kept(enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    sent = ioana.post(f"{draft}/applicant", applicant_kind="person", full_name="Alt Nume", is_admin="1")
    assert sent.status_code == 422
    assert "is_admin" in ioana.errors
    ioana.get(f"{draft}/applicant")
    assert ioana.page.xpath("//input[@name='full_name']/@value") == ["Alt Nume"]


def test_a_stale_page_changes_nothing_and_keeps_what_was_typed(enter: Enter) -> None:
    phone, laptop = enter(IOANA), enter(IOANA)
    draft = begin(phone, "petition")
    laptop.get(f"{draft}/applicant")
    phone.post(f"{draft}/applicant", applicant_kind="person", full_name="De pe telefon")
    sent = laptop.post(f"{draft}/applicant", applicant_kind="person", full_name="De pe laptop")
    assert sent.status_code == 409
    assert "altă fereastră" in laptop.errors
    assert laptop.page.xpath("//input[@name='full_name']/@value") == ["De pe laptop"]
    laptop.post(f"{draft}/applicant", applicant_kind="person", full_name="De pe laptop")
    phone.get(f"{draft}/applicant")
    assert phone.page.xpath("//input[@name='full_name']/@value") == ["De pe laptop"]


def locked_pdf() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gol.pdf", b"", "este gol"),
        ("program.pdf", b"MZ" + b"\0" * 99, "nu este ce pare"),
        ("parola.pdf", locked_pdf(), "protejat cu parolă"),
        ("stricat.pdf", b"%PDF-1.7 stricat", "deteriorat"),
        ("mare.pdf", b"%PDF-" + b"0" * 26_300_000, "prea mare"),
    ],
)
def test_a_bad_file_is_refused_and_the_good_one_kept(
    enter: Enter, name: str, content: bytes, said: str
) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    fill(ioana, draft)
    files = [("file.photos", "bun.png", PNG), ("file.annexes", name, content)]
    assert ioana.post(f"{draft}/acte", files=files, action="next").status_code == 422
    assert said in ioana.errors
    assert "bun.png" in ioana.text("//main")


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    answer = ioana.client.post(
        f"{draft}/acte",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "200000000"},
    )
    assert answer.status_code == 413
    assert "prea mare" in answer.text


def test_what_is_missing_is_sent_only_knowingly(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "urbanism_information")
    pages: dict[str, dict[str, str]] = {
        "applicant": {"applicant_kind": "person", "full_name": "Ioana Cetățean", "cnp": "1800101221144"},
        "identity": {"id_series": "RK", "id_number": "123456", "id_issued_by": "SPCEP S6"},
        "address": {"address__street": "Str. F", "address__number": "1", "address__locality": "București"},
        "property": {"property_kind": "land", "land_area": "300"},
        "property_address": {"property_address__street": "Str. F", "property_address__number": "2"},
        "land_registry": {"land_registry": "paper"},
        "land_numbers": {"land_book_number": "1234"},
        "delivery": {"delivery": "counter"},
        "contact": {"email": IOANA, "phone": "0721000101"},
        "declaration": {"declaration": "yes"},
    }
    pages["identity"] |= {"id_issued_on.day": "3", "id_issued_on.month": "4", "id_issued_on.year": "2020"}
    pages["property_address"] |= {"property_address__locality": "București"}
    for page, answers in pages.items():
        sent = ioana.post(f"{draft}/{page}", **answers)
        assert sent.status_code == 200, (page, ioana.errors)
    assert "Extras de carte funciară" in ioana.text("//main")
    ioana.post(f"{draft}/acte", action="next")
    assert ioana.post(f"{draft}/trimite").status_code == 422
    assert "Bifați că ați înțeles" in ioana.errors
    assert ioana.post(f"{draft}/trimite", acknowledge="yes").status_code == 200
    assert len(cases.of_applicant(hall.actor(IOANA).person_id)) == 1


def test_a_draft_is_seen_by_nobody_else(enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    assert enter("vlad@exemplu.ro").get(f"{draft}/applicant").status_code == 404
    assert enter("Elena").post(f"{draft}/trimite").status_code == 404
    assert "Intrați în cont" in enter("").get(f"{draft}/applicant").text


def test_a_draft_is_resumed_where_it_was_left_and_may_be_dropped(enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    ioana.post(f"{draft}/applicant", applicant_kind="person", full_name="Ioana", action="later")
    assert "Continuați: Petiție" in ioana.text("//main")
    assert enter(IOANA).get(draft).request.path == f"{draft}/address"
    ioana.post(f"{draft}/sterge")
    assert ioana.get(draft).status_code == 404
