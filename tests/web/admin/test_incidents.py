"""What an administrator sees and does when something stands still."""

import uuid
from datetime import timedelta

from app.cityhall import institutions, journal
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.incidents import Incident
from app.database import session, transaction
from app.queue.models import Job
from tests.hall import Hall
from tests.web.admin.conftest import Breaks
from tests.web.citizen.people import Citizen, Enter
from tests.web.test_closed_doors import a_registrar_of

LIST = "/administrare/incidente"


def stuck(hall: Hall) -> Case:
    """A petition that was filed while no worker ran: its first service waits."""
    hall.stopped = True
    case = hall.petition()
    hall.stopped = False
    return case


def press(visitor: Citizen, incident: uuid.UUID, button: str, **reason: str) -> str:
    """The text of the page after pressing a button of the incident's page."""
    data = {f"reason-{name}": text for name, text in reason.items()}
    answer = visitor.client.post(f"{LIST}/{incident}/{button}", data=data, follow_redirects=True)
    session().rollback()
    return answer.text


def fresh(incident: uuid.UUID) -> Incident:
    session().rollback()
    found = session().get(Incident, incident)
    assert found is not None
    return found


def test_when_nothing_is_wrong_the_page_says_so_kindly(enter: Enter) -> None:
    page = enter("Paul").get("/administrare")
    assert page.request.path == LIST
    assert "Totul merge de la sine" in page.text
    assert 'class="count">1<' not in page.text


def test_the_list_tells_what_failed_where_and_why(hall: Hall, enter: Enter, breaks: Breaks) -> None:
    case = stuck(hall)
    incident = breaks(case)
    paul = enter("Paul")
    page = paul.get(LIST).text
    for told in ("Dovada depunerii", "Nr. 1/23.11.2026", "Petiție", "nu a răspuns la timp", ">12<"):
        assert told in page, told
    assert '<span class="count">1</span>' in paul.page.xpath("//nav[@class='site-nav']")[
        0
    ].text_content() or ("1" in paul.text("//nav[@class='site-nav']//span[@class='count']"))
    page = paul.get(f"{LIST}/{incident}").text
    for told in ("OutsideError(&#39;timeout&#39;)", f"/birou/dosare/{case.id}", "<svg", "Drumul dosarului"):
        assert told in page, told


def test_trying_again_lets_the_case_go_on(hall: Hall, enter: Enter, breaks: Breaks) -> None:
    case = stuck(hall)
    incident = breaks(case)
    hall.works()
    assert cases.open_tasks(case.id) == []
    assert "Se încearcă din nou" in press(enter("Paul"), incident, "incearca")
    hall.works()
    assert documents.of_kind(case.id, "receipt") is not None
    assert [task.form for task in cases.open_tasks(case.id)] == ["routing"]
    assert fresh(incident).resolution == "retried"


def test_what_was_done_by_hand_lets_the_case_go_on_and_keeps_the_reason(
    hall: Hall, enter: Enter, breaks: Breaks
) -> None:
    case = stuck(hall)
    incident = breaks(case)
    paul = enter("Paul")
    assert "Scrieți motivul" in press(paul, incident, "rezolvat", by_hand="  ")
    assert fresh(incident).closed_at is None
    assert "rezolvat de mână" in press(paul, incident, "rezolvat", by_hand="Am trimis dovada prin poștă.")
    hall.works()
    assert [task.form for task in cases.open_tasks(case.id)] == ["routing"]
    assert documents.of_kind(case.id, "receipt") is None
    told = [event for event in cases.history(case.id, public_only=False) if event.kind == "incident_closed"]
    assert [event.facts["reason"] for event in told] == ["Am trimis dovada prin poștă."]
    assert told[0].actor_id == hall.actor("Paul").person_id
    assert not [event for event in cases.history(case.id, public_only=True) if "incident" in event.kind]
    assert journal.first_broken() is None
    page = paul.get(f"{LIST}?lista=rezolvate").text
    assert "Rezolvat de mână" in page
    assert "Paul Administrator" in page


def test_what_was_given_up_may_still_be_tried_again(hall: Hall, enter: Enter, breaks: Breaks) -> None:
    case = stuck(hall)
    incident = breaks(case)
    paul = enter("Paul")
    press(paul, incident, "renunta", give_up="Nu mai e nevoie.")
    job = session().get(Job, fresh(incident).job_id)
    assert job is not None
    assert job.state == "gone"
    hall.works()
    assert cases.open_tasks(case.id) == []
    page = paul.get(f"{LIST}/{incident}").text
    assert "Nu mai e nevoie." in page
    assert "renunta" not in page
    press(paul, incident, "incearca")
    hall.works()
    assert [task.form for task in cases.open_tasks(case.id)] == ["routing"]


def test_the_second_of_two_operators_is_told_who_was_first(hall: Hall, enter: Enter, breaks: Breaks) -> None:
    incident = breaks(stuck(hall))
    paul = enter("Paul")
    press(paul, incident, "incearca")
    answer = paul.client.post(f"{LIST}/{incident}/renunta", data={"reason-give_up": "Nu mai e nevoie."})
    assert answer.status_code == 409
    assert "încheiat între timp de Paul Administrator" in answer.text


def test_only_administrators_enter(hall: Hall, enter: Enter, breaks: Breaks) -> None:
    incident = breaks(stuck(hall))
    for who in ("Ana", "Elena", "ioana@exemplu.ro"):
        visitor = enter(who)
        assert "Administrare" not in visitor.text("//nav")
        for address in ("", "/incidente", f"/incidente/{incident}", "/starea"):
            assert visitor.client.get(f"/administrare{address}").status_code == 403
        assert visitor.client.post(f"{LIST}/{incident}/incearca").status_code == 403
    assert "/intrare" in enter("").client.get(LIST).headers["Location"]
    assert fresh(incident).closed_at is None


def test_an_administrator_of_another_institution_sees_none_of_ours(
    hall: Hall, enter: Enter, breaks: Breaks
) -> None:
    incident, nobodys = breaks(stuck(hall)), breaks(None)
    oana = enter(a_registrar_of(hall, "ADP6"))
    assert "Totul merge de la sine" in oana.get(LIST).text
    for one in (incident, nobodys):
        assert oana.client.get(f"{LIST}/{one}").status_code == 404
        assert oana.client.post(f"{LIST}/{one}/incearca").status_code == 404
        assert fresh(one).closed_at is None
    assert "Deschiderea unei casete" in enter("Paul").get(LIST).text


def test_more_than_fifty_come_on_pages_and_are_found_by_number(
    hall: Hall, enter: Enter, breaks: Breaks
) -> None:
    breaks(stuck(hall))
    with transaction():
        for _ in range(51):
            session().add(Incident(kind="job", job_id=uuid.uuid4(), facts={}, opened_at=hall.now))
    paul = enter("Paul")
    assert "Pagina 1 din 2" in paul.get(LIST).text
    assert len(paul.page.xpath("//tr[@data-incident]")) == 50
    paul.get(f"{LIST}?page=2")
    assert len(paul.page.xpath("//tr[@data-incident]")) == 2
    paul.get(f"{LIST}?nr=1")
    assert len(paul.page.xpath("//tr[@data-incident]")) == 1
    assert "Niciun incident la acest dosar" in paul.get(f"{LIST}?nr=77").text
    assert paul.get(f"{LIST}?page=-3&nr=abc&lista=x").status_code == 200


def test_the_state_page_tells_when_nobody_works_and_checks_the_registers(hall: Hall, enter: Enter) -> None:
    stuck(hall)
    paul = enter("Paul")
    page = paul.get("/administrare/starea").text
    assert "Niciun lucrător nu se aude" in page
    assert "Registrele se verifică" in paul.post("/administrare/starea/registre").text
    hall.works()
    whole = paul.get("/administrare/starea").text
    assert "Întreg" in whole
    assert "Registre care nu sunt întregi" not in whole
    with transaction():
        entry = cases.numbered(1)[0].entry
        entry.summary = "Altceva"
    assert institutions.by_code("PS6") is not None
    hall.now += timedelta(minutes=1)
    paul.post("/administrare/starea/registre")
    hall.works()
    assert "Registre care nu sunt întregi: 1" in paul.get("/administrare/starea").text
