"""`studio`: opening a diagram of 300 elements in the studio's modeler against plain bpmn-js, in a browser.

Ours brings the rules, the minimap, the token simulation and our extension elements; the other is the
modeler of the same bundle without them. Both draw the same file into the same place, in turn.
"""

import mimetypes
import os
import shutil
import statistics
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, sync_playwright

from tools.bench.drawn import diagram
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site
from tools.place import ROOT
from tools.trouble import Trouble

ELEMENTS = 300
REACH = 1.5
OPEN_MS, LINT_MS = 2_000, 300
STATIC = ROOT / "app" / "web" / "static"
AT = "http://studio.bench"
PAGE = '<!doctype html><div id="canvas" style="width:1200px;height:800px"></div>'
READY = """async () => {
    const since = performance.now();
    const { builtIn, Modeler, modules } = await import('/static/vendor/studio-1/modeler.js');
    const { descriptors } = await import('/static/js/studio/descriptors.js');
    const { linting } = await import('/static/js/studio/lint/rules.js');
    const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const ours = xml => new Modeler({
        container: '#canvas', moddleExtensions: descriptors(xml),
        linting: { active: true, bpmnlint: linting({ builtIn, words: {}, offers: () => null }) },
        additionalModules: [modules.append, modules.lint, modules.tokenSimulation, modules.minimap],
    });
    window.open_it = async (xml, full) => {
        const since = performance.now();
        const modeler = full ? ours(xml) : new Modeler({ container: '#canvas' });
        const linted = full && new Promise(done => modeler.get('eventBus').once('linting.completed', done));
        await modeler.importXML(xml);
        modeler.get('canvas').zoom('fit-viewport');
        await linted;
        await drawn();
        const drew = modeler.get('elementRegistry').filter(one => /^n[0-9]+$/.test(one.id)).length;
        const told = { open: performance.now() - since, elements: drew };
        if (full) {
            const again = performance.now();
            await modeler.get('linting').lint();
            told.lint = performance.now() - again;
        }
        return told;
    };
    return performance.now() - since;
}"""
OPEN = "([xml, full]) => window.open_it(xml, full)"


def studio(_: Site, rounds: int) -> Figure:
    """Ready when it is drawn and, in ours, the rules have been looked at once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        figure = measured(browser.new_page(), rounds)
        browser.close()
    return figure


def measured(page: Page, rounds: int) -> Figure:
    """The figure, in a browser that gets the hall's static files and nothing else."""
    page.route(f"{AT}/**", _serve)
    xml, pairs = diagram(ELEMENTS), Pairs()
    lint, scripts = list[float](), list[float]()
    for turn in range(rounds + 1):
        for full in (True, False) if turn % 2 else (False, True):
            told = _opened(page, xml, full=full)
            if turn == 0:  # the first of each warms the browser
                continue
            (pairs.ours if full else pairs.against).append(told["open"])
            if full:
                lint.append(told["lint"])
                scripts.append(told["scripts"])
    parts = {"lint": statistics.median(lint), "loading the scripts": statistics.median(scripts)}
    note = f"{ELEMENTS} elements; open under {OPEN_MS} ms, lint under {LINT_MS} ms"
    return pairs.figure("studio", REACH, parts=parts, note=note)


def _opened(page: Page, xml: str, *, full: bool) -> dict[str, float]:
    """One opening on a fresh page, as a reader meets it."""
    page.goto(f"{AT}/")
    told: dict[str, float] = {"scripts": page.evaluate(READY), **page.evaluate(OPEN, [xml, full])}
    if told["elements"] != ELEMENTS:
        raise Trouble(f"only {told['elements']} elements were drawn")
    return told


def _serve(route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(body=PAGE, content_type="text/html")
        return
    file: Path = STATIC / path.removeprefix("/static/")
    route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")


def _chromium() -> str:
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    raise Trouble("Chromium was not found; CHROMIUM names it.")
