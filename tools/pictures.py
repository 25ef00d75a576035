"""Takes the README's six pictures again: `.venv/bin/python -m tools.pictures` (for maintainers).

It starts a hall of its own, plays requests into it (tools/sights.py) and photographs six pages into
docs/pictures/: those of phones 390 × 844 at double density, those of desks 1280 × 800. It needs what
`tools/setup.sh test` installs: Playwright, and Chromium (or CHROMIUM=path).
"""

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import qrcode
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

from tools import desk_scenes, scenes, sights
from tools.place import ROOT
from tools.scenes import Town
from tools.sights import Sight
from tools.started import started_hall
from tools.trouble import Trouble

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 150_000
LOADED_MS = 2500
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


class Picture(NamedTuple):
    """Which page is taken, and by what."""

    file: str
    sight: str
    by: dict[str, Any]
    scrolled: int = 0


PICTURES = (
    Picture("citizen-form", "form-page", PHONE),
    Picture("case-page", "case-asked", PHONE, scrolled=200),
    Picture("locker-qr", "pickup", PHONE),
    Picture("inbox", "inbox", DESK),
    Picture("case-file", "approval", DESK),
    Picture("kiosk", "kiosk", DESK),
)


NEIGHBOUR = {"full_name": "Vlad Cetățean", "email": "vlad@exemplu.ro", "phone": "0721 000 202"}
MORE = (
    {"category": "sanitation", "subject": "Containere pentru sticlă lângă Parcul Moghioroș"},
    {"category": "green_spaces", "subject": "Bănci rupte în scuarul de pe Str. Brașov"},
    {"category": "sanitation", "subject": "Moloz lăsat pe trotuar în fața școlii"},
)


def main() -> int:
    """Take all six; 1 when one is too heavy for a README."""
    with tempfile.TemporaryDirectory(prefix="hall-pictures-") as folder:
        path = Path(folder)
        with started_hall(path / "instance", {"RATE_LIMITS": "0"}) as here, sync_playwright() as playwright:
            town = scenes.town(here.url)
            seen = {sight.name: sight for sight in sights.prepare(town)}
            _more(town)
            arguments = [
                "--no-sandbox",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
            ]
            film = f"--use-file-for-fake-video-capture={_film(path / 'hand.mjpeg')}"
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*arguments, film])
            sizes = [_take(browser, town, one, seen[one.sight]) for one in PICTURES]
            browser.close()
    return int(max(sizes) > MOST_BYTES)


def _more(town: Town) -> None:
    """An inbox with more than two lines."""
    neighbour, chief = scenes.citizen(town.hall, NEIGHBOUR["email"]), scenes.staff(town.hall, "relatii")
    for answers in MORE:
        done = scenes.fill_petition(neighbour, {**NEIGHBOUR, **answers, "place": ""}).send()
        desk_scenes.route(chief, scenes.case_id(done), "SAL")


def chromium() -> str:
    """The browser on this machine. Raises Trouble."""
    found = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    if found is None:
        raise Trouble("Chromium was not found. Run tools/setup.sh test, or set CHROMIUM to its path.")
    return found


def _take(browser: Browser, town: Town, picture: Picture, sight: Sight) -> int:
    context = browser.new_context(**picture.by, locale="ro-RO", reduced_motion="reduce")
    cookies = sight.who.http.cookies
    context.add_cookies([{"name": c.name, "value": c.value or "", "url": town.hall} for c in cookies])
    page = context.new_page()
    page.goto(sight.address if sight.address.startswith("http") else town.hall + sight.address)
    page.wait_for_timeout(LOADED_MS)
    page.evaluate("by => scrollTo(0, by)", picture.scrolled)
    page.wait_for_timeout(200)
    size = save(page, FOLDER / f"{picture.file}.png")
    context.close()
    print(f"{picture.file}.png {size / 1000:.0f} kB")
    return size


def save(page: Page, path: Path, most: int = MOST_BYTES) -> int:
    """In full colour if that is light enough, else in a palette of 256."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.save(path, optimize=True)
    if path.stat().st_size > most:
        shot.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
    return path.stat().st_size


def _film(path: Path) -> Path:
    """What the kiosk's camera sees in the picture: a phone with a code that opens nothing."""
    scene = Image.new("RGB", (640, 480), "#b9b3a6")
    phone = Image.new("RGB", (190, 340), "#ffffff")
    sign = qrcode.make("demo", box_size=6, border=2).get_image().convert("RGB")
    phone.paste(sign, ((phone.width - sign.width) // 2, 60))
    body = Image.new("RGB", (phone.width + 20, phone.height + 20), "#1d2b2f")
    body.paste(phone, (10, 10))
    # A thumb over a corner of the code: the kiosk must not read it, or the picture shows what it says then.
    ImageDraw.Draw(body).ellipse((-30, 130, 75, 225), fill="#c99a77")
    turned = body.rotate(-7, expand=True, fillcolor="#b9b3a6")
    scene.paste(turned, ((scene.width - turned.width) // 2, (scene.height - turned.height) // 2 + 30))
    frame = io.BytesIO()
    scene.save(frame, "JPEG", quality=90)
    path.write_bytes(frame.getvalue() * 20)
    return path


if __name__ == "__main__":
    sys.exit(main())
