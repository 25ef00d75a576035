"""A document's page: its revisions, links that expire, identity papers, the search."""

import re
from datetime import timedelta

from app.cityhall.documents import links
from app.journey import reading
from tests.hall import Hall
from tests.journey.test_reading import CARD
from tests.papers import laid, pdf
from tests.web.desk.conftest import Door

ADDRESS = re.compile(r"http://[^\"]+(/act/[\w-]+)")


def shared(door: Door, document: object, **asked: object) -> str:
    """The address of a new link."""
    told = {"for_whom": "expertul Popescu", "days": 7, "openings": 2, **asked}
    answer = door("Elena").post(f"/acte/{document.id}/linkuri", **told)  # type: ignore[attr-defined]
    found = ADDRESS.search(answer.text)
    assert found, answer.text
    return found[1]


def test_the_page_shows_the_file_its_facts_and_its_revisions(hall: Hall, door: Door) -> None:
    document = laid(hall, hall.petition(), pdf("Plan de situație"), title="Plan")
    reading.read_new(hall.house, hall.now)
    page = door("Elena").get(f"/acte/{document.id}")
    assert page.status_code == 200
    assert document.latest.sha256 in page.text
    assert "3 cuvinte" in page.text
    file = door("Elena").get(f"/acte/{document.id}/1")
    assert file.data == pdf("Plan de situație")
    assert door("Elena").get(f"/acte/{document.id}/2").status_code == 404


def test_others_find_neither_page_nor_file(hall: Hall, door: Door) -> None:
    document = laid(hall, hall.petition(), pdf("al altuia"))
    for address in (f"/acte/{document.id}", f"/acte/{document.id}/1"):
        assert door("Radu").get(address).status_code == 404
        assert door("vlad@exemplu.ro").get(address).status_code == 403
        assert door("").get(address).status_code == 302
    assert (
        door("Radu").post(f"/acte/{document.id}/linkuri", for_whom="x", days=1, openings=1).status_code == 404
    )


def test_a_link_opens_so_many_times_and_never_by_being_looked_at(hall: Hall, door: Door) -> None:
    document = laid(hall, hall.petition(), pdf("pentru expert"))
    address = shared(door, document)
    stranger = door("")
    for _look in range(5):
        assert stranger.get(address).status_code == 200
    assert stranger.post(address).data == pdf("pentru expert")
    assert stranger.post(address).status_code == 200
    assert stranger.post(address).status_code == 404
    assert stranger.get(address).status_code == 404


def test_a_link_ends_with_its_days_and_when_it_is_taken_back(hall: Hall, door: Door) -> None:
    document = laid(hall, hall.petition(), pdf("pentru expert"))
    address = shared(door, document)
    token = address.rpartition("/")[2]
    assert links.look(token, hall.now + timedelta(days=6))
    link = links.of_document(document.id)[0]
    link_id = link.id
    assert not link.live(hall.now + timedelta(days=7, minutes=1))
    door("Elena").post(f"/acte/{document.id}/linkuri/{link_id}/retrage")
    assert door("").post(address).status_code == 404
    other = laid(hall, hall.petition(subject="Alta"), pdf("altul"))
    assert door("Elena").post(f"/acte/{other.id}/linkuri/{link_id}/retrage").status_code == 404


def test_a_link_asked_for_wrongly_is_refused_in_a_sentence(hall: Hall, door: Door) -> None:
    document = laid(hall, hall.petition(), pdf("act"))
    for wrong in ({"for_whom": " "}, {"days": 0}, {"days": 400}, {"openings": 0}, {"days": "multe"}):
        told = {"for_whom": "cineva", "days": 7, "openings": 2, **wrong}
        answer = door("Elena").post(f"/acte/{document.id}/linkuri", **told)
        assert answer.status_code == 422, wrong
    assert links.of_document(document.id) == []


def test_an_identity_paper_is_opened_for_a_reason_only(hall: Hall, door: Door) -> None:
    document = laid(hall, hall.petition(), pdf(CARD))
    reading.read_new(hall.house, hall.now)
    elena = door("Elena")
    assert "filigran" in elena.get(f"/acte/{document.id}").text
    assert elena.get(f"/acte/{document.id}/1").data != pdf(CARD)
    address = f"/birou/dosare/{document.case_id}/documente/{document.id}"
    assert elena.get(address).data != pdf(CARD)
    assert elena.post(f"/acte/{document.id}/original", reason="").status_code == 422
    assert elena.post(f"/acte/{document.id}/original", reason="verific seria").data == pdf(CARD)
    assert door("").post(shared(door, document)).data != pdf(CARD)
    elena.post(f"/acte/{document.id}/identitate", identity="no")
    assert elena.get(f"/acte/{document.id}/1").data == pdf(CARD)


def test_the_search_page(hall: Hall, door: Door) -> None:
    document = laid(hall, hall.petition(), pdf("<b>Înștiințare</b> despre șantier"), title="Scrisoare")
    reading.read_new(hall.house, hall.now)
    page = door("Elena").get("/acte?q=santier+instiintare")
    assert f"/acte/{document.id}" in page.text
    assert "<b>Înștiințare" not in page.text
    assert door("Elena").get("/acte?q=xy").status_code == 422
    assert "Nimic găsit" in door("Elena").get("/acte?q=nimicul").text
