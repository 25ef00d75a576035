"""The pick-up's page on a phone: with the network cut, by keyboard, without JavaScript."""

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from app.cityhall.lockers import grants
from app.demo import PASSWORD
from app.journey import secrets
from tests.browser import PHONE, PageAt, assert_accessible, assert_no_overflow, assert_sound
from tests.hall import Hall
from tests.web.citizen.people import Enter
from tests.web.citizen.test_dropoffs import IOANA, prepared
from tests.web.public.pickups import bears_identity, deposited, left_lying, link, link_to, parcel

pytestmark = pytest.mark.ui
# What the kiosk's own reader finds in a picture.
READ = """async (address) => {
    const { decodeQR } = await import("/static/vendor/qr-0.7.0/decode.min.js");
    const picture = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    return decodeQR(canvas.getImageData(0, 0, picture.width, picture.height));
}"""
KEPT = """async () => (await (await caches.open("ridicare")).keys())
    .map(one => one.url).filter(url => url.includes("/ridicare/"))"""


@pytest.fixture
def street(hall: Hall, enter: Enter) -> Iterator[SimpleNamespace]:
    """The hall over real HTTP; `cut()` and nobody answers any more."""
    server = make_server("127.0.0.1", 0, hall.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def cut() -> None:
        server.shutdown()
        server.server_close()

    yield SimpleNamespace(address=f"http://127.0.0.1:{server.server_port}", cut=cut)
    cut()


def test_the_code_is_there_though_the_network_is_not(
    hall: Hall, street: SimpleNamespace, page_at: PageAt
) -> None:
    case = deposited(hall)
    door, pin = parcel(case).compartment, secrets.grant_pin(hall.house, hall.grant(parcel(case)))
    token = secrets.grant_token(hall.house, hall.grant(parcel(case)))
    page, here = page_at(PHONE), f"{street.address}{link(hall, case)}"
    page.goto(here)
    expect(page.locator("#kept")).to_have_text(
        "Pagina se deschide de acum și fără internet, pe acest aparat."
    )
    assert_accessible(page)
    assert_no_overflow(page)
    hand_on(page)
    enlarged(page)
    picture = page.get_by_role("link", name="Salvați ca imagine").get_attribute("href")
    assert page.evaluate(READ, picture) == token
    friend = page_at(PHONE, javascript=False)
    hall.works()
    friend.goto(f"{street.address}{link_to(hall, '+40722333444')}")
    expect(friend.locator(".collect-door")).to_have_text(str(door))
    assert_no_overflow(friend)
    street.cut()
    page.goto(here)
    expect(page.locator(".collect-pin")).to_have_text(f"{pin[:4]}{pin[4:]}")
    expect(page.locator("#offline")).to_contain_text("Nu aveți internet")
    assert page.evaluate("getComputedStyle(document.querySelector('.collect-qr')).borderRadius") != "0px"
    assert page.locator(".collect-qr svg").bounding_box()["width"] > 200  # type: ignore[index]
    assert page.evaluate("document.fonts.check('700 20px \"Hall Sans\"')")


def test_whoever_brings_papers_needs_no_network_either(
    hall: Hall, street: SimpleNamespace, page_at: PageAt, enter: Enter
) -> None:
    parcel_id = prepared(hall, enter(IOANA)).id
    (grant,) = grants.of_parcel(parcel_id)
    pin, token = secrets.grant_pin(hall.house, grant), secrets.grant_token(hall.house, grant)
    page, here = page_at(PHONE), f"{street.address}{link_to(hall, '+40721000101')}"
    page.goto(here)
    expect(page.locator("#kept")).not_to_be_empty()
    assert_accessible(page)
    assert_no_overflow(page)
    enlarged(page)
    picture = page.get_by_role("link", name="Salvați ca imagine").get_attribute("href")
    assert page.evaluate(READ, picture) == token
    street.cut()
    page.goto(here)
    expect(page.locator(".collect-pin")).to_have_text(f"{pin[:4]}{pin[4:]}")
    expect(page.locator("#offline")).to_contain_text("Nu aveți internet")


def hand_on(page: Page) -> None:
    """By keyboard alone."""
    page.get_by_role("link", name="Ridică altcineva").press("Enter")
    page.get_by_label("Numele și prenumele ei").fill("Maria Vecina")
    page.get_by_label("Telefonul ei mobil").fill("0722")
    page.get_by_label("Telefonul ei mobil").press("Enter")
    expect(page.locator("#error-summary")).to_contain_text("de mobil")
    assert_accessible(page)
    page.get_by_label("Telefonul ei mobil").fill("0722 333 444")
    page.get_by_label("Telefonul ei mobil").press("Enter")
    expect(page.locator(".collect-more")).to_contain_text("Maria Vecina")
    assert_accessible(page)
    assert_no_overflow(page)


def enlarged(page: Page) -> None:
    """The code alone, on white, and back to where one was."""
    page.get_by_role("button", name="Măriți codul, pe alb").press("Enter")
    expect(page.locator("dialog svg")).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('dialog')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Măriți codul, pe alb")).to_be_focused()


@pytest.mark.nightly
def test_a_page_that_is_good_no_more_is_not_kept(
    hall: Hall, street: SimpleNamespace, page_at: PageAt
) -> None:
    case = deposited(hall)
    page, here = page_at(PHONE), f"{street.address}{link(hall, case)}"
    page.goto(here)
    expect(page.locator("#kept")).not_to_be_empty()
    hall.door("closed", "collect")
    page.goto(here)
    expect(page.get_by_role("heading", level=1)).to_have_text("Documentul a fost ridicat")
    assert page.evaluate(KEPT) == []


@pytest.mark.nightly
def test_every_other_page_of_a_pick_up(hall: Hall, street: SimpleNamespace, page_at: PageAt) -> None:
    """Narrow and by axe: the forms behind the link, hours at the counter, the choice of a cabinet."""
    case, mine, waits = left_lying(hall), deposited(hall), hall.petition()
    bears_identity(hall, mine)
    page = page_at(PHONE)
    behind = [f"{link(hall, mine)}{one}" for one in ("", "/altcineva", "/cod-nou")]
    for path in (*behind, link(hall, case), f"{link(hall, case)}/programare"):
        page.goto(f"{street.address}{path}")
        assert_sound(page)
    sign_in(page, street.address, "ioana@exemplu.ro")
    own = [f"/cereri/{waits.id}/{one}" for one in ("", "caseta", "confirmare")]
    for path in (*own, f"/cereri/{case.id}", f"/cereri/{case.id}/programare", "/cereri/caseta-mea"):
        page.goto(f"{street.address}{path}")
        assert_sound(page)
    clerk = page_at(PHONE)
    sign_in(clerk, street.address, "ghiseu@ps6.example")
    for path in ("/ghiseu", "/ghiseu/program"):
        clerk.goto(f"{street.address}{path}")
        assert_sound(clerk)


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/intrare")
    page.get_by_label("Adresa de e-mail").fill(email)
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Intrați").click()
