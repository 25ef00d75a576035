"""The special registers on the desk, in the case file and on the page of verification; signing tasks."""

from app.cityhall.cases import queries as cases
from app.cityhall.documents import queries as documents
from app.cityhall.registry import queries as register
from tests.hall import PETITION, Hall
from tests.journey.memo import drafted, published
from tests.web.desk.conftest import Door

PAGE = "/birou/registre-speciale"


def test_the_registers_are_read_by_those_who_keep_them(hall: Hall, door: Door) -> None:
    published(hall, "[]")
    case = drafted(hall)
    for who in ("Elena", "Dan", "Ion", "Sanda", "Paul"):
        page = door(who).get(f"{PAGE}?registru=petitions&an=2026").text
        assert "1/23.11.2026" in page
        assert f"/birou/dosare/{case.id}" in page
    for who in ("Ana", "Radu", "Silvia"):
        assert door(who).get(PAGE).status_code == 403
        assert PAGE not in door(who).get("/birou/dosare").text
    assert PAGE in door("Elena").get("/birou/dosare").text


def test_a_register_is_searched_by_number_and_name(hall: Hall, door: Door) -> None:
    published(hall, "[]")
    drafted(hall)
    elena = door("Elena")
    find = f"{PAGE}?registru=petitions&an=2026&q="
    assert 'data-special="1"' in elena.get(f"{find}1").text
    assert 'data-special="1"' in elena.get(f"{find}ioana").text
    assert "Nimic găsit" in elena.get(f"{find}99").text
    assert "Registrul este gol" in elena.get(f"{PAGE}?registru=audiences&an=2026").text
    assert elena.get(f"{PAGE}?registru=poems&an=x&page=-3").status_code == 200


def test_the_special_number_stands_on_the_receipt_the_file_and_the_verification(
    hall: Hall, door: Door
) -> None:
    published(hall, "[]")
    case = drafted(hall)
    assert "Registrul petițiilor" in door("Elena").get(f"/birou/dosare/{case.id}").text
    token = register.of_case(case.id)[0].verify_token
    page = door("").get(f"/verifica/{token}").text
    assert "Registrul petițiilor" in page
    assert "Ioana" not in page


def test_whoever_signs_sees_the_letter_and_who_signed_before(hall: Hall, door: Door) -> None:
    published(hall)
    case = drafted(hall)
    gabi = door("Gabi").get(f"/birou/sarcini/{hall.task(case, 'approval').id}").text
    assert f"/birou/dosare/{case.id}/scrisori/answer.pdf" in gabi
    assert "Semnați primul" in gabi
    hall.does("Gabi", case, "approval", decision="approve")
    silvia = door("Silvia")
    page = silvia.get(f"/birou/sarcini/{hall.task(case, 'approval').id}").text
    assert "Au semnat înaintea dumneavoastră" in page
    assert "Gabi Șef" in page
    preview = silvia.client.get(f"/birou/dosare/{case.id}/scrisori/answer.pdf")
    assert preview.data.startswith(b"%PDF")
    assert silvia.client.get(f"/birou/dosare/{case.id}/scrisori/poem.pdf").status_code == 422
    assert door("Radu").get(f"/birou/dosare/{case.id}/scrisori/answer.pdf").status_code == 404


def test_the_request_itself_lies_in_the_file_for_both_sides(hall: Hall, door: Door) -> None:
    published(hall, "[]")
    case = hall.files("memo", PETITION).case
    request = documents.of_kind(case.id, "request")
    assert request is not None
    assert request.public
    assert request.latest.filename == "cererea-1.pdf"
    ioana = door("ioana@exemplu.ro").client
    assert "Cererea completată" in ioana.get(f"/cereri/{case.id}").text
    page = door("Elena").get(f"/birou/dosare/{case.id}")
    assert "cererea, așa cum a fost trimisă" in page.text
    assert cases.history(case.id, public_only=True)
    hashes = [mark.value for mark in register.marks(case.entry_id) if mark.kind == "hash"]
    assert hashes == [request.latest.sha256]
