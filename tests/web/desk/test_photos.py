"""The team's photographs: they come with the task, and into the file when it is finished."""

from io import BytesIO

from app.cityhall.cases.models import CaseTask
from app.cityhall.documents import queries as documents
from tests.hall import Hall
from tests.journey.test_complaint import TO_THE_TEAM, complain
from tests.web.citizen.people import Enter
from tests.web.citizen.test_filing import PNG
from tests.web.desk.conftest import Door, Visitor

SAID = {"finding": "Moloz pe trotuar.", "outcome": "resolved"}


def on_the_spot(hall: Hall, door: Door) -> tuple[Visitor, CaseTask]:
    """Emil has taken the visit of a complaint."""
    case = complain(hall)
    hall.does("Daria", case, "triage", **TO_THE_TEAM)
    task = hall.task(case, "visit")
    emil = door("Emil")
    emil.post(f"/birou/sarcini/{task.id}/preia")
    emil.get(f"/birou/sarcini/{task.id}")
    return emil, task


def pictures(*names: str) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(PNG), name) for name in names]


def test_finished_with_its_pictures_in_one_go(hall: Hall, door: Door) -> None:
    emil, task = on_the_spot(hall, door)
    emil.post(f"/birou/sarcini/{task.id}/termina", photos=pictures("dupa.png"), **SAID)
    kept = documents.of_kind(task.case_id, "photo_after")
    assert kept is not None
    assert kept.public
    hall.works()
    page = door("Ana").get(f"/birou/dosare/{task.case_id}").text
    assert "După verificare" in page


def test_kept_pictures_are_the_citizens_only_when_the_task_is_finished(hall: Hall, door: Door) -> None:
    emil, task = on_the_spot(hall, door)
    page = emil.post(
        f"/birou/sarcini/{task.id}/salveaza", photos=pictures("a.png"), finding="Încă scriu"
    ).text
    assert "Încă scriu" in page
    assert documents.of_kind(task.case_id, "photo_after") is None
    one = documents.of_draft(task.id)[0]
    assert emil.client.get(f"/birou/sarcini/{task.id}/foto/{one.id}").mimetype == "image/png"
    assert door("Ana").client.get(f"/birou/sarcini/{task.id}/foto/{one.id}").status_code == 404
    emil.post(f"/birou/sarcini/{task.id}/foto/{one.id}/sterge", finding="Scriu mai departe")
    assert documents.of_draft(task.id) == []
    assert "Scriu mai departe" in emil.get(f"/birou/sarcini/{task.id}").text


def test_what_is_no_picture_is_refused_and_nothing_typed_is_lost(hall: Hall, door: Door) -> None:
    emil, task = on_the_spot(hall, door)
    answer = emil.post(
        f"/birou/sarcini/{task.id}/termina", photos=[(BytesIO(b"%PDF-1.4 nimic"), "a.png")], **SAID
    )
    assert answer.status_code == 422
    assert "Moloz pe trotuar." in answer.text
    assert documents.of_draft(task.id) == []
    assert hall.task(hall.fresh(task.case), "visit").state == "open"


def test_only_who_holds_the_task_adds_pictures(hall: Hall, door: Door) -> None:
    _emil, task = on_the_spot(hall, door)
    door("Daria").post(f"/birou/sarcini/{task.id}/salveaza", photos=pictures("a.png"))
    assert documents.of_draft(task.id) == []


def test_the_triage_proposes_what_the_tables_say(hall: Hall, enter: Enter) -> None:
    first = complain(hall)
    case = complain(hall, severity="danger")
    task = hall.task(case, "triage")
    daria = enter("Daria")
    daria.post(f"/birou/sarcini/{task.id}/preia")
    page = daria.get(f"/birou/sarcini/{task.id}").text
    assert 'value="field" checked' in page
    assert 'value="24"' in page
    assert 'value="SAL" selected' in page
    asked = daria.post(f"/birou/sarcini/{task.id}/intrebari", next="twin").text
    assert f"{hall.fresh(first).entry.legal_number}, " in asked
