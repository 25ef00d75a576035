"""Takes the pictures of docs/studio.md again: `.venv/bin/python -m tools.studio_pictures [name …]`.

For maintainers. It starts a hall of its own, lets an analyst work in it (tools/studio_scenes.py) and
photographs her pages into docs/pictures/studio-*.png, 1280 wide. It needs what tools/pictures.py needs.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tools import pictures, scenes, studio_scenes
from tools.started import started_hall
from tools.studio_scenes import DRAFT, HERE, TABLES, Analyst

WIDTH = 1280
MOST_BYTES = 200_000
MODELER_MS = 4000
SCROLL = "one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 16)"
CENTRE = """wanted => document.querySelectorAll('.diagram-scroll').forEach(frame => {
    const found = frame.querySelector(wanted);
    if (!found) return;
    const [place, edge] = [found.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollLeft += place.left + place.width / 2 - edge.left - edge.width / 2;
    frame.scrollTop += place.top + place.height / 2 - edge.top - edge.height / 2;
})"""
CHOOSE = """id => {
    const modeler = document.getElementById('canvas').modeler;
    const task = modeler.get('elementRegistry').get(id);
    modeler.get('selection').select(task);
    const [width, height] = [760, 560];
    const [x, y] = [task.x + task.width / 2 - width * 0.55, task.y + task.height / 2 - height / 2];
    modeler.get('canvas').viewbox({ x, y, width, height });
}"""


class Shot(NamedTuple):
    """A page, how much of it is shown, from where, and what is done before."""

    file: str
    address: str
    height: int
    top: str = ""
    prepare: Callable[[Page], None] | None = None


def _chosen(page: Page) -> None:
    page.wait_for_selector("body[data-ready=yes]", timeout=60_000)
    page.evaluate(CHOOSE, "drafting")
    page.wait_for_timeout(MODELER_MS)


def _centred(page: Page) -> None:
    """Diagrams open on what is marked."""
    page.evaluate(CENTRE, "[class*='mark-']:not(.mark-taken)")


def _wait(page: Page) -> None:
    page.wait_for_timeout(MODELER_MS)


BEFORE = (
    Shot("home", "/studio/", 900),
    Shot("modeler", f"{DRAFT}/diagrama", 960, ".draft-tabs", _chosen),
    Shot("tables", f"{TABLES}/ciorna/tabele", 760, ".draft-tabs"),
    Shot("table", f"{TABLES}/ciorna/tabele/editor?fisier=fee.dmn", 700, ".draft-tabs", _wait),
    Shot("form", f"{DRAFT}/formulare/application", 900, ".draft-tabs", _wait),
    Shot("letter", f"{DRAFT}/scrisori/answer", 900, ".draft-tabs", _wait),
    Shot("trial", f"{DRAFT}/incercare", 1100, ".draft-tabs"),
    Shot("scenarios", f"{DRAFT}/scenarii", 620, ".draft-tabs"),
    Shot("coverage", f"{DRAFT}/scenarii", 720, "section[aria-labelledby=acoperire]"),
    Shot("publish", f"{DRAFT}/publicare", 1150, ".draft-tabs"),
    Shot("difference", f"{HERE}/diferente?la=ciorna", 720, "h2"),
    Shot("difference-drawn", f"{HERE}/diferente?la=ciorna", 760, "text=Cum este", _centred),
)
AFTER = (
    Shot("checks", f"{DRAFT}/verificare", 760, ".draft-tabs"),
    Shot("versions", f"{HERE}/versiuni", 680),
    Shot("moves", f"{HERE}/mutari", 800),
    Shot("live", f"{HERE}/viu", 1150, "", _centred),
)


def main(words: Sequence[str]) -> int:
    """Take all, or those named; 1 when one is too heavy."""
    with tempfile.TemporaryDirectory(prefix="hall-studio-") as folder:
        told = {"RATE_LIMITS": "0"}
        with started_hall(Path(folder) / "instance", told) as here, sync_playwright() as playwright:
            town = scenes.town(here.url)
            anca = studio_scenes.analyst(town)
            browser = playwright.chromium.launch(executable_path=pictures.chromium(), args=["--no-sandbox"])
            context = browser.new_context(locale="ro-RO", reduced_motion="reduce")
            names = [{"name": c.name, "value": c.value or "", "url": town.hall} for c in anca.http.cookies]
            context.add_cookies(names)  # type: ignore[arg-type]
            page = context.new_page()
            sizes = [
                _take(page, town.hall, one)
                for stage, shots in ((_first, BEFORE), (_second, AFTER))
                for one in _ready(stage, shots, anca, town)
                if not words or one.file in words
            ]
            browser.close()
    return int(max(sizes) > MOST_BYTES)


def _ready(
    stage: Callable[[Analyst, scenes.Town], None], shots: Sequence[Shot], anca: Analyst, town: scenes.Town
) -> Sequence[Shot]:
    stage(anca, town)
    return shots


def _first(anca: Analyst, town: scenes.Town) -> None:
    studio_scenes.cases(town)
    for address in (HERE, TABLES):
        studio_scenes.begin(anca, address)
    studio_scenes.change(anca)
    studio_scenes.play(anca)
    studio_scenes.trial(anca)


def _second(anca: Analyst, _town: scenes.Town) -> None:
    studio_scenes.publish(anca)
    studio_scenes.begin(anca)
    studio_scenes.fault(anca)


def _take(page: Page, hall: str, shot: Shot) -> int:
    page.set_viewport_size({"width": WIDTH, "height": shot.height})
    page.goto(hall + shot.address)
    page.wait_for_timeout(1500)
    if shot.prepare is not None:
        shot.prepare(page)
    if shot.top:
        page.locator(shot.top).first.evaluate(
            "one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 16)"
        )
        page.wait_for_timeout(300)
    path = pictures.FOLDER / f"studio-{shot.file}.png"
    size = pictures.save(page, path, MOST_BYTES)
    print(f"{path.name} {size / 1000:.0f} kB", flush=True)
    return size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
