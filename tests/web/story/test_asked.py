"""What is asked of the applicant on the way, and what the applicant may say: at both doors."""

import json
from typing import Any

import pytest

from app.cityhall import institutions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.cityhall.registry import queries as register
from app.database import transaction
from tests.hall import ROOT, Hall
from tests.journey import test_messages as small
from tests.web.citizen.people import Enter
from tests.web.desk.conftest import Door

IOANA = "ioana@exemplu.ro"
ASKED = """<bpmn:laneSet id="lanes"><bpmn:lane id="person" name="Petent" cityhall:role="applicant">
<bpmn:flowNodeRef>choose</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"""
LABELS = '<bpmn:userTask cityhall:label="Alegeți ziua" cityhall:label_en="You choose the day" '
CHOOSE = small.PERSON.format("choose").replace("handover", "slot").replace("<bpmn:userTask ", LABELS)
SCHEMA: dict[str, Any] = {
    "title": "Ziua",
    "type": "object",
    "properties": {
        "day": {"type": "string", "title": "Ziua", "format": "date"},
        "desk": {"type": "string", "title": "Compartimentul", "maxLength": 20},
        "note": {"type": "string", "title": "Altceva", "maxLength": 100},
    },
    "required": ["day", "desk"],
}
UI = {
    "x-pages": [
        {"id": "when", "title": "Când", "fields": ["day"]},
        {"id": "where", "title": "Unde", "fields": ["desk", "note"]},
    ],
    "x-options": {"desk": "departments"},
    "desk": {"ui:widget": "select"},
}


@pytest.fixture
def case(hall: Hall) -> Case:
    """A case that asks its applicant for a day and a desk."""
    files = {
        **folders.read_folder(ROOT, "petition"),
        "procedure.bpmn": small.diagram([CHOOSE], ASKED),
        "forms/slot.schema.json": json.dumps(SCHEMA).encode(),
        "forms/slot.ui.json": json.dumps(UI).encode(),
    }
    with transaction():
        institution = institutions.by_code("PS6")
        assert institution is not None
        procedure_actions.publish(institution, "petition", files, hall.now)
    return hall.petition()


def test_the_applicant_answers_page_by_page(hall: Hall, case: Case, enter: Enter) -> None:
    ioana, task = enter(IOANA), hall.task(case, "slot")
    address = f"/cereri/sarcini/{task.id}"
    ioana.get(f"/cereri/{case.id}")
    assert "Alegeți ziua" in ioana.text("//*[@id='status']")
    ioana.get(address)
    assert ioana.post(f"{address}?pagina=when", day__day="32").status_code == 422
    ioana.post(f"{address}?pagina=when", day__day="1", day__month="12", day__year="2026")
    assert "Unde" in ioana.text("//h1")
    assert ioana.post(f"{address}?pagina=where", desk="XXX").status_code == 422
    ioana.post(f"{address}?pagina=where", desk="URB", note="Dimineața", action="later")
    assert hall.fresh(case).closed_at is None
    assert "Dimineața" in ioana.get(f"{address}?pagina=where").text
    ioana.post(f"{address}?pagina=where", desk="URB", note="Dimineața")
    assert hall.fresh(case).status == "closed"
    done = next(one for one in cases.tasks(case.id) if one.form == "slot")
    assert done.answers == {"day": "2026-12-01", "desk": "URB", "note": "Dimineața"}
    assert register.completions(case.id) == []
    assert "încheiată între timp" in ioana.get(address).text


def test_nothing_is_sent_without_all_pages_or_over_another_window(
    hall: Hall, case: Case, enter: Enter
) -> None:
    ioana, task = enter(IOANA), hall.task(case, "slot")
    address = f"/cereri/sarcini/{task.id}"
    ioana.get(address)
    assert ioana.post(f"{address}?pagina=where", desk="URB").status_code == 422
    assert "Când" in ioana.text("//h1")
    stale = ioana.post(f"{address}?pagina=where", desk="SAL", note="Alta", version="99")
    assert stale.status_code == 409
    assert "Alta" in stale.text
    assert enter("vlad@exemplu.ro").get(address).status_code == 404
    assert enter("").get(address).status_code in {200, 302, 403}
    assert hall.fresh(case).closed_at is None


def test_a_clerk_answers_on_the_person_s_behalf(hall: Hall, case: Case, door: Door) -> None:
    elena, task = door("Elena"), hall.task(case, "slot")
    address = f"/ghiseu/completari/{task.id}"
    assert address in elena.get(f"/ghiseu/dosare/{case.id}").text
    elena.get(address)
    elena.post(f"{address}?pagina=when", day__day="1", day__month="12", day__year="2026")
    elena.post(f"{address}?pagina=where", desk="URB")
    assert hall.fresh(case).status == "closed"
    line = next(e for e in cases.history(case.id, public_only=True) if e.kind == "task_done")
    assert (line.actor_id, line.on_behalf_of_id) == (
        hall.actor("Elena").person_id,
        hall.fresh(case).applicant_id,
    )
    assert door("Ana").get(address).status_code in {403, 404}


def test_a_clerk_sees_why_petitions_look_alike_and_reports(hall: Hall, door: Door) -> None:
    first, second = hall.petition(), hall.petition()
    ion, task = door("Ion"), hall.task(second, "twins")
    ion.post(f"/birou/sarcini/{task.id}/preia")
    page = ion.get(f"/birou/sarcini/{task.id}")
    assert "la sută" in page.text
    assert f"/birou/dosare/{first.id}" in page.text
    ion.post(f"/birou/sarcini/{task.id}/termina", kind="connected", to=first.entry.legal_number)
    hall.works()
    assert hall.fresh(second).outcome == "connected"
    assert f"/birou/dosare/{second.id}" in ion.get(f"/birou/dosare/{first.id}").text
    assert ion.get("/birou/rapoarte/petitii").status_code == 200
    assert "Salubrizare;2" in ion.get("/birou/rapoarte/petitii.csv").text
    assert door("Ana").get("/birou/rapoarte/petitii").status_code == 403


def test_the_applicant_sees_what_is_connected(hall: Hall, enter: Enter) -> None:
    first, second = hall.petition(), hall.petition()
    hall.does("Ion", second, "twins", kind="connected", to=first.entry.legal_number)
    ioana = enter(IOANA)
    assert f"/cereri/{second.id}" in ioana.get(f"/cereri/{first.id}").text
    assert f"/cereri/{first.id}" in ioana.get(f"/cereri/{second.id}").text


def test_a_case_is_withdrawn_on_its_page_after_a_page_that_asks(hall: Hall, enter: Enter) -> None:
    case, ioana = hall.petition(), enter(IOANA)
    address = f"/cereri/{case.id}/spuneti/withdrawal"
    assert address in ioana.get(f"/cereri/{case.id}").text
    assert "închidem dosarul" in ioana.get(address).text
    assert enter("vlad@exemplu.ro").get(address).status_code == 404
    assert ioana.get(f"/cereri/{case.id}/spuneti/altceva").status_code == 404
    ioana.post(address, reason="S-a rezolvat.")
    assert ioana.post(address, reason="Încă o dată.").status_code == 409
    hall.works()
    assert hall.fresh(case).outcome == "withdrawn"
    assert address not in ioana.get(f"/cereri/{case.id}").text


def test_a_clerk_withdraws_for_a_person_at_the_counter(hall: Hall, door: Door) -> None:
    case = hall.petition()
    elena, address = door("Elena"), f"/ghiseu/dosare/{case.id}/spune/withdrawal"
    assert address in elena.get(f"/ghiseu/dosare/{case.id}").text
    elena.get(address)
    elena.post(address, reason="")
    hall.works()
    assert hall.fresh(case).outcome == "withdrawn"
