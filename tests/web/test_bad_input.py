"""Whatever is sent, a person gets a clear sentence, keeps what was typed, and never meets a 500."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.registry import queries as register
from tests.crowd import at_once
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.citizen.test_filing import IOANA, PNG, begin, fill, locked_pdf
from tests.web.desk.conftest import Door, Visitor

MEGABYTE = 1024 * 1024
LONG = "ă" * (MEGABYTE // 8)
BAD_FILES = [
    ("gol.pdf", b"", "este gol"),
    ("parola.pdf", locked_pdf(), "protejat cu parolă"),
    ("program.pdf", b"MZ\x90\0" + b"\0" * 200, "nu este ce pare"),
    ("mare.pdf", b"%PDF-1.7" + b"0" * (25 * MEGABYTE), "prea mare"),
]


@contextmanager
def sparse(size: int) -> Iterator[IO[bytes]]:
    """A file of that size that lies nowhere: neither in memory nor, really, on the disk."""
    with tempfile.TemporaryFile() as file:
        file.truncate(size)
        yield file


def asked_to_complete(hall: Hall) -> Case:
    """A petition whose applicant is asked for photographs."""
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    defects = [{"paper": "photos", "reason": "missing"}]
    hall.does("Ana", case, "analysis", decision="completion", defects=defects)
    return case


def on_anas_desk(hall: Hall, ana: Visitor, form: str = "drafting") -> str:
    """The address of Ana's own task."""
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    if form == "drafting":
        hall.does("Ana", case, "analysis", decision="answer")
    address = f"/birou/sarcini/{hall.task(case, form).id}"
    ana.post(f"{address}/preia")
    ana.get(address)
    return address


@pytest.mark.parametrize(("name", "content", "said"), BAD_FILES)
def test_a_bad_file_costs_neither_the_words_nor_the_good_file(
    hall: Hall, enter: Enter, name: str, content: bytes, said: str
) -> None:
    task, ioana = hall.task(asked_to_complete(hall), "completion"), enter(IOANA)
    ioana.get(f"/cereri/sarcini/{task.id}")
    files = [("file.photos", "bun.png", PNG), ("file.other", name, content)]
    answer = ioana.post(f"/cereri/sarcini/{task.id}", answer="Iată poza.", files=files, action="send")
    assert answer.status_code == 422
    assert said in ioana.errors
    assert "Iată poza." in ioana.text("//textarea")
    assert [one.latest.filename for one in documents.of_draft(task.id)] == ["bun.png"]


def test_a_request_of_200_megabytes_is_refused_unread_and_the_draft_stays(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    fill(ioana, draft)
    ioana.post(f"{draft}/acte", files=[("file.photos", "bun.png", PNG)])
    with sparse(200 * MEGABYTE) as film:
        answer = ioana.client.post(f"{draft}/acte", data={"file.photos": (film, "film.pdf")})
    assert answer.status_code == 413
    assert "prea mare: un fișier poate avea cel mult 25 MB" in answer.text
    assert "nu s-a pierdut" in answer.text
    assert f'href="{draft}/acte"' in answer.text
    assert "bun.png" in ioana.get(f"{draft}/acte").text
    assert ioana.get(f"{draft}/matter").status_code == 200
    assert "Nu se ridică." in ioana.text("//textarea")


def test_a_letter_too_large_keeps_what_the_officer_typed(hall: Hall, door: Door) -> None:
    ana = door("Ana")
    address = on_anas_desk(hall, ana)
    ana.post(f"{address}/salveaza", answer="Gunoiul s-a ridicat.")
    too_large = (io.BytesIO(b"PK\x03\x04" + b"0" * (26 * MEGABYTE)), "scrisoare.docx")
    answer = ana.post(f"{address}/scrisoare/incarca", answer="Gunoiul s-a ridicat azi.", letter=too_large)
    assert answer.status_code == 413
    assert "prea mare" in answer.text
    assert "Gunoiul s-a ridicat azi." in answer.text
    with sparse(70 * MEGABYTE) as film:
        answer = ana.post(
            f"{address}/scrisoare/incarca", answer="Și azi, la prânz.", letter=(film, "film.docx")
        )
    assert answer.status_code == 413
    assert "prea mare: cel mult 25 MB" in answer.text
    assert "Și azi, la prânz." in answer.text
    assert "Și azi, la prânz." in ana.get(address).text


def test_a_film_added_to_a_completion_costs_no_word(hall: Hall, enter: Enter) -> None:
    task, ioana, elena = hall.task(asked_to_complete(hall), "completion"), enter(IOANA), enter("Elena")
    for visitor, address in ((ioana, "/cereri/sarcini"), (elena, "/ghiseu/completari")):
        visitor.get(f"{address}/{task.id}")
        with sparse(70 * MEGABYTE) as film:
            data = {"version": str(task.revision), "answer": "Scris o oră.", "file.other": (film, "film.pdf")}
            answer = visitor.client.post(f"{address}/{task.id}", data={**data, "action": "send"})
        assert answer.status_code == 422
        assert "prea mare: cel mult 25 MB" in answer.text
        assert "Scris o oră." in answer.text
    assert hall.task(hall.fresh(task.case), "completion").draft == {"answer": "Scris o oră."}


def test_a_wrong_cnp_is_told_and_kept(enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "urbanism_information")
    sent = ioana.post(f"{draft}/applicant", applicant_kind="person", full_name="Ioana", cnp="2800101221144")
    assert sent.status_code == 422
    assert "CNP-ul nu este corect" in ioana.errors
    assert ioana.page.xpath("//input[@name='cnp']/@value") == ["2800101221144"]


@pytest.mark.parametrize("name", ["is_admin", "answer.x", "proto", "file.x", "a.b.0", "ș" * 300])
def test_a_field_that_no_form_has_is_named(hall: Hall, enter: Enter, name: str) -> None:
    case, ioana, elena = asked_to_complete(hall), enter(IOANA), enter("Elena")
    task = hall.task(case, "completion")
    for visitor, address in ((ioana, "/cereri/sarcini"), (elena, "/ghiseu/completari")):
        visitor.get(f"{address}/{task.id}")
        answer = visitor.post(f"{address}/{task.id}", answer="Text scris.", action="send", **{name: "1"})
        assert answer.status_code == 422
        assert "Formularul nu are câmpul" in answer.text
        assert "Text scris." in answer.text
    assert hall.task(case, "completion").state == "open"


def test_two_windows_that_send_at_the_same_moment_file_once(hall: Hall, enter: Enter) -> None:
    phone, laptop = enter(IOANA), enter(IOANA)
    draft = begin(phone, "petition")
    fill(phone, draft)
    phone.post(f"{draft}/acte", action="next")
    answers = at_once(hall, *(lambda c=one: c.client.post(f"{draft}/trimite") for one in (phone, laptop)))
    assert [getattr(answer, "status_code", answer) for answer in answers] == [303, 303]
    assert len({answer.location for answer in answers if not isinstance(answer, Exception)}) == 1
    assert len(cases.of_applicant(hall.actor(IOANA).person_id)) == 1
    assert phone.post(f"{draft}/sterge").status_code < 500
    assert len(cases.of_applicant(hall.actor(IOANA).person_id)) == 1


def test_a_completion_sent_twice_at_once_is_received_once(hall: Hall, enter: Enter) -> None:
    case, both = asked_to_complete(hall), (enter(IOANA), enter(IOANA))
    task = hall.task(case, "completion")
    data = {"answer": "Iată.", "action": "send", "version": str(task.revision)}
    address = f"/cereri/sarcini/{task.id}"
    answers = at_once(hall, *(lambda c=one: c.client.post(address, data=dict(data)) for one in both))
    said = sorted(getattr(answer, "status_code", 500) for answer in answers)
    assert said in ([303, 303], [303, 409])
    hall.works()
    assert [one.form for one in cases.open_tasks(case.id)] == ["analysis"]
    assert len(register.completions(case.id)) == 1


def test_a_stale_task_of_the_staff_changes_nothing_and_keeps_the_words(hall: Hall, door: Door) -> None:
    ana, twin = door("Ana"), door("Ana")
    address = on_anas_desk(hall, ana, "analysis")
    twin.get(address)
    ana.post(f"{address}/salveaza", findings="Din prima fereastră.")
    answer = twin.post(f"{address}/termina", decision="answer", findings="Din a doua fereastră.")
    assert answer.status_code == 409
    assert "Pagina era veche" in answer.text
    assert "Din a doua fereastră." in answer.text
    assert "Din prima fereastră." in ana.get(address).text
    ana.post(f"{address}/termina", decision="answer", findings="Gata.")
    late = twin.post(f"{address}/termina", decision="answer", findings="Prea târziu.")
    assert late.status_code == 409
    assert "încheiată între timp" in late.text


@pytest.mark.parametrize("text", ["a\x00b\x01c", LONG, "' OR 1=1;--", "\u202eșir\u2066", "%s %(x)s {x}"])
def test_strange_and_endless_text_is_kept_or_refused_in_words(hall: Hall, enter: Enter, text: str) -> None:
    ioana: Citizen = enter(IOANA)
    draft = begin(ioana, "petition")
    ioana.get(f"{draft}/matter")
    answer = ioana.post(f"{draft}/matter", category="sanitation", subject=text, description=text)
    assert answer.status_code in {200, 422}
    assert ioana.get(f"{draft}/matter").status_code == 200
    kept = ioana.page.xpath("//input[@name='subject']/@value")
    assert kept == [text.replace("\x00", "").replace("\x01", "")]
    for address in ("/cereri", f"{draft}/verificare"):
        assert ioana.get(address).status_code == 200
    assert hall.works() == 0


def test_a_page_number_of_the_inbox_may_be_anything(door: Door) -> None:
    ion = door("Ion")
    for page in ("0", "-1", "abc", "99999999999999999999", "1e9", "", "%00", "1;DROP TABLE"):
        assert ion.get(f"/birou?lista=de-preluat&page={page}").status_code == 200
    assert ion.get("/birou?lista=nimic").status_code == 200
    for words in ("%", "_", "'", "\x00", "9" * 40, "ș" * 5000, "٣", "\\"):
        assert ion.client.get("/birou/dosare", query_string={"q": words}).status_code == 200


def test_a_megabyte_of_words_is_kept_and_three_are_refused_unread(enter: Enter) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    ioana.get(f"{draft}/matter")
    answer = ioana.post(f"{draft}/matter", category="sanitation", subject="Gunoi", description="a" * MEGABYTE)
    assert answer.status_code == 422
    assert len(ioana.page.xpath("string(//textarea[@name='description'])").strip()) == MEGABYTE
    answer = ioana.client.post(f"{draft}/matter", data={"description": "a" * (3 * MEGABYTE)})
    assert answer.status_code == 413
    assert "prea mare" in answer.text
    ioana.get(f"{draft}/matter")
    assert ioana.page.xpath("//input[@name='subject']/@value") == ["Gunoi"]


@pytest.mark.parametrize("remove", ["nimic", "4ff3848a-3579-4009-b71d-cd6ecbf27e74", "\x00"])
def test_a_paper_that_is_not_there_cannot_be_removed(enter: Enter, remove: str) -> None:
    ioana = enter(IOANA)
    draft = begin(ioana, "petition")
    fill(ioana, draft)
    answer = ioana.post(f"{draft}/acte", remove=remove)
    assert answer.status_code == 404
    assert "Nu găsim acest document" in answer.text
