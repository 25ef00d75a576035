"""The administrator's page of delegations."""

from datetime import date

from app.cityhall import institutions
from app.cityhall.people import delegations
from app.database import session
from tests.hall import Hall
from tests.web.desk.conftest import Door

PAGE = "/administrare/delegari"
ACT = "Dispoziția nr. 1204/20.11.2026"


def chosen(hall: Hall, deputy: str = "Victor") -> dict[str, object]:
    """The form, filled for the mayor's absence."""
    institution = institutions.by_code("PS6")
    assert institution is not None
    posts = delegations.replaceable({institution.id}, hall.now.date())
    mayor = next(one for one in posts if one.role == "mayor")
    return {
        "replaced": mayor.id,
        "deputy": hall.actor(deputy).account_id,
        "act": ACT,
        **day("since", hall.now.date()),
        **day("until", date(2099, 12, 31)),
    }


def day(name: str, when: date) -> dict[str, object]:
    return {f"{name}.day": when.day, f"{name}.month": when.month, f"{name}.year": when.year}


def test_a_delegation_is_noted_shown_and_ended(hall: Hall, door: Door) -> None:
    paul = door("Paul")
    assert "Nicio delegare" in paul.get(PAGE).text
    page = paul.client.post(PAGE, data=chosen(hall), follow_redirects=True).text
    assert ACT in page
    assert "în vigoare" in page or "va începe" in page
    session().rollback()
    made = delegations.listed({one.institution_id for one in hall.actor("Paul").posts})[0]
    page = paul.post(f"{PAGE}/{made.id}/incheie").text
    assert "încheiată" in page
    assert paul.client.post(f"{PAGE}/{made.id}/incheie").status_code == 409


def test_what_is_wrong_is_said_and_what_was_typed_stays(hall: Hall, door: Door) -> None:
    paul = door("Paul")
    answer = paul.client.post(PAGE, data={**chosen(hall), "act": " "})
    assert answer.status_code == 422
    assert "Scrieți actul de delegare" in answer.text
    assert 'value="2099"' in answer.text
    for wrong in (
        {"since.day": "ieri"},
        {"replaced": "x"},
        {"deputy": ""},
        {"until.year": "2001"},
        {"since.month": 13},
    ):
        assert paul.client.post(PAGE, data={**chosen(hall), **wrong}).status_code == 422
    assert paul.client.post(PAGE, data=chosen(hall, "Dan")).status_code == 422


def test_only_the_administrator_comes_in(hall: Hall, door: Door) -> None:
    for who in ("Dan", "Ana", "Elena"):
        assert door(who).client.get(PAGE).status_code == 403
        assert door(who).client.post(PAGE, data=chosen(hall)).status_code == 403
    assert door("ioana@exemplu.ro").client.get(PAGE).status_code == 403
