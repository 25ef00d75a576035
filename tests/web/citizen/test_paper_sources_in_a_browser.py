"""Papers that the hall obtains, the fee before sending and the public list, seen on a phone."""

import pytest

from tests.browser import PageAt, assert_sound
from tests.hall import Hall
from tests.web.citizen.test_in_a_browser import NARROW, address, sign_in
from tests.web.citizen.test_paper_sources import draft
from tests.web.public.test_certificates import issued

__all__ = ["address"]
pytestmark = pytest.mark.ui


def test_the_choice_is_made_with_the_keyboard(hall: Hall, address: str, page_at: PageAt) -> None:
    issued(hall)
    here = draft(hall)
    page = page_at(NARROW)
    sign_in(page, address)
    page.goto(f"{address}{here}/acte")
    assert_sound(page)
    for number in (0, 1):
        page.get_by_label("Îl obține primăria de la").nth(number).press("Space")
        page.get_by_label("Sunt de acord ca primăria").nth(number).press("Space")
    assert_sound(page)
    page.get_by_role("button", name="Mai departe").first.click()
    assert "Taxa: 16,50 lei" in page.content()
    assert_sound(page)
    page.goto(f"{address}/urbanism/lista")
    assert_sound(page)
    page.goto(f"{address}/servicii/urbanism_information")
    assert_sound(page)
