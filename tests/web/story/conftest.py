"""One running hall, requests at every stage in it, and a window for each person."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tools import scenes, sights
from tools.place import Place
from tools.scenes import Town
from tools.sights import Sight
from tools.started import started_hall
from tools.visitor import Visitor


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A hall of real processes, started once for these tests."""
    with started_hall(tmp_path_factory.mktemp("story"), {"RATE_LIMITS": "0"}) as here:
        yield here


@pytest.fixture(scope="session")
def town(place: Place) -> Town:
    return scenes.town(place.url)


@pytest.fixture(scope="session")
def seen(town: Town) -> dict[str, Sight]:
    """Every page worth looking at, by name."""
    return {sight.name: sight for sight in sights.prepare(town)}


def enter(context: BrowserContext, who: Visitor) -> None:
    """The browser becomes this person's."""
    context.add_cookies([{"name": c.name, "value": c.value or "", "url": who.url} for c in who.http.cookies])


Look = Callable[[Sight], Page]


@pytest.fixture(scope="session")
def look(browser: Browser, town: Town) -> Iterator[Look]:
    """`look(sight)`: the page in its person's window; one window for each person."""
    windows: dict[int, Page] = {}

    def at(sight: Sight) -> Page:
        if id(sight.who) not in windows:
            context = browser.new_context(locale="ro-RO", reduced_motion="reduce")
            enter(context, sight.who)
            windows[id(sight.who)] = context.new_page()
        page = windows[id(sight.who)]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address(town, sight))
        return page

    yield at
    for page in windows.values():
        page.context.close()


def address(town: Town, sight: Sight) -> str:
    """Where the sight is, in full."""
    return sight.address if sight.address.startswith("http") else town.hall + sight.address
