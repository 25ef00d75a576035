"""From the tree to a procedure brought from Camunda, in a real browser: by everybody, by keyboard."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.demo import PASSWORD
from tests.browser import DESK, PHONE, PageAt, assert_accessible, assert_no_overflow
from tests.foreign.shelf import FILES
from tests.hall import STAFF, Hall

pytestmark = pytest.mark.ui


def look(page: Page, name: str) -> None:
    """Nothing sticks out, wide or narrow, and axe finds nothing; a picture where one is wanted."""
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_overflow(page)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    assert_accessible(page)


@pytest.mark.usefixtures("draft")
def test_an_analyst_finds_a_procedure_and_brings_one_from_camunda(
    hall: Hall, address: str, page_at: PageAt
) -> None:
    hall.petition()
    page = page_at(DESK)
    page.goto(f"{address}/intrare?next=/studio/")
    page.fill("#email", STAFF["Anca"])
    page.fill("#password", PASSWORD)
    page.locator("main").get_by_role("button", name="Intrați").click()
    page.wait_for_url("**/studio/")
    look(page, "studio-home")
    page.get_by_label("Căutați o procedură").fill("petitie")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Petiție", exact=True).click()
    look(page, "studio-procedure")
    page.get_by_role("link", name="Toate fișierele ciornei").click()
    look(page, "studio-draft")
    page.get_by_role("link", name="papers.json", exact=True).click()
    look(page, "studio-text")
    page.goto(f"{address}/studio/procedura-noua")
    look(page, "studio-new")
    page.get_by_label("Titlul, așa cum îl văd cetățenii").fill("Plata unei facturi")
    page.get_by_label("Codul").fill("facturi")
    page.get_by_label("Compartimentul care lucrează cererile").select_option("RP")
    page.get_by_text("De la un fișier").click()
    page.get_by_label("Fișierul").set_input_files(FILES / "written/camunda_7.bpmn")
    page.get_by_role("button", name="Începeți ciorna").click()
    page.get_by_role("heading", name="Raportul importului: procedure.bpmn").wait_for()
    assert page.get_by_text("Cine face pasul se spune aici prin banda").count()
    look(page, "studio-report")
    page.goto(f"{address}/studio/facturi/ciorna/import")
    look(page, "studio-import")
