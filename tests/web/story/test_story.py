"""The main job in real browsers: a petition from a phone, a letter from a desk, a door by a QR code."""

import io
import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from PIL import Image
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser import PageAt, assert_accessible
from tests.camera import film, seeing
from tests.web.story import people
from tools import scenes
from tools.place import Place
from tools.scenes import Town

pytestmark = pytest.mark.ui


def test_petition_from_the_phone_to_the_open_door(
    browser: Browser, page_at: PageAt, place: Place, town: Town, tmp_path: Path
) -> None:
    phone, phone_number = people.telephone(browser), f"+4072{secrets.randbelow(10**7):07d}"
    number = people.file_petition(phone, town, phone_number, scenes.paper())
    people.tap(phone, "Urmăriți cererea")
    expect(phone.get_by_text(number).first).to_be_visible()
    case = phone.url.rstrip("/").rpartition("/")[2]
    answered(page_at, town, case)
    door = deposited(page_at, town, case)
    code = qr_code(phone, scenes.sms_with(town, phone_number, "/ridicare/"))
    expect(phone.locator(".collect-door")).to_have_text(str(door))
    with seeing(browser, film(tmp_path / "qr.mjpeg", code)) as kiosk:
        page = kiosk.new_page()
        seen = open_door(page, town, door)
        print(f"\nkiosk: {seen.told()}; the controller alone {alone(place, town, seen.credential):.2f} s")
        assert_accessible(page)
    people.close_door(phone, town, door)
    closed(phone, town, case)
    phone.context.close()


def answered(page_at: PageAt, town: Town, case: str) -> None:
    """Four people at their desks: routed, analysed, written, signed."""
    page = people.at_the_desk(page_at, town, "relatii")
    people.take(page, town, case)
    if page.locator("[name='kind']").count():  # the town's people wrote about the same thing before
        people.answer(page, {"kind": "different"})
        people.finish(page, "Termină sarcina")
        people.take(page, town, case)
    people.answer(page, {"competence": "ours"})
    page.locator("[name='department']").select_option("SAL")
    people.finish(page, "Termină sarcina")
    page = people.at_the_desk(page_at, town, "salubrizare")
    people.take(page, town, case)
    people.answer(page, {"decision": "answer"})
    people.finish(page, "Termină sarcina")
    people.take(page, town, case)
    people.answer(page, scenes.ANSWER)
    page.get_by_role("button", name="Creează scrisoarea").click()
    expect(page.locator("iframe.letter-preview")).to_be_visible()
    people.finish(page, "Trimite la semnat")
    for signer in ("salubrizare.sef", "primar"):
        page = people.at_the_desk(page_at, town, signer)
        people.take(page, town, case)
        people.answer(page, {"decision": "approve"})
        people.finish(page, "Trimite hotărârea")


def deposited(page_at: PageAt, town: Town, case: str) -> int:
    """The clerk opens the door, lays the paper in and pushes it shut; the desk's page sees it by itself."""
    page = people.at_the_desk(page_at, town, "ghiseu")
    people.take(page, town, case)
    door = int(page.locator("[data-door]").inner_text())
    page.get_by_role("button", name=f"Deschide ușa {door}").click()
    expect(page.locator("[data-door-state='open']")).to_be_visible(timeout=30_000)
    people.close_door(page.context.new_page(), town, door)
    page.bring_to_front()
    expect(page.locator("[data-door-state='done']")).to_be_visible(timeout=30_000)
    people.answer(page, {"confirmed": "yes"})
    people.finish(page, "Confirm depunerea")
    return door


def qr_code(phone: Page, text: str) -> Image.Image:
    """The link of the SMS, opened on the phone: what the camera will see."""
    phone.goto(text[text.index("http") :].split(maxsplit=1)[0])
    return Image.open(io.BytesIO(phone.locator(".collect-qr").screenshot()))


@dataclass(frozen=True)
class Seen:
    """How long the kiosk took, and what it read."""

    from_start: float
    from_code: float
    credential: str

    def told(self) -> str:
        return (
            f"camera on to open door {self.from_start:.2f} s, code read to open door {self.from_code:.2f} s"
        )


def open_door(page: Page, town: Town, door: int) -> Seen:
    """Nobody touches the screen: the code is before the camera."""
    page.goto(f"{town.hall}/kiosk/inregistrare", wait_until="commit")
    start = time.perf_counter()
    with page.expect_request(_is_post, timeout=60_000) as posted:
        pass
    read = time.perf_counter()
    page.get_by_role("heading", name=f"Ușa {door} este deschisă").wait_for(timeout=30_000)
    end = time.perf_counter()
    return Seen(end - start, end - read, str((posted.value.post_data_json or {})["credential"]))


def _is_post(request: Request) -> bool:
    return request.method == "POST"


def alone(place: Place, town: Town, credential: str) -> float:
    """The controller asked without the hall: a door that was just opened may be opened again."""
    key = json.loads((place.instance / "keys.json").read_text())["locker_key_cabinet_1"]
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "story"}
    start = time.perf_counter()
    answer = requests.post(
        f"{town.locker}/v1/present", json={"credential": credential}, headers=headers, timeout=20
    )
    assert answer.ok, answer.text
    return time.perf_counter() - start


def closed(phone: Page, town: Town, case: str) -> None:
    """The citizen's page says so."""

    def look() -> bool:
        phone.goto(f"{town.hall}/cereri/{case}")
        return "Cererea este încheiată" in phone.locator("#status").inner_text()

    scenes.until(look, "the case to be closed")
