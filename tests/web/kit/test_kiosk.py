"""The kiosk: a QR before a (fake) camera, a USB scanner that types, a PIN by finger."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
import qrcode
from playwright.sync_api import Browser, Request

from tests.camera import film, seeing
from tests.web.kit.conftest import Visit

pytestmark = pytest.mark.ui

TOKEN = "FH1:KQ7W2N8X4M5T9R3C6V1BZ0YD5H8S4F2G"


@pytest.fixture(scope="module")
def browser_with_camera(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    sign = qrcode.make(TOKEN, box_size=9, border=3).get_image()
    with seeing(browser, film(tmp_path_factory.mktemp("camera") / "qr.mjpeg", sign)) as other:
        yield other


def _is_post(request: Request) -> bool:
    return request.method == "POST"


def test_camera_reads_the_code_and_sends_the_form(browser_with_camera: Browser, gallery: str) -> None:
    page = browser_with_camera.new_page()
    with page.expect_request(_is_post, timeout=60_000) as posted:
        page.goto(f"{gallery}/scan_posts")
    assert f"credential={quote(TOKEN, safe='')}" in str(posted.value.post_data)
    page.close()


def test_scanner_types_wherever_the_focus_is(visit: Visit) -> None:
    page = visit("scan")
    page.get_by_role("button", name="Șterge tot").focus()
    page.keyboard.type(TOKEN)
    with page.expect_request(_is_post) as posted:
        page.keyboard.press("Enter")
    assert f"credential={quote(TOKEN, safe='')}" in str(posted.value.post_data)


def test_fingers_write_the_door_then_the_pin_and_every_key_is_announced(visit: Visit) -> None:
    page = visit("scan")
    page.locator("#compartment").click()
    for key in "14":
        page.get_by_role("button", name=key, exact=True).click()
    page.locator("#credential").click()
    for key in "48210":
        page.get_by_role("button", name=key, exact=True).click()
    page.get_by_role("button", name="Șterge ultima cifră").click()
    assert page.locator("#compartment").input_value() == "14"
    assert page.locator("#credential").input_value() == "4821"
    assert page.locator("[data-status]").inner_text() == "Cifre scrise: 4"
    assert page.evaluate("document.activeElement.id") == "credential"
    page.get_by_role("button", name="Șterge tot").click()
    assert page.locator("#credential").input_value() == page.locator("#compartment").input_value() == ""


def test_nothing_is_sent_without_a_code(visit: Visit) -> None:
    page = visit("scan")
    page.get_by_role("button", name="Deschideți ușa").click()
    assert page.evaluate("document.getElementById('kiosk-form').dataset.sent") is None


def test_screen_of_an_opened_door_goes_home_when_nobody_is_there(visit: Visit) -> None:
    page = visit("scan")
    page.clock.install()
    page.goto(page.url.replace("scan", "opened"))
    page.clock.run_for(31_000)
    assert "20 secunde" in page.locator("[data-idle-text]").inner_text()
    page.get_by_role("button", name="Mai am nevoie de timp").click()
    assert not page.locator("[data-idle]").is_visible()
    page.clock.run_for(45_000)
    assert page.url.endswith("/opened")
    page.clock.run_for(6_000)
    page.wait_for_url("**/scan")
