"""The administrator's pages in a real browser: accessible, as narrow as a phone, alive without JavaScript."""

import pytest

from app.queue.beats import Heart
from tests.browser import DESK, PHONE, assert_accessible, assert_no_overflow
from tests.hall import Hall
from tests.web.admin.conftest import Breaks
from tests.web.admin.test_incidents import LIST, stuck
from tests.web.desk.test_pages import Sits, sits

__all__ = ["sits"]


@pytest.mark.nightly
def test_every_page_is_accessible_and_fits(hall: Hall, sits: Sits, breaks: Breaks) -> None:
    incident = breaks(stuck(hall))
    breaks(None)
    Heart().beat(hall.now)
    for path in (LIST, f"{LIST}?lista=rezolvate", f"{LIST}/{incident}", "/administrare/starea"):
        page = sits("Paul", path, PHONE)
        assert_accessible(page)
        assert_no_overflow(page)
        page.set_viewport_size({"width": DESK, "height": 900})
        assert_no_overflow(page)


def test_an_incident_is_settled_without_javascript(hall: Hall, sits: Sits, breaks: Breaks) -> None:
    breaks(stuck(hall))
    page = sits("Paul", LIST, PHONE, javascript=False)
    page.get_by_role("link", name="Dovada depunerii").click()
    page.get_by_text("Rezolvat de mână").click()
    page.get_by_role("button", name="Notează și continuă dosarul").click()
    page.get_by_role("link", name="Scrieți motivul").click()
    page.get_by_label("Ce ați făcut?").fill("Am dat dovada la ghișeu.")
    page.get_by_role("button", name="Notează și continuă dosarul").click()
    page.get_by_text("Totul merge de la sine").wait_for()
