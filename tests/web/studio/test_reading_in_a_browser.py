"""The check, the live page and the text twin in a real browser: accessible, narrow, by keyboard."""

from collections.abc import Iterator

import pytest

from app.cityhall import incidents
from app.cityhall.drafts import actions
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.database import session, transaction
from app.demo import PASSWORD
from tests.browser import DESK, PHONE, PageAt, assert_no_overflow, assert_sound
from tests.hall import Hall
from tests.served import over_http
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """The hall, over real HTTP, at its own time."""
    with over_http(hall.app) as address:
        yield address


def spoil(draft: Draft, hall: Hall) -> None:
    """Somebody deletes a default way, a title of a field and the words of a notice."""
    with transaction():
        found = session().merge(draft)
        by = hall.actor("Anca").person_id
        for path, old, new in (
            ("procedure.bpmn", b'default="', b'data-was="'),
            ("forms/analysis.schema.json", b'"title": "Constat\xc4\x83ri",', b""),
            ("notices.toml", b"[sent_on]", b"[sent_off]"),
        ):
            row = drafts.file_row(found, path)
            assert old in row.content, path
            actions.save(found, path, row.content.replace(old, new, 1), row.revision, by, hall.now)


def test_an_analyst_reads_what_is_wrong_where_cases_stand_and_the_words(
    hall: Hall, draft: Draft, address: str, page_at: PageAt
) -> None:
    spoil(draft, hall)
    first, second = hall.petition(), hall.petition()
    hall.does("Ion", first, "routing", competence="ours", department="SAL")
    hall.passes(days=3)
    with transaction():
        incidents.open("timer", hall.now, case_id=second.id, element="drafting", facts={"tries": 3})
    page = page_at(DESK)
    page.goto(f"{address}/intrare")
    page.get_by_label("Adresa de e-mail").fill("analist@ps6.example")
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Intrați").click()

    page.goto(f"{address}/studio/petition/ciorna/verificare")
    assert_sound(page)
    assert page.locator("[data-rule='gateway.no_default']").count() == 1
    assert page.locator("[data-rule='form.no_title']").count() == 1
    assert page.locator("[data-rule='config.missing']").count() == 2

    page.goto(f"{address}/studio/petition/viu")
    assert_sound(page)
    link = page.locator("svg a[href$='/viu/twins']")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/viu/twins*")
    assert second.entry.legal_number.split("/")[0] in page.locator("table").inner_text()

    page.goto(f"{address}/studio/petition/ciorna/in-cuvinte")
    assert_sound(page)
    page.locator("a[href='#pas-3']").first.press("Enter")
    assert page.locator("#pas-3:target").count() == 1

    page.set_viewport_size({"width": PHONE, "height": 640})
    for path in ("/studio/petition/ciorna/verificare", "/studio/petition/viu"):
        page.goto(f"{address}{path}")
        assert_no_overflow(page)
