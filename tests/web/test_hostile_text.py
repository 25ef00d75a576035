"""Text that wants to be markup, a header, a query or an address stays text."""

import re
from io import BytesIO

import pytest
from docx import Document
from lxml import html

from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.lockers import queries as lockers
from app.cityhall.people import accounts
from app.journey import secrets
from tests.hall import ANSWER, PETITION, Hall
from tests.web.citizen.people import Enter
from tests.web.citizen.test_filing import IOANA, begin, fill

EVIL = "<svg onload=alert(1)>'; DROP TABLE person;-- {{ 7*7 }} ${x} \"&"
ADDRESS = {"street": EVIL, "number": EVIL[:10], "locality": EVIL, "county": "București"}
WRITTEN = {
    "full_name": EVIL,
    "address": ADDRESS,
    "subject": EVIL,
    "description": EVIL,
    "place": EVIL,
    "previous_number": EVIL[:40],
}


def tame(page: str) -> bool:
    """Is there no element and no attribute that our own pages do not have?"""
    found = html.fromstring(page)
    drawn_by_us = found.xpath("//*[local-name()='svg'][not(ancestor-or-self::*[@class or @aria-hidden])]")
    return not drawn_by_us and not found.xpath("//@onload | //script[not(@src)]")


def hostile(hall: Hall, **more: str) -> Case:
    return hall.files("petition", {**PETITION, **WRITTEN, **more}).case


def test_every_page_shows_it_as_it_was_typed(hall: Hall, enter: Enter) -> None:
    case, counted = hostile(hall), hall.files("petition", {**PETITION, **WRITTEN}, "Elena", "counter").case
    pages = {
        IOANA: ("/cereri", f"/cereri/{case.id}", f"/cereri/{case.id}/confirmare"),
        "Elena": (
            f"/ghiseu/dosare/{counted.id}",
            f"/ghiseu/dosare/{counted.id}/confirmare",
            f"/birou/dosare/{case.id}",
        ),
        "Ion": ("/birou", "/birou/dosare", f"/birou/sarcini/{hall.task(case, 'routing').id}"),
    }
    for who, addresses in pages.items():
        visitor = enter(who)
        for address in addresses:
            answer = visitor.get(address)
            assert answer.status_code == 200
            assert "<svg onload" not in answer.text, address
            assert tame(answer.text), address
    ioana = enter(IOANA)
    ioana.get(f"/cereri/{case.id}")
    assert EVIL in ioana.text("//h1")
    for address in (f"/cereri/{case.id}/dovada.pdf",):
        assert ioana.get(address).data.startswith(b"%PDF-")
    search = enter("Elena").client.get("/ghiseu", query_string={"q": EVIL})
    assert "<svg onload" not in search.text
    assert "&lt;svg onload" in search.text


def test_every_field_of_the_form_keeps_it_and_shows_it_escaped(enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    fill(ioana, draft)
    ioana.get(f"{draft}/matter")
    ioana.post(f"{draft}/matter", category=EVIL, subject=EVIL, description=EVIL)
    assert ioana.page.xpath("//input[@name='subject']/@value") == [EVIL]
    assert ioana.page.xpath("string(//textarea[@name='description'])").strip() == EVIL
    assert "<svg onload" not in ioana.get(f"{draft}/verificare").text


def test_the_letter_and_the_messages_carry_it_as_words(hall: Hall, enter: Enter) -> None:
    case = hostile(hall, delivery="email")
    hall.does("Ion", case, "routing", competence="ours", department="SAL", resolution=EVIL)
    hall.does("Ana", case, "analysis", decision="answer", findings=EVIL)
    hall.does("Ana", case, "drafting", **{**ANSWER, "answer": EVIL, "legal_basis": EVIL})
    letter = documents.of_kind(case.id, "draft_letter")
    assert letter is not None
    content = hall.house.outside.files.get(letter.latest.sha256)
    said = "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
    assert "<svg onload=alert(1)>'; DROP TABLE person;--" in said
    gabi = enter("Gabi")
    assert tame(gabi.get(f"/birou/sarcini/{hall.task(case, 'approval').id}").text)
    assert gabi.get(f"/birou/dosare/{case.id}/scrisori/answer.pdf").data.startswith(b"%PDF-")
    hall.does("Gabi", case, "approval", decision="approve", note=EVIL)
    hall.does("Dan", case, "approval", decision="approve", note=EVIL)
    assert hall.fresh(case).outcome == "answered"
    page = enter(IOANA).get(f"/cereri/{case.id}").text
    assert tame(page)
    assert "49" not in re.findall(r"DROP TABLE person;-- (\S+)", page)


def test_notes_and_completions_of_others_are_words_too(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    enter("Ion").post(f"/birou/dosare/{case.id}/note", text=EVIL)
    defects = [{"paper": "photos", "reason": "missing", "note": EVIL}]
    hall.does("Ana", case, "analysis", decision="completion", defects=defects)
    task = hall.task(case, "completion")
    for who, address in ((IOANA, f"/cereri/sarcini/{task.id}"), ("Elena", f"/ghiseu/completari/{task.id}")):
        page = enter(who).get(address).text
        assert "&lt;svg onload" in page
        assert tame(page)
    hall.does(IOANA, case, "completion", answer=EVIL)
    for address in (f"/birou/dosare/{case.id}", f"/birou/sarcini/{hall.task(case, 'analysis').id}"):
        assert tame(enter("Ion" if "dosare" in address else "Ana").get(address).text)


@pytest.mark.parametrize(
    "email",
    ["a@b.ro\r\nBcc: x@y.ro", "a@b.ro, c@d.ro", '"<a@b.ro>" <c@d.ro>', "a@b.ro\nSubject: altul"],
)
def test_an_address_cannot_smuggle_a_header(hall: Hall, enter: Enter, email: str) -> None:
    stranger = enter("")
    given = {"full_name": "Om Nou", "phone": "0722333444", "password": "trei cuvinte lungi"}
    assert stranger.post("/cont/nou", email=email, **given).status_code == 422
    assert "e-mail" in stranger.errors
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    fill(ioana, draft)
    ioana.get(f"{draft}/contact")
    assert ioana.post(f"{draft}/contact", email=email, phone="0721000101").status_code == 422
    assert hall.mail.sent == {}


def test_a_name_cannot_smuggle_a_header(hall: Hall, enter: Enter) -> None:
    given = {"email": "nou@exemplu.ro", "phone": "0722333444", "password": "trei cuvinte lungi"}
    name = "Om\r\nBcc: toti@exemplu.ro\r\n\r\nCorp"
    assert enter("").post("/cont/nou", full_name=name, **given).status_code < 500
    hall.files("petition", {**PETITION, "full_name": name, "subject": name})
    assert {"toti@exemplu.ro"} & {str(mail["to"]) for mail in hall.mail.sent.values()} == set()
    assert all("\n" not in str(mail["subject"]) for mail in hall.mail.sent.values())


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://rau.example",
        "//rau.example",
        "/\\rau.example",
        "\\\\rau.example",
        " //rau.example",
        "/\t/rau.example",
        "javascript:alert(1)",
        "/%0d%0aLocation:https://rau.example\r\nX: 1",
        "///rau.example",
    ],
)
def test_nobody_is_sent_to_a_strangers_page(hall: Hall, enter: Enter, elsewhere: str) -> None:
    stranger, account = enter(""), accounts.by_email(IOANA)
    assert account is not None
    tongue = stranger.client.post("/limba/en", data={"next": elsewhere})
    entered = stranger.client.post(
        "/intrare", data={"email": IOANA, "password": "fara-hartie-2026", "next": elsewhere}
    )
    for answer in (tongue, entered):
        assert answer.status_code in {302, 303}
        assert re.fullmatch(r"/(?![/\\]).*", answer.location), answer.location
        assert "rau.example" not in answer.location.partition("%0d%0a")[0]


def test_a_link_of_the_locker_gives_nothing_but_its_own_page(hall: Hall, enter: Enter) -> None:
    case = hostile(hall)
    hall.answered(case)
    parcel = lockers.latest(case.id)
    assert parcel is not None
    link = secrets.grant_address(hall.house, hall.grant(parcel)).partition("8000")[2]
    page = enter("").get(link)
    assert page.status_code == 200
    assert tame(page.text)
    for wrong in ("x", "../" * 5, EVIL, "\x00", "ș" * 300):
        assert enter("").client.get(f"/ridicare/{wrong}").status_code == 404
        assert enter("").client.get(f"/verifica/{wrong}").status_code == 404
