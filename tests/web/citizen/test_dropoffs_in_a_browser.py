"""A drop-off on a phone, by keyboard; the clerk's list beside it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import DESK, PageAt, assert_sound
from tests.hall import Hall
from tests.web.citizen.people import Citizen
from tests.web.citizen.test_dropoffs import IOANA, asked, latest
from tests.web.citizen.test_in_a_browser import NARROW, address, sign_in

__all__ = ["address"]
pytestmark = pytest.mark.ui


def seen(page: Page, name: str) -> None:
    """Accessible and no wider than the screen; a picture where one is asked for."""
    assert_sound(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_drop_off_with_the_keyboard(hall: Hall, address: str, page_at: PageAt) -> None:
    here = asked(Citizen(hall).signed_in(hall, IOANA))
    page = page_at(NARROW)
    sign_in(page, address)
    page.goto(f"{address}{here}")
    page.get_by_role("group", name="Alte hârtii").get_by_label("Pun în casetă").press("Space")
    seen(page, "drop-off-new")
    page.get_by_role("button", name="Păstrați-mi o ușă").press("Enter")
    page.get_by_role("heading", name="Ușa 1 vă așteaptă").wait_for()
    seen(page, "drop-off-code")
    hall.works()
    hall.door("closed", "deposit")
    page.reload()
    assert "Actele au nr. 1/" in page.get_by_role("heading", level=1).inner_text()
    seen(page, "drop-off-laid-in")
    page.goto(f"{address}/cereri/depuneri")
    seen(page, "drop-off-list")
    clerk(hall, address, page_at(DESK))


def clerk(hall: Hall, address: str, page: Page) -> None:
    sign_in(page, address, "ghiseu@ps6.example")
    page.goto(f"{address}/birou/casete-depuneri")
    seen(page, "desk-drop-offs")
    page.get_by_role("link", name="Petiție").first.click()
    seen(page, "desk-drop-off")
    page.get_by_role("button", name="Deschideți ușa").click()
    hall.works()
    hall.door("closed", "take_back")
    page.reload()
    seen(page, "desk-drop-off-check")
    page.get_by_role("radio", name="Primit", exact=True).press("Space")
    page.get_by_role("button", name="Lista este verificată").click()
    seen(page, "desk-drop-off-done")
    assert latest(hall).state == "verified"
