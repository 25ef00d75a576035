"""The pages of decision tables in a real browser: narrow, without JavaScript, and the editor with it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from app.cityhall.drafts import actions, queries
from app.cityhall.procedures import queries as procedures
from app.database import session, transaction
from app.engine.reading import tables
from tests.browser import DESK, PHONE, PageAt, assert_accessible, assert_no_overflow
from tests.hall import Hall
from tests.served import over_http
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui
CODE = "urbanism_construction"
TABLES = f"/studio/{CODE}/ciorna/tabele"


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """The hall over real HTTP, with a draft that Anca opened."""
    with transaction():
        by = hall.actor("Anca").person_id
        actions.begin(procedures.current(CODE), by, hall.now)
    with over_http(hall.app) as address:
        yield address


def come_in(page: Page, enter: Enter, address: str) -> None:
    cookie = enter("Anca").client.get_cookie("hall")
    assert cookie is not None
    page.context.add_cookies([{"name": "hall", "value": cookie.value, "url": address}])


def test_tables_fit_a_phone_and_need_no_script(address: str, enter: Enter, page_at: PageAt) -> None:
    page = page_at(PHONE, javascript=False)
    come_in(page, enter, address)
    page.goto(f"{address}{TABLES}")
    assert_no_overflow(page)
    page.get_by_role("link", name="Taxa", exact=True).click()
    assert_no_overflow(page)
    page.get_by_role("link", name="Schimbați valorile").press("Enter")
    assert_no_overflow(page)
    page.get_by_label("Taxa").nth(1).fill("8,25")
    page.get_by_role("button", name="Păstrați valorile").press("Enter")
    expect(page.get_by_text("8,25 lei")).to_be_visible()


@pytest.mark.nightly
def test_tables_are_accessible(address: str, enter: Enter, page_at: PageAt) -> None:
    page = page_at(PHONE)
    come_in(page, enter, address)
    for path in ("", "/fee", "/fee/valori"):
        page.goto(f"{address}{TABLES}{path}")
        assert_accessible(page)


def test_a_cell_is_changed_in_the_editor(hall: Hall, address: str, enter: Enter, page_at: PageAt) -> None:
    page = page_at(DESK)
    come_in(page, enter, address)
    page.goto(f"{address}{TABLES}/editor?fisier=fee.dmn")
    page.wait_for_selector("body[data-ready=yes]", timeout=60_000)
    expect(page.get_by_text("Cum decid regulile:")).to_be_visible()
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    page.locator("td", has_text="600").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("655")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("Salvat")
    session().rollback()
    draft = queries.mine(CODE, hall.actor("Anca"))
    content = queries.file_row(draft, "fee.dmn").content
    table = tables.read({"fee.dmn": content}).tables["fee"]
    assert [rule.answers for rule in table.rules][:3] == [("0",), ("655",), ("700",)]
    assert "Scutire" in table.rules[0].note
