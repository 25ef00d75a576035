"""Takes the pictures of docs/casete.md again: `.venv/bin/python -m tools.locker_pictures` (for maintainers).

It starts a hall of its own, fills a cabinet (tools/sights.py), prepares a drop-off and photographs what the
person, the screen beside the lockers and the operator see.
"""

import secrets
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools import desk_scenes, hand_in, scenes, sights
from tools.pictures import DESK, FOLDER, LOADED_MS, PHONE, chromium, save
from tools.scenes import Town
from tools.started import started_hall
from tools.visitor import Page as VisitedPage
from tools.visitor import Visitor

TALL: dict[str, object] = {"viewport": {"width": 1280, "height": 1040}}


def main() -> int:
    """Take all."""
    with (
        tempfile.TemporaryDirectory(prefix="hall-pictures-") as folder,
        started_hall(Path(folder) / "instance", {"RATE_LIMITS": "0"}) as here,
        sync_playwright() as playwright,
    ):
        town = scenes.town(here.url)
        sights.prepare(town)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        sheet = _sheet(town)
        _photograph(_as(browser, town, sheet.visitor, PHONE), sheet.url, "locker-drop-off")
        _kiosk(browser.new_context(**DESK, locale="ro-RO"), town, desk_scenes.code_on(sheet))
        clerk = scenes.staff(town.hall, "ghiseu")
        _photograph(_as(browser, town, clerk, TALL), f"{town.hall}/casete/cabinet-1", "locker-map")
        browser.close()
    return 0


def _sheet(town: Town) -> VisitedPage:
    """A door is kept for somebody's papers."""
    phone = f"+4074{secrets.randbelow(10**7):07d}"
    return hand_in.keep_door(hand_in.up_to_check(scenes.sign_up(town, phone), phone))


def _kiosk(context: BrowserContext, town: Town, code: str) -> None:
    """From the code to the number, on the screen beside the lockers; no camera there."""
    page = context.new_page()
    page.goto(f"{town.hall}/kiosk/")
    page.goto(f"{town.hall}/kiosk/fara-cod")
    _shoot(page, "kiosk-without-code")
    page.goto(f"{town.hall}/kiosk/")
    for name, digits in desk_scenes.typed(code).items():
        page.fill(f"#{name}", digits)
    _shoot(page, "kiosk-pad")
    page.get_by_role("button", name="Deschideți ușa").click()
    page.locator(".kiosk-door").wait_for()
    _shoot(page, "kiosk-opened")
    desk_scenes.shut(town, int(code.partition(" ")[0]))
    page.locator(".kiosk-number").wait_for()
    _shoot(page, "kiosk-number")
    context.close()


def _as(browser: Browser, town: Town, who: Visitor, by: dict[str, object]) -> BrowserContext:
    context = browser.new_context(**by, locale="ro-RO", reduced_motion="reduce")  # type: ignore[arg-type]
    cookies = [{"name": c.name, "value": c.value or "", "url": town.hall} for c in who.http.cookies]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    return context


def _photograph(context: BrowserContext, address: str, name: str) -> None:
    page = context.new_page()
    page.goto(address)
    _shoot(page, name)
    context.close()


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(LOADED_MS)
    size = save(page, FOLDER / f"{name}.png")
    print(f"{name}.png {size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
