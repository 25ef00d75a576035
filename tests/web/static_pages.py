"""An empty page to which the hall's own static files are served: for scripts without a hall behind them."""

import mimetypes
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from tests.hall import ROOT

STATIC = ROOT / "app" / "web" / "static"
AT = "http://studio.test"
EMPTY = '<!doctype html><div id="canvas" style="height:600px"></div>'


def at_static(page: Page) -> Page:
    """That page, standing on the empty one."""
    page.route(f"{AT}/**", _serve)
    page.goto(f"{AT}/")
    return page


def _serve(route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(body=EMPTY, content_type="text/html")
        return
    file = STATIC / path.removeprefix("/static/")
    route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")
