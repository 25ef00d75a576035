"""Every address of the desk and the counter, tried by those whom it is not for."""

import uuid
from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from app.cityhall.documents import queries as documents
from tests.hall import Hall
from tests.web.desk.conftest import Door

ANYTHING = {"uuid": uuid.uuid4(), "default": "petition"}
TASK_PAGES = ("", "/scrisoare.docx", "/plic")
TASK_ACTS = (
    "/preia",
    "/elibereaza",
    "/salveaza",
    "/termina",
    "/scrisoare",
    "/scrisoare/incarca",
    "/deschide-usa",
)
CASE_PAGES = ("", "/scrisori/answer.pdf")


def addresses(hall: Hall, *doors: str) -> Iterator[tuple[str, str]]:
    """Method and address of every page of these doors, with ids that nobody has."""
    binding = hall.app.url_map.bind("127.0.0.1")
    for rule in hall.app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in doors:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, binding.build(rule.endpoint, _values(rule), method=method)


def _values(rule: Rule) -> dict[str, object]:
    return {
        name: ANYTHING["uuid" if name.endswith("_id") and name != "page_id" else "default"]
        for name in rule.arguments
    }


def test_a_stranger_is_sent_to_sign_in(hall: Hall, door: Door) -> None:
    stranger = door("").client
    tried = list(addresses(hall, "desk", "counter"))
    assert len(tried) > 30
    for method, address in tried:
        answer = stranger.open(address, method=method)
        assert answer.status_code == 302, address
        assert "/intra" in answer.location or "sign" in answer.location or "cont" in answer.location, address


def test_a_citizen_meets_a_closed_door(hall: Hall, door: Door) -> None:
    citizen = door("ioana@exemplu.ro").client
    for method, address in addresses(hall, "desk", "counter"):
        assert citizen.open(address, method=method).status_code == 403, address


def test_the_counter_is_closed_to_other_staff(hall: Hall, door: Door) -> None:
    officer = door("Ana").client
    for method, address in addresses(hall, "counter"):
        assert officer.open(address, method=method).status_code == 403, address


@pytest.mark.parametrize("who", ["Radu", "Dan"])
def test_a_task_of_another_department_is_not_found(hall: Hall, door: Door, who: str) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    task, other = hall.task(case, "analysis"), door(who).client
    for below in TASK_PAGES:
        assert other.get(f"/birou/sarcini/{task.id}{below}").status_code == 404, below
    for below in TASK_ACTS:
        assert other.post(f"/birou/sarcini/{task.id}{below}", data={"version": "1"}).status_code == 404, below
    assert hall.task(hall.fresh(case), "analysis").holder_id is None


def test_a_case_of_another_department_is_not_found_and_not_listed(hall: Hall, door: Door) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    other = door("Radu").client
    for below in CASE_PAGES:
        assert other.get(f"/birou/dosare/{case.id}{below}").status_code == 404
    assert other.post(f"/birou/dosare/{case.id}/note", data={"text": "x"}).status_code == 404
    assert hall.fresh(case).applicant.full_name not in other.get("/birou/dosare?q=Ioana").text


def test_a_document_is_opened_only_through_its_own_case(hall: Hall, door: Door) -> None:
    first, second = hall.petition(), hall.petition(subject="Alta")
    ion = door("Ion").client
    receipt = documents.of_case(first.id)[0].id
    assert f"/acte/{receipt}" in ion.get(f"/birou/dosare/{first.id}").text
    assert ion.get(f"/birou/dosare/{first.id}/documente/{receipt}").status_code == 200
    assert ion.get(f"/birou/dosare/{second.id}/documente/{receipt}").status_code == 404


def test_an_applicants_task_is_helped_with_only_at_the_counter(hall: Hall, door: Door) -> None:
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does(
        "Ana", case, "analysis", decision="completion", defects=[{"reason": "unclear", "note": "Unde?"}]
    )
    task = hall.task(case, "completion")
    assert door("Ana").client.get(f"/birou/sarcini/{task.id}").status_code == 404
    assert "Unde?" in door("Elena").client.get(f"/ghiseu/completari/{task.id}").text
