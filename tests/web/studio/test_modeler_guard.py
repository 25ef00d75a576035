"""The modeler saves over a file only what its reader agreed to, and only for somebody who is signed in."""

import pytest
from playwright.sync_api import Page, expect

from app.cityhall.drafts import actions
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.database import session, transaction
from app.demo import PASSWORD
from tests.browser import DESK, PageAt, look
from tests.foreign.shelf import FILES
from tests.hall import STAFF, Hall
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui
DIAGRAM = "/studio/petition/ciorna/diagrama"
UNDRAWN = b'bpmnElement="Process_request_k2d" />'
DRAWN = b"""bpmnElement="Process_request_k2d"><bpmndi:BPMNShape id="http_di" bpmnElement="Activity_http">
<dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="160" y="80" width="100" height="80" />
</bpmndi:BPMNShape></bpmndi:BPMNPlane>"""
RENAME = """([id, name]) => {
    const modeler = document.getElementById('canvas').modeler;
    modeler.get('modeling').updateLabel(modeler.get('elementRegistry').get(id), name);
}"""


def put(hall: Hall, draft: Draft, path: str, content: bytes) -> None:
    with transaction():
        locked = drafts.mine("petition", hall.actor("Anca"), lock=True)
        actions.save(locked, path, content, actions.ANEW, hall.actor("Anca").person_id, hall.now)


def stored(draft: Draft, path: str) -> str:
    session().rollback()
    return drafts.file_row(drafts.open_of(draft.procedure_id) or draft, path).content.decode()


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("body[data-ready=yes]")
    return page


def test_nothing_is_saved_over_without_consent_or_by_nobody(
    hall: Hall, draft: Draft, address: str, enter: Enter, page_at: PageAt
) -> None:
    arena = (FILES / "written/spiff_arena.bpmn").read_bytes().replace(UNDRAWN, DRAWN)
    put(hall, draft, "arena.bpmn", arena)
    put(hall, draft, "undrawn.bpmn", (FILES / "bpmn_io/transaction.bpmn").read_bytes())
    cookie = enter("Anca").client.get_cookie("hall")
    assert cookie is not None
    page = page_at(DESK)
    page.context.add_cookies([{"name": "hall", "value": cookie.value, "url": address}])

    # What would get lost is said first, and nothing is saved before one agrees.
    opened(page, f"{address}{DIAGRAM}?fisier=arena.bpmn")
    box = page.get_by_role("region", name="Ce nu a înțeles modelatorul")
    expect(box.get_by_role("listitem").filter(has_text="spiffworkflow:retry")).to_contain_text("„3”")
    look(page, "modeler-losses")
    name = page.evaluate(
        "() => document.getElementById('canvas').modeler.get('elementRegistry')"
        ".filter(one => one.type === 'bpmn:ServiceTask')[0].id"
    )
    page.evaluate(RENAME, [name, "Alt nume"])
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Nu se salvează: apăsați întâi „Lucrez totuși aici”.")
    page.wait_for_timeout(1000)
    assert stored(draft, "arena.bpmn") == arena.decode()
    box.get_by_role("button", name="Lucrez totuși aici").press("Enter")
    expect(page.locator("#state")).to_contain_text("Salvat la")
    assert "Alt nume" in stored(draft, "arena.bpmn")

    # A file without a drawing says so.
    page.goto(f"{address}{DIAGRAM}?fisier=undrawn.bpmn")
    expect(page.get_by_role("alert")).to_contain_text("nu are și desenul lor")

    # Signed out meanwhile: told, kept here, and saved after signing in elsewhere.
    opened(page, f"{address}{DIAGRAM}")
    expect(box).to_be_hidden()
    page.context.clear_cookies(name="hall")
    page.evaluate(RENAME, ["routing", "Fără sesiune"])
    expect(page.locator("#state")).to_have_text(
        "Sesiunea s-a încheiat. Intrați din nou în altă filă; ce ați lucrat este păstrat aici."
    )
    assert "Fără sesiune" not in stored(draft, "procedure.bpmn")
    other = page.context.new_page()
    other.goto(f"{address}/intrare?next=/studio/")
    other.fill("#email", STAFF["Anca"])
    other.fill("#password", PASSWORD)
    other.locator("main").get_by_role("button", name="Intrați").click()
    other.wait_for_url("**/studio/")
    page.bring_to_front()
    expect(page.locator("#state")).to_contain_text("Salvat la", timeout=10_000)
    assert "Fără sesiune" in stored(draft, "procedure.bpmn")
