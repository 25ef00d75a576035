"""The archive's pages: Sanda keeps, heads review and hand over, others find the door closed."""

import io
from datetime import date

import pytest

from app.cityhall.archive import nomenclature, selections
from app.cityhall.documents import queries as documents
from tests.archived import archived, confirmed, destroys, inventory_of, lists, reviewed
from tests.hall import Hall
from tests.web.desk.conftest import Door

LONG_AGO = date(2024, 5, 6)


@pytest.mark.parametrize("who", ["", "ioana@exemplu.ro", "Elena", "Ana"])
def test_who_is_no_keeper_finds_the_door_closed(door: Door, who: str) -> None:
    for path in ("/", "/nomenclator", "/inventare", "/selectii"):
        answer = door(who).client.get(f"/arhiva{path}")
        assert answer.status_code in {302, 403}


def test_the_archivist_finds_a_file_by_words_year_and_what_awaits_it(hall: Hall, door: Door) -> None:
    old = archived(hall, LONG_AGO).row.case.entry.legal_number
    young = archived(hall, date(2026, 2, 1), years=30, code="III A 2").row.case.entry.legal_number
    sanda = door("Sanda")
    for query, found, missing in (
        ("q=ioana", [old, young], []),
        ("q=III+A", [young], [old]),
        ("an=2024", [old], [young]),
        ("care=due", [old], [young]),
        ("care=permanent", [], [old, young]),
        ("an=99999999999&page=99", [old, young], []),
    ):
        text = sanda.get(f"/arhiva/?{query}").text
        assert all(one in text for one in found), query
        assert not any(one in text for one in missing), query


def test_a_hold_is_placed_with_reason_and_act_and_lifted(hall: Hall, door: Door) -> None:
    kept, sanda = archived(hall, LONG_AGO), door("Sanda")
    page = f"/arhiva/dosare/{kept.case.id}"
    assert "Scrieți actul" in sanda.post(f"{page}/oprire", reason="Proces").text
    assert (
        "Oprit de la distrugere: Proces (dosar 1)"
        in sanda.post(f"{page}/oprire", reason="Proces", act="dosar 1").text
    )
    assert "Niciun dosar nu are termenul" in sanda.post("/arhiva/selectii", name="Lista").text
    assert "Ridicată la" in sanda.post(f"{page}/oprire/ridicare", because="Judecat definitiv").text
    assert door("Silvia").client.post(f"{page}/oprire", data={"reason": "x", "act": "y"}).status_code == 403
    assert sanda.get(f"{page}/opis.pdf").data.startswith(b"%PDF")
    assert sanda.get(f"{page}/pachet.zip").data.startswith(b"PK")


def test_a_line_of_the_nomenclature_and_a_whole_table(hall: Hall, door: Door) -> None:
    sanda = door("Sanda")
    line = {"code": "IX A 1", "title": "Proiecte", "years": "25", "act": "ANR 7/2026"}
    assert "Ziua lipsește" in sanda.post("/arhiva/nomenclator", **line).text
    day = {"from.day": "1", "from.month": "7", "from.year": "2026"}
    assert "IX A 1" in sanda.post("/arhiva/nomenclator", **line, **day).text
    table = "IX A 2;Planuri;Urbanism;P\nIX A 3;Avize;;10 C.S.\n"
    for content, words in ((table, "2 linii au fost scrise"), ("IX;doar două", "nu se potrivește")):
        sent = {
            "table": (io.BytesIO(content.encode()), "nomenclator.csv"),
            "table_act": "ANR 8/2026",
            **{name.replace("from", "table_from"): value for name, value in day.items()},
        }
        answer = sanda.client.post("/arhiva/nomenclator/tabel", data=sent, follow_redirects=True)
        assert words in answer.text
    (institution_id,) = hall.actor("Sanda").institutions()
    found = nomenclature.filed(institution_id, "IX A 3", 1, date(2026, 7, 2))
    assert (found.years, found.commission, found.act) == (10, True, "ANR 8/2026")
    assert door("Gabi").client.post("/arhiva/nomenclator", data=line).status_code == 403


def test_a_list_goes_from_hand_to_hand_until_its_certificate(hall: Hall, door: Door) -> None:
    kept, other = archived(hall, LONG_AGO), archived(hall, LONG_AGO)
    sanda, silvia = door("Sanda"), door("Silvia")
    sanda.post("/arhiva/selectii", name="Selecționare 2026")
    (made,) = selections.listed(hall.actor("Sanda").institutions())
    page = f"/arhiva/selectii/{made.id}"
    sanda.post(f"{page}/trimite")
    assert "Arhivă" in silvia.get("/birou/").text
    item = next(one for one in selections.items(made.id) if one.case_id == other.case.id)
    assert "Se cere des" in silvia.post(f"{page}/dosare/{item.id}", because="Se cere des").text
    assert "Verificată" in silvia.post(f"{page}/verifica").text
    assert "Numele scris nu este" in sanda.post(f"{page}/confirma", name="alt", act="ANR 1").text
    assert "se poate renunța" in sanda.post(f"{page}/confirma", name="Selecționare 2026", act="ANR 1").text
    assert destroys(hall, days=8) == 1
    sanda = door("Sanda")
    assert "Distrus" in sanda.get(page).text
    assert sanda.get(f"{page}/lista.pdf").data.startswith(b"%PDF")
    gone = documents.of_case(kept.case.id)[-1]
    answer = door("Dan").client.get(f"/birou/dosare/{kept.case.id}/documente/{gone.id}")
    assert answer.status_code == 404
    assert "distrus la sfârșitul termenului" in answer.text
    assert "după lista „Selecționare 2026”" in door("Dan").get(f"/birou/dosare/{kept.case.id}").text
    assert "Fișierele distruse" in sanda.get(f"/registratura/{kept.row.case.entry_id}").text
    assert "au rămas" in sanda.get(f"/arhiva/dosare/{kept.case.id}").text.lower()


def test_an_inventory_is_handed_over_received_and_printed(hall: Hall, door: Door) -> None:
    archived(hall, LONG_AGO, 10)
    made = inventory_of(hall, LONG_AGO)
    page, sanda, silvia = f"/arhiva/inventare/{made.id}", door("Sanda"), door("Silvia")
    assert "al doilea an" in sanda.get("/arhiva/inventare").text
    assert "Așteaptă ca șeful" in sanda.get(page).text
    assert "au fost predate" in silvia.post(f"{page}/preda").text
    assert "Scrieți locul în arhivă" in sanda.post(f"{page}/primeste").text
    assert "Depozit 1" in sanda.post(f"{page}/primeste", location="Depozit 1").text
    for paper in (f"{page}/proces-verbal.pdf", "/arhiva/inventare/evidenta.pdf"):
        assert sanda.get(paper).data.startswith(b"%PDF")


def test_a_list_under_way_is_given_up(hall: Hall, door: Door) -> None:
    archived(hall, LONG_AGO)
    made = lists(hall)
    reviewed(hall, made)
    confirmed(hall, made)
    assert "Anulată" in door("Silvia").post(f"/arhiva/selectii/{made.id}/renunta").text
    assert destroys(hall, days=30) == 0
