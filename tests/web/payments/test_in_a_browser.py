"""Paying in a real browser at the provider's real process: there, back, and what its call-back brings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.adapters.payments import HttpPayments
from app.cityhall.payments import rules
from app.demo import PASSWORD
from simulators import process
from tests.browser import DESK, PHONE, PageAt, assert_sound
from tests.hall import Hall
from tests.journey.fees import note_of, waiting
from tests.patience import until
from tests.served import over_http
from tests.web.desk.conftest import Door

pytestmark = pytest.mark.ui
KEY = "a-test-key-of-enough-length"
PAID = "Am primit plata: 14,50 lei"


@pytest.fixture
def address(hall: Hall, door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The hall over real HTTP, with a provider of its own, who signs with the time of day."""
    hall.now = datetime.now(UTC)
    provider = process.payments(tmp_path / "payments.sqlite", key=KEY).start()
    with over_http(hall.app) as url:
        known = hall.app.extensions
        payments = HttpPayments(provider.url, KEY, f"{url}/hooks/payments")
        outside = replace(known["house"].outside, payments=payments)
        monkeypatch.setitem(known, "house", replace(known["house"], outside=outside, url=url))
        monkeypatch.setitem(known, "settings", replace(known["settings"], payment_url=provider.url))
        yield url
    provider.stop()


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/intrare")
    page.get_by_label("Adresa de e-mail").fill(email)
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Intrați").click()
    page.wait_for_url(lambda url: "intrare" not in url)


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_invited_pays_on_a_telephone(
    hall: Hall, address: str, page_at: PageAt, javascript: bool
) -> None:
    case = waiting(hall)
    note = f"{address}/plata/{rules.pay_code(hall.house.secret, note_of(case).id)}"
    page = page_at(PHONE, javascript=javascript)
    page.goto(note)
    if javascript:
        assert_sound(page)
    page.get_by_role("button", name="Plătesc cu cardul").click()
    page.wait_for_url("**/plata/co-*")
    if javascript:
        assert_sound(page)
    page.get_by_role("button", name="Cardul este refuzat").click()
    expect(page.get_by_role("alert")).to_contain_text("Cardul a fost refuzat")
    page.get_by_role("button", name="Plătesc 14,50 lei").click()
    page.wait_for_url("**/inapoi")
    if javascript:
        expect(page.get_by_role("heading", name=PAID)).to_be_visible()
        assert_sound(page)
    else:
        until(lambda: page.reload() and page.get_by_role("heading", name=PAID).count())
    hall.works()
    assert sorted(one.state for one in note_of(case).payments) == ["failed", "succeeded"]


def test_the_applicants_block_and_the_cashiers_pages(hall: Hall, address: str, page_at: PageAt) -> None:
    case = waiting(hall)
    ioana, olga = page_at(PHONE), page_at(DESK)
    sign_in(ioana, address, "ioana@exemplu.ro")
    ioana.goto(f"{address}/cereri/{case.id}")
    ioana.get_by_text("Invitați pe altcineva să plătească").click()
    assert_sound(ioana)
    sign_in(olga, address, "casierie@ps6.example")
    olga.goto(f"{address}/casierie")
    assert_sound(olga)
    olga.get_by_role("link", name=note_of(case).reference).click()
    assert_sound(olga)
    olga.get_by_role("button", name="Am încasat 14,50 lei").click()
    expect(olga.locator("#error-summary")).to_be_visible()
    assert_sound(olga)
    olga.get_by_label("Seria și numărul chitanței").fill("SX 1")
    olga.get_by_role("button", name="Am încasat 14,50 lei").click()
    expect(olga.get_by_text("chitanța SX 1.")).to_be_visible()
    assert_sound(olga)
    hall.works()
    ioana.reload()
    expect(ioana.get_by_role("link", name="Confirmarea plății")).to_be_visible()
    assert_sound(ioana)
