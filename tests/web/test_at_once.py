"""Two windows, two people, a term that ends: whoever comes second is told so, and no word is lost."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.cityhall import submissions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseEvent
from app.cityhall.registry import queries as register
from app.database import session, transaction
from app.journey import advance, submit
from tests.crowd import at_once, overlapping
from tests.hall import PETITION, Hall
from tests.halls import BOTH
from tests.web.citizen.people import Enter
from tests.web.desk.conftest import Door, Visitor

IOANA = "ioana@exemplu.ro"
WORDS = "Am scris o oră."


@pytest.fixture(params=BOTH)
def hall(request: pytest.FixtureRequest, hall: Hall) -> Hall:
    """Every test here on both databases."""
    found: Hall = request.getfixturevalue("postgres_hall") if request.param == "postgres" else hall
    return found


def analysis(hall: Hall) -> tuple[Case, str]:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    return case, f"/birou/sarcini/{hall.task(case, 'analysis').id}"


def asked(hall: Hall) -> Case:
    case, _ = analysis(hall)
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "missing"}])
    return case


def statuses(answers: list[TestResponse | Exception]) -> list[int]:
    assert [one for one in answers if isinstance(one, Exception)] == []
    return [one.status_code for one in answers if isinstance(one, TestResponse)]


def test_an_officer_presses_in_two_windows_at_once(hall: Hall, door: Door) -> None:
    case, address = analysis(hall)
    case_id, windows = case.id, (door("Ana"), door("Ana"))
    windows[0].post(f"{address}/preia")
    windows[1].get(address)
    answers = at_once(hall, *(lambda w=one: finishes(w, address) for one in windows))
    assert sorted(statuses(answers)) == [303, 409]
    (lost,) = [one for one in answers if isinstance(one, TestResponse) and one.status_code == 409]
    assert "încheiată între timp" in lost.text or "Pagina era veche" in lost.text
    assert WORDS in lost.text
    hall.works()
    session().rollback()
    assert [one.form for one in cases.open_tasks(case_id)] == ["drafting"]
    done = select(func.count()).where(CaseEvent.case_id == case_id, CaseEvent.element == "analysis")
    assert session().scalar(done.where(CaseEvent.kind == "task_done")) == 1


def finishes(window: Visitor, address: str) -> TestResponse:
    data = {"version": window.seen, "decision": "answer", "findings": WORDS}
    return window.client.post(f"{address}/termina", data=data)


@pytest.mark.parametrize("button", ["termina", "salveaza", "elibereaza", "intrebari", "rand"])
def test_a_task_that_ended_meanwhile_shows_every_word_again(hall: Hall, door: Door, button: str) -> None:
    """Also a note that was being written, whatever is pressed."""
    _case, address = analysis(hall)
    ana, twin = door("Ana"), door("Ana")
    ana.post(f"{address}/preia")
    twin.get(address)
    ana.post(f"{address}/termina", decision="answer")
    more = {"add:defects": "1"} if button == "rand" else {}
    where = f"{address}/{'termina' if button == 'rand' else button}"
    answer = twin.post(where, decision="answer", findings=WORDS, internal_note="O notă.", **more)
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert "O notă." in answer.text


def test_a_note_is_kept_whichever_button_is_pressed(hall: Hall, door: Door) -> None:
    case, address = analysis(hall)
    ana = door("Ana")
    ana.post(f"{address}/preia")
    refused = ana.post(f"{address}/termina", internal_note="Prima notă.")
    assert refused.status_code == 422
    assert "Prima notă." in refused.text
    ana.post(f"{address}/termina", decision="answer", internal_note="Prima notă.")
    assert [note.text for note in cases.notes(case.id)] == ["Prima notă."]


def test_the_term_ends_while_the_applicant_sends(hall: Hall, enter: Enter) -> None:
    case = asked(hall)
    case_id, task = case.id, hall.task(case, "completion")
    address, data = f"/cereri/sarcini/{task.id}", {"version": str(task.revision), "answer": WORDS}
    hall.passes(days=9)
    hall.now += timedelta(days=2)
    ioana = enter(IOANA)

    def term_ends() -> TestResponse | None:
        with transaction():
            advance.wake(case_id, hall.now)

    def sends() -> TestResponse | None:
        return ioana.client.post(address, data={**data, "action": "send"})

    _ended, answer = overlapping(hall, term_ends, sends)
    assert isinstance(answer, TestResponse), answer
    assert answer.status_code == 409
    assert "Sarcina a fost încheiată între timp" in answer.text
    assert WORDS in answer.text
    session().rollback()
    assert register.completions(case_id) == []


def test_the_applicant_and_the_counter_send_one_completion(hall: Hall, door: Door, enter: Enter) -> None:
    case = asked(hall)
    case_id, task = case.id, hall.task(case, "completion")
    data = {"version": str(task.revision), "answer": WORDS, "action": "send"}
    ioana, elena = enter(IOANA), enter("Elena")
    places = ((ioana, f"/cereri/sarcini/{task.id}"), (elena, f"/ghiseu/completari/{task.id}"))
    answers = at_once(
        hall, *(lambda w=who, a=where: w.client.post(a, data=dict(data)) for who, where in places)
    )
    assert sorted(statuses(answers)) == [303, 409]
    (lost,) = [one for one in answers if isinstance(one, TestResponse) and one.status_code == 409]
    assert WORDS in lost.text
    session().rollback()
    assert len(register.completions(case_id)) == 1


def test_a_draft_sent_from_the_phone_is_not_lost_from_the_laptop(hall: Hall, enter: Enter) -> None:
    phone, laptop = enter(IOANA), enter(IOANA)
    phone.post("/servicii/petition/incepe")
    draft = phone.page.xpath("//main//form/@action")[0].rpartition("/")[0]
    pages = {
        "applicant": {"applicant_kind": "person", "full_name": "Ioana"},
        "matter": {"category": "sanitation", "subject": "Gunoi", "description": "Nu se ridică."},
    }
    assert draft.startswith("/cereri/ciorna/"), draft
    for page, fields in pages.items():
        phone.get(f"{draft}/{page}")
        phone.post(f"{draft}/{page}", **fields)
    laptop.get(f"{draft}/matter")
    hall_sends(hall, draft)
    late = laptop.post(f"{draft}/matter", **{**pages["matter"], "description": WORDS})
    assert late.status_code == 409
    assert "Cererea a fost trimisă deja." in late.text
    assert WORDS in late.text


def hall_sends(hall: Hall, draft: str) -> None:
    """The other device fills the rest and presses the last button."""
    with transaction():
        ioana = hall.actor(IOANA)
        own = submissions.mine(UUID(draft.rpartition("/")[2]), ioana.person_id, lock=True)
        own.answers = {**PETITION, **own.answers}
        submit.file_request(own, ioana, hall.now)
