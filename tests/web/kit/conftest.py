"""A small Flask application that shows every piece of the kit, and a browser to look at it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Blueprint, Flask, Response, render_template
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import Page

from tests.browser import DESK, PageAt
from tests.served import over_http

WEB = Path(__file__).parents[3] / "app" / "web"
GALLERY = Path(__file__).parent / "templates"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'self'; frame-src 'self'; object-src 'none'; "
    "base-uri 'none'"
)
HALL = {
    "name": "Primăria Sectorului Demonstrativ",
    "short_name": "Sectorul Demonstrativ",
    "phone": "021 555 01 23",
}
NAV = [("Acasă", "/home", False, 0), ("Cererile mele", "/case", True, 2), ("Mesaje", "#", False, 0)]
STAFF_NAV = [
    ("De lucru", "/inbox", True, 12),
    ("Registru", "#", False, 0),
    ("Casete", "#", False, 1),
    ("Arhivă", "#", False, 0),
]
ANA = {"full_name": "Ana Ionescu"}
STAFF = ("inbox", "file")


def _blueprint(name: str, rules: dict[str, str]) -> Blueprint:
    doors = Blueprint(name, name)
    for endpoint, rule in rules.items():
        doors.add_url_rule(rule, endpoint, lambda **_: "", methods=["GET", "POST"])
    return doors


def _context(page: str, locale: str = "ro") -> dict[str, object]:
    signed_in = page != "home"
    return {
        "hall": HALL,
        "person": ANA if signed_in else None,
        "nav_items": (STAFF_NAV if page in STAFF else NAV) if signed_in else [],
        "locale": locale,
        "asset_version": "1",
        "kiosk_home": "/scan",
        "a_day": date(2026, 12, 8),
        "demo": [("Mesajele trimise", "#"), ("Dulapul", "#")] if page == "home" else None,
    }


def _show(page: str) -> Response:
    response = Response(render_template(f"{page}.html", **_context(page)))
    response.headers["Content-Security-Policy"] = CSP
    return response


@pytest.fixture(scope="session")
def gallery_app() -> Flask:
    app = Flask("gallery", static_folder=str(WEB / "static"), static_url_path="/static")
    app.config.update(SECRET_KEY="gallery", BABEL_DEFAULT_LOCALE="ro", TESTING=True)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(GALLERY), FileSystemLoader(WEB / "templates")])
    app.jinja_env.globals.update(csrf_token=lambda: "token", asset_version="1")
    Babel(app)
    app.register_blueprint(
        _blueprint("public", {"home": "/", "language": "/language/<code>", "accessibility": "/accessibility"})
    )
    app.register_blueprint(_blueprint("account", {"sign_in": "/sign-in", "sign_out": "/sign-out"}))
    app.add_url_rule("/<page>", "show", _show, methods=["GET", "POST"])
    return app


@pytest.fixture(scope="session")
def gallery(gallery_app: Flask) -> Iterator[str]:
    """The address of the running gallery."""
    with over_http(gallery_app) as address:
        yield address


Visit = Callable[..., Page]


@pytest.fixture
def visit(page_at: PageAt, gallery: str) -> Visit:
    """`visit("form", PHONE)` opens a page of the gallery."""

    def go(name: str, width: int = DESK, **how: bool) -> Page:
        page = page_at(width, **how)
        page.goto(f"{gallery}/{name}", timeout=120_000)
        return page

    return go
