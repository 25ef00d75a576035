"""A field changed in a real browser, with the page as its reader sees it beside; undone, and done again."""

import json

import pytest
from playwright.sync_api import Page, expect

from app.cityhall.drafts import queries
from app.cityhall.drafts.models import Draft
from app.database import session
from app.demo import PASSWORD
from tests.browser import DESK, PageAt, look
from tests.hall import STAFF, Hall

pytestmark = pytest.mark.ui
PREVIEW = "iframe[name='form-preview']"


def opened(page: Page) -> Page:
    """Everything folded is open, to be looked at."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    return page


def test_what_an_analyst_changes_is_kept_and_seen_at_once(
    hall: Hall, draft: Draft, address: str, page_at: PageAt
) -> None:
    page, at = page_at(DESK), f"{address}/studio/petition/ciorna"
    enter(page, address)
    page.goto(f"{at}/formulare/application/camp/subject")
    page.frame_locator(PREVIEW).get_by_role("button", name="Mai departe").wait_for()
    before = page.input_value("#help")
    page.fill("#title", "Pe scurt, despre ce este vorba?")
    page.focus("#help")  # leaving the box keeps it
    expect(page.get_by_text("S-a păstrat la")).to_be_visible()
    expect(page.frame_locator(PREVIEW).get_by_text("Pe scurt, despre ce este vorba?")).to_be_visible()
    page.fill("#help", "Câteva cuvinte.")
    page.focus("#title")
    expect(page.frame_locator(PREVIEW).get_by_text("Câteva cuvinte.")).to_be_visible()
    session().rollback()
    schema = json.loads(queries.files(draft.id)["forms/application.schema.json"])
    assert schema["properties"]["subject"]["title"] == "Pe scurt, despre ce este vorba?"
    look(opened(page), "form-field")

    page.get_by_role("button", name="Anulați ultima schimbare").click()
    expect(page.locator("#help")).to_have_value(before)
    page.keyboard.press("Control+z")
    expect(page.locator("#title")).to_have_value("Subiectul, pe scurt")
    page.get_by_role("button", name="Refaceți").click()
    expect(page.locator("#title")).to_have_value("Pe scurt, despre ce este vorba?")

    page.get_by_label("Felul câmpului").select_option("radios")  # another kind: the page comes anew
    page.get_by_label("Varianta 1").wait_for()
    for place, name in (
        ("formulare/application", "form"),
        ("scrisori/answer", "letter"),
        ("setari", "config"),
    ):
        page.goto(f"{at}/{place}")
        look(opened(page), name)


@pytest.mark.nightly
@pytest.mark.usefixtures("draft")
def test_every_page_of_the_draft_s_words_is_for_everybody(hall: Hall, address: str, page_at: PageAt) -> None:
    page, at = page_at(DESK), f"{address}/studio/petition/ciorna"
    enter(page, address)
    for place, name in (
        ("formulare", "forms"),
        ("formulare/application/camp/delivery", "form-choices"),
        ("formulare/application/json", "form-json"),
        ("formulare/application/pagina", "form-preview"),
        ("scrisori", "letters"),
        ("acte", "papers"),
        ("acte/mandate", "paper"),
    ):
        page.goto(f"{at}/{place}")
        look(opened(page), name)


def enter(page: Page, address: str) -> None:
    page.goto(f"{address}/intrare?next=/studio/petition/ciorna/formulare")
    page.fill("#email", STAFF["Anca"])
    page.fill("#password", PASSWORD)
    page.locator("main").get_by_role("button", name="Intrați").click()
    page.wait_for_url("**/formulare")
