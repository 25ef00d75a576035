"""From the tree to a procedure brought from Camunda, in a real browser: by everybody, by keyboard."""

import pytest

from app.demo import PASSWORD
from tests.browser import DESK, PageAt, look
from tests.foreign.shelf import FILES
from tests.hall import STAFF, Hall

pytestmark = pytest.mark.ui


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
    look(page, "studio-home", unfold=True)
    page.get_by_label("Căutați o procedură").fill("petitie")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Petiție", exact=True).click()
    look(page, "studio-procedure", unfold=True)
    page.get_by_role("link", name="Toate fișierele ciornei").click()
    look(page, "studio-draft", unfold=True)
    page.get_by_role("link", name="papers.json", exact=True).click()
    look(page, "studio-text", unfold=True)
    page.goto(f"{address}/studio/procedura-noua")
    look(page, "studio-new", unfold=True)
    page.get_by_label("Titlul, așa cum îl văd cetățenii").fill("Plata unei facturi")
    page.get_by_label("Codul").fill("facturi")
    page.get_by_label("Compartimentul care lucrează cererile").select_option("RP")
    page.get_by_text("De la un fișier").click()
    page.get_by_label("Fișierul").set_input_files(FILES / "written/camunda_7.bpmn")
    page.get_by_role("button", name="Începeți ciorna").click()
    page.get_by_role("heading", name="Raportul importului: procedure.bpmn").wait_for()
    assert page.get_by_text("Cine face pasul se spune aici prin banda").count()
    look(page, "studio-report", unfold=True)
    page.goto(f"{address}/studio/facturi/ciorna/import")
    look(page, "studio-import", unfold=True)
