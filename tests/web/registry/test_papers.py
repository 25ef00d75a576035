"""Papers at the counter: scanned, ticked, labelled, awaited; and how long it all takes."""

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from app.cityhall import originals
from app.cityhall.arrivals import queries as arrivals
from app.cityhall.cases import queries as cases
from app.cityhall.documents import ticks
from app.cityhall.registry import measures
from app.database import session, transaction
from app.journey import receipts
from tests import scanned
from tests.cityhall.registry.test_measures import registered
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.registry.counter_papers import draft, promised


@pytest.fixture
def elena(enter: Enter) -> Citizen:
    return enter("ghiseu@ps6.example")


def upload(*pages: bytes) -> dict[str, object]:
    files = [(io.BytesIO(one), f"pagina{number}.jpg") for number, one in enumerate(pages, 1)]
    return {"pages": files, "sender": "Gheorghe Bătrânu", "subject": "Adresă despre gunoi"}


def test_photographed_pages_wait_as_one_document_held_by_who_scanned_it(hall: Hall, elena: Citizen) -> None:
    elena.client.get("/registratura/hartii")
    hall.now += timedelta(minutes=2)
    answer = elena.client.post(
        "/registratura/hartii", data=upload(scanned.picture(), scanned.picture(colour="red"))
    )
    assert answer.status_code == 303
    page = elena.client.get("/registratura/hartii").text
    assert "Adresă despre gunoi" in page
    assert "2 pagini" in page
    [made] = arrivals.waiting(hall.actor("Elena").institutions())
    assert made.holder_id == hall.actor("Elena").person_id
    assert (made.started_at, made.arrived_at) == (hall.now - timedelta(minutes=2),) * 2
    again = elena.client.post(
        "/registratura/hartii", data=upload(scanned.picture(), scanned.picture(colour="red"))
    )
    assert again.status_code == 409
    assert "Gheorghe Bătrânu" in again.text


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((), "Alegeți cel puțin o pagină"),
        ((b"\xff\xd8\xff broken",), "pagina1.jpg"),
        ((b"",), "0 octeți"),
        ((b"MZ" + b"\0" * 90,), "pagina1.jpg"),
    ],
)
def test_a_bad_page_is_refused_with_what_was_typed(
    hall: Hall, elena: Citizen, pages: tuple[bytes, ...], said: str
) -> None:
    answer = elena.client.post("/registratura/hartii", data=upload(*pages))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Adresă despre gunoi" in answer.text
    assert arrivals.waiting(hall.actor("Elena").institutions()) == []


@pytest.mark.parametrize("path", ["hartii", "hartii/originale", "etichete"])
def test_only_registrars_take_papers_in(enter: Enter, path: str) -> None:
    assert enter("arhiva@ps6.example").client.get(f"/registratura/{path}").status_code == 403
    assert enter("ioana@exemplu.ro").client.get(f"/registratura/{path}").status_code == 403


def test_the_checklist_is_ticked_item_by_item_and_the_receipt_says_what_was_seen(
    hall: Hall, elena: Citizen
) -> None:
    begun = draft(hall)
    address = f"/ghiseu/ciorna/{begun.id}"
    page = elena.client.get(f"{address}/acte").text
    assert "Nebifat" in page
    assert "Nu avem ce înregistra" in page  # what follows when it is missing
    elena.client.post(
        f"{address}/acte", data={"tick.document": "absent", "tick.annexes": "seen", "action": "next"}
    )
    assert "Nu avem ce înregistra" in elena.client.get(f"{address}/verificare").text
    elena.client.post(f"{address}/acte", data={"tick.document": "seen", "action": "next"})
    assert "Nu avem ce înregistra" not in elena.client.get(f"{address}/verificare").text
    sent = elena.client.post(f"{address}/trimite")
    assert sent.status_code == 303
    confirmation = elena.client.get(sent.headers["Location"]).text
    label = re.search(r"/registratura/eticheta/[0-9a-f-]+\.pdf", confirmation)
    assert label is not None
    assert elena.client.get(label[0]).data.startswith(b"%PDF-")
    case = cases.search(hall.actor("Elena"), "Gheorghe Bătrânu")[0]
    assert [one.state for one in ticks.of_case(case.id)] == ["seen", "seen"]
    said = receipts.fields(case, hall.house)["sources"]
    assert said == ["Anexe: văzut la ghișeu, fără copie", "Documentul depus: văzut la ghișeu, fără copie"]


def test_at_the_portal_nobody_ticks(hall: Hall, enter: Enter) -> None:
    ioana = enter("ioana@exemplu.ro")
    begun = ioana.client.post("/servicii/drop_off/incepe")
    draft_id = begun.headers["Location"].rsplit("/", 1)[-1]
    assert "tick." not in ioana.client.get(f"/cereri/ciorna/{draft_id}/acte").text


def test_typing_at_the_counter_is_measured_from_its_first_page(hall: Hall, elena: Citizen) -> None:
    begun = draft(hall)
    hall.now += timedelta(seconds=95)
    elena.client.post(f"/ghiseu/ciorna/{begun.id}/trimite", data={"acknowledge": "yes"})
    case = cases.search(hall.actor("Elena"), "Gheorghe Bătrânu")[0]
    [line] = measures.by_channel(case.institution_id, hall.now.date(), hall.now.date())
    assert (line.channel, line.worked.count) == ("counter", 1)
    assert line.worked.median == pytest.approx(95, abs=0.01)


def test_labels_of_a_day_are_printed_from_the_first_free_place(hall: Hall, elena: Citizen) -> None:
    hall.stopped = True
    filed = [hall.files("drop_off", draft(hall).answers, "Elena", "counter").case for _ in range(2)]
    hall.petition()  # from the portal: it has no paper
    page = elena.client.get("/registratura/etichete").text
    ids = re.findall(r'name="doc" value="([0-9a-f-]+)"', page)
    assert sorted(ids) == sorted(str(one.entry_id) for one in filed)
    made = elena.client.get(
        "/registratura/etichete.pdf", query_string={"doc": ids, "format": "sheet24", "loc": "24"}
    )
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(made.data)).pages]
    assert [text.count("/2026") > 0 for text in pages] == [True, True]
    assert "Gheorghe" not in "".join(pages)
    assert elena.client.get("/registratura/etichete.pdf").status_code == 303
    assert elena.client.get("/registratura/etichete.pdf?doc=x").status_code == 404
    assert (
        elena.client.get(f"/registratura/etichete.pdf?doc={hall.actor('Ana').person_id}").status_code == 404
    )
    assert elena.client.get(f"/registratura/etichete.pdf?doc={ids[0]}&format=x").status_code == 422


def test_an_original_is_noted_by_its_label_and_ticked(hall: Hall, elena: Citizen) -> None:
    case = hall.petition()
    read = f"{case.entry.number}/{case.entry.year}"
    assert (
        elena.client.post("/registratura/hartii/originale", data={"number": "99999/2026"}).status_code == 422
    )
    elena.client.post("/registratura/hartii/originale", data={"number": read, "email": "ioana@exemplu.ro"})
    assert elena.client.post("/registratura/hartii/originale", data={"number": read}).status_code == 409
    [one] = originals.waiting(hall.actor("Elena").institutions())
    page = elena.client.get("/registratura/hartii/originale").text
    assert f'data-original="{case.entry.number}"' in page
    elena.client.post(f"/registratura/hartii/originale/{one.id}/venit", data={"sheets": "3"})
    session().rollback()
    assert originals.waiting(hall.actor("Elena").institutions()) == []
    late = elena.client.post(f"/registratura/hartii/originale/{one.id}/renuntat", data={"note": "nu"})
    assert late.status_code == 409


def test_the_original_of_a_drop_off_stands_in_the_same_queue(hall: Hall, elena: Citizen) -> None:
    case = promised(hall)
    task = hall.task(case, "original")
    assert f'data-original="{case.entry.number}"' in elena.client.get("/registratura/hartii/originale").text
    sent = elena.client.post(f"/registratura/hartii/originale/dosar/{task.id}/venit", data={"sheets": "3"})
    assert sent.status_code == 303
    session().rollback()
    assert not [one for one in cases.open_tasks(case.id) if one.form == "original"]


def test_the_dashboard_is_honest_until_there_is_something_to_say(hall: Hall, elena: Citizen) -> None:
    hall.petition()
    page = elena.client.get("/registratura/masuratori").text
    assert "Nu avem cu ce compara încă" in page
    assert "prea puține" in page
    with transaction():
        for _ in range(20):
            registered(hall, "counter", 0, 0)
    begun = {"day.day": "2", "day.month": "11", "day.year": "2026", "act": "Nota 5/2026"}
    assert elena.client.post("/registratura/masuratori/hartie", data={**begun, "act": ""}).status_code == 422
    page = elena.client.post("/registratura/masuratori/hartie", data=begun, follow_redirects=True).text
    found = re.search(r'action="(/registratura/masuratori/hartie/[0-9a-f-]+)"', page)
    assert found is not None
    timing = found[1]
    elena.client.post(timing, data={"action": "start", "what": "adresă"})
    hall.now += timedelta(seconds=260)
    elena.client.post(timing, data={"action": "stop"})
    assert elena.client.post(timing, data={"action": "close"}).status_code == 422
    assert elena.client.post(timing, data={"action": "note", "minutes": "x"}).status_code == 422
    for _ in range(19):
        elena.client.post(timing, data={"action": "note", "minutes": "5", "seconds": "0"})
    page = elena.client.post(timing, data={"action": "close"}, follow_redirects=True).text
    assert "5 min 00 s" in page
    assert "Nota 5/2026" in page
    assert "100 % mai puțin" in page  # numbered at the moment they were begun
    lines = elena.client.get("/registratura/masuratori.csv").text.splitlines()
    assert lines[0].startswith("\ufeffcanal;luna;documente")
    assert {line.split(";")[0]: line.split(";")[2:5] for line in lines[1:]} == {
        "counter": ["20", "0,0", "0,0"],
        "portal": ["1", "", ""],
    }


def test_readers_of_the_register_see_the_measures_but_do_not_time(enter: Enter) -> None:
    archivist = enter("arhiva@ps6.example")
    assert archivist.client.get("/registratura/masuratori").status_code == 200
    assert archivist.client.get("/registratura/masuratori/hartie").status_code == 403
