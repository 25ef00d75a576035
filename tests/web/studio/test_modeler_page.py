"""Analysts draw in a real browser: saved by itself, told of each other, checked as they draw."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.database import session
from tests.browser import DESK, PHONE, PageAt, assert_accessible, assert_no_overflow
from tests.web.citizen.people import Enter

Opens = Callable[..., Page]

DIAGRAM = "/studio/petition/ciorna/diagrama"
READY = "body[data-ready=yes]"
MODELER = "const modeler = document.getElementById('canvas').modeler;"
FORGET_DEFAULT = f"""() => {{ {MODELER}
    const gateway = modeler.get('elementRegistry').get('twins_found');
    modeler.get('modeling').updateProperties(gateway, {{ default: undefined }});
}}"""
RENAME = f"""name => {{ {MODELER}
    modeler.get('modeling').updateLabel(modeler.get('elementRegistry').get('routing'), name);
}}"""
SELECTED = f"() => {{ {MODELER} return modeler.get('selection').get().map(one => one.id); }}"


def stored(draft: Draft, path: str = "procedure.bpmn") -> str:
    session().rollback()
    return drafts.file_row(drafts.open_of(draft.procedure_id) or draft, path).content.decode()


@pytest.fixture
def opens(address: str, enter: Enter, page_at: PageAt) -> Opens:
    """`opens("Anca")`: the petition's diagram on Anca's screen."""

    def opened(who: str = "Anca", width: int = DESK) -> Page:
        cookie = enter(who).client.get_cookie("hall")
        assert cookie is not None
        page = page_at(width)
        page.context.add_cookies([{"name": "hall", "value": cookie.value, "url": address}])
        page.goto(f"{address}{DIAGRAM}")
        page.wait_for_selector(READY)
        return page

    return opened


@pytest.mark.ui
def test_an_analyst_draws_mends_searches_and_simulates(draft: Draft, opens: Opens) -> None:
    page = opens()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    count = page.locator("#problem-count")
    expect(count).to_have_text("Nicio problemă.")
    assert_accessible(page)

    page.evaluate(FORGET_DEFAULT)
    expect(count).to_contain_text("Erori: 2.")
    problem = page.get_by_role("button", name="S-au găsit?")
    problem.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(SELECTED) == ["twins_found"]
    expect(page.locator("#state")).to_contain_text("Salvat la")
    assert 'default="twins_found_to_propose"' not in stored(draft)

    page.get_by_role("button", name="Înapoi un pas").click()
    expect(count).to_have_text("Nicio problemă.")
    expect(page.locator("#state")).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="Căutați").click()
    expect(page.locator(".djs-search-input input")).to_be_focused()
    page.keyboard.type("Repartizare")
    page.keyboard.press("Enter")
    expect(page.locator("#canvas svg[tabindex='0']")).to_be_focused()
    assert page.evaluate(SELECTED) == ["routing"]

    page.keyboard.press("a")
    expect(page.locator(".djs-popup input")).to_be_focused()
    expect(page.locator(".djs-popup").get_by_text("Sarcină cu formular").first).to_be_visible()
    page.keyboard.type("trimiterea unui mesaj")
    expect(page.locator(".djs-popup .entry.selected")).to_contain_text("Trimiterea unui mesaj")
    page.keyboard.press("Enter")
    expect(count).to_contain_text("Erori:")
    expect(page.locator("#state")).to_have_attribute("data-state", "saved")
    assert "<bpmn:sendTask" in stored(draft)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Înapoi un pas").click()
    expect(count).to_have_text("Nicio problemă.")
    page.get_by_role("button", name="Toată diagrama").click()
    page.get_by_role("button", name="Simulați").click()
    page.locator("[title='Porniți evenimentul']:visible").first.click()
    expect(page.get_by_role("log")).to_contain_text("„Înregistrare”", timeout=20_000)
    page.get_by_role("button", name="Simulați").click()
    assert page.locator(".bjs-powered-by").is_visible()
    page.get_by_role("button", name="Taste").click()
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Luați ca imagine").click()
    assert taken.value.suggested_filename == "procedure.svg"
    assert 'default="twins_found_to_propose"' in stored(draft)
    assert wrong == []


@pytest.mark.ui
def test_two_analysts_on_one_diagram_lose_nothing(draft: Draft, opens: Opens) -> None:
    anca, bogdan = opens(), opens("Bogdan")
    expect(bogdan.locator("#presence")).to_contain_text("Anca Analist are deschis același fișier.")
    anca.evaluate(RENAME, "Repartizare nouă")
    expect(anca.locator("#state")).to_contain_text("Salvat la")
    bogdan.evaluate(RENAME, "Repartizarea lui Bogdan")
    notice = bogdan.get_by_role("alert").filter(has_text="Anca Analist")
    expect(notice).to_be_visible()
    assert "Repartizare nouă" in stored(draft)
    notice.get_by_role("button", name="Păstrați ce am lucrat eu ca fișier nou").click()
    bogdan.wait_for_url("**fisier=procedure_2.bpmn")
    bogdan.wait_for_selector(READY)
    assert "Repartizare nouă" in stored(draft)
    assert "Repartizarea lui Bogdan" in stored(draft, "procedure_2.bpmn")


@pytest.mark.ui
def test_what_was_not_saved_is_found_again_and_fits_a_phone(draft: Draft, opens: Opens) -> None:
    page = opens(width=PHONE)
    assert_no_overflow(page)
    page.route("**/api/fisier/**", lambda route: route.abort())
    page.evaluate(RENAME, "Fără rețea")
    expect(page.locator("#state")).to_contain_text("Nu s-a putut salva")
    again = page.context.new_page()
    again.goto(page.url)
    page.close()
    expect(again.locator("#state")).to_contain_text("Salvat la")
    assert "Fără rețea" in stored(draft)


@pytest.mark.usefixtures("draft")
def test_the_page_opens_only_diagrams_of_a_draft_and_only_to_analysts(enter: Enter) -> None:
    anca = enter("Anca")
    assert anca.get(f"{DIAGRAM}?fisier=research.bpmn").status_code == 200
    assert "style-src-attr 'unsafe-inline'" in anca.client.get(DIAGRAM).headers["Content-Security-Policy"]
    assert anca.get(f"{DIAGRAM}?fisier=altul.bpmn").status_code == 404
    assert anca.get(f"{DIAGRAM}?fisier=procedure.toml").status_code == 404
    assert enter("Ana").get(DIAGRAM).status_code == 403
    assert enter("ioana@exemplu.ro").get(DIAGRAM).status_code == 403
