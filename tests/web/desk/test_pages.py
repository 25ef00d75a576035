"""The desk and the counter in a real browser: accessible, narrow, alive with and without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import DESK, PHONE, PageAt, assert_accessible, assert_no_overflow
from tests.hall import ANSWER, Hall
from tests.served import over_http
from tests.web.desk.conftest import Door

Sits = Callable[..., Page]


@pytest.fixture
def sits(hall: Hall, door: Door, page_at: PageAt) -> Iterator[Sits]:
    """`sits("Ana", "/birou", PHONE)`: Ana's page at that address."""
    with over_http(hall.app) as address:

        def sit(who: str, path: str, width: int = DESK, **how: bool) -> Page:
            cookie = door(who).client.get_cookie("hall")
            assert cookie is not None
            page = page_at(width, **how)
            page.context.add_cookies([{"name": "hall", "value": cookie.value, "url": address}])
            page.goto(f"{address}{path}", timeout=120_000)
            return page

        yield sit


@pytest.mark.nightly
def test_every_page_is_accessible_and_fits(hall: Hall, door: Door, sits: Sits) -> None:
    case, second = hall.petition(), hall.petition(subject="Altă petiție")
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ion", second, "routing", competence="ours", department="SAL")
    hall.does(
        "Ana", second, "analysis", decision="completion", defects=[{"reason": "unclear", "note": "Unde?"}]
    )
    hall.does("Ana", case, "analysis", decision="answer")
    hall.does("Ana", case, "drafting", **ANSWER)
    hall.does("Dan", case, "approval", decision="return", note="Mai scurt.")
    drafting = f"/birou/sarcini/{hall.task(case, 'drafting').id}"
    door("Ana").post(f"{drafting}/preia")
    completion = f"/ghiseu/completari/{hall.task(second, 'completion').id}"
    pages = [
        ("Ana", "/birou"),
        ("Ana", "/birou?lista=terminate"),
        ("Ana", "/birou/dosare"),
        ("Ana", drafting),
    ]
    pages += [("Ana", f"/birou/dosare/{case.id}"), ("Elena", "/ghiseu?q=Ioana"), ("Elena", completion)]
    pages += [("Elena", f"/ghiseu/dosare/{case.id}"), ("Elena", f"/ghiseu/dosare/{case.id}/confirmare")]
    for who, path in pages:
        page = sits(who, path, PHONE)
        assert_accessible(page)
        assert_no_overflow(page)
        page.set_viewport_size({"width": DESK, "height": 900})
        assert_no_overflow(page)


def test_a_choice_calls_up_its_questions_without_losing_a_word(hall: Hall, door: Door, sits: Sits) -> None:
    routing = f"/birou/sarcini/{hall.task(hall.petition(), 'routing').id}"
    door("Ion").post(f"{routing}/preia")
    page = sits("Ion", routing)
    page.get_by_label("Observații pentru compartiment").fill("Urgent")
    page.get_by_text("Altă autoritate", exact=True).click()
    page.get_by_label("Autoritatea competentă").fill("Apa Nova")
    page.get_by_label("De ce este competentă").fill("Rețeaua de apă.")
    assert page.get_by_label("Observații pentru compartiment").input_value() == "Urgent"
    page.get_by_role("button", name="Termină sarcina").click()
    page.wait_for_url("**/birou?lista=ale-mele")


def test_the_desk_works_without_javascript(hall: Hall, sits: Sits) -> None:
    hall.petition()
    page = sits("Ion", "/birou", javascript=False)
    page.get_by_role("button", name="Preiau").click()
    page.get_by_text("Altă autoritate", exact=True).click()
    page.get_by_role("button", name="Termină sarcina").click()
    page.get_by_label("Autoritatea competentă").fill("Apa Nova")
    page.get_by_label("De ce este competentă").fill("Rețeaua de apă.")
    page.get_by_role("button", name="Termină sarcina").click()
    page.wait_for_url("**/birou?lista=ale-mele")
