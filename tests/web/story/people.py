"""What people do in a browser, named as they would say it."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import PageAt, assert_no_overflow
from tools import scenes
from tools.scenes import Town

POCKET = {"width": 390, "height": 844}


def telephone(browser: Browser) -> Page:
    """A phone: narrow, and touched."""
    context = browser.new_context(viewport=POCKET, has_touch=True, is_mobile=True, locale="ro-RO")
    return context.new_page()


def tap(page: Page, words: str) -> None:
    """Touch a button or a link."""
    page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words)).first.tap()


def sign_in(page: Page, email: str) -> None:
    """On the page that asks who one is."""
    page.fill("#email", email)
    page.fill("#password", scenes.PASSWORD)
    page.locator("main").get_by_role("button", name="Intrați").click()


def answer(page: Page, answers: Mapping[str, Any]) -> None:
    """Those questions that stand on this page."""
    for name, value in answers.items():
        field = page.locator(f"main [name='{name}']").first
        if field.count():
            _give(page, field, name, str(value))


def _give(page: Page, field: Locator, name: str, value: str) -> None:
    kind = field.evaluate("one => one.type")
    if kind in {"radio", "checkbox"}:
        choice = page.locator(f".choice:has([name='{name}'][value='{value}'])")
        choice.locator("label").click()
        expect(choice.locator("input")).to_be_checked()
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


def file_petition(page: Page, town: Town, phone: str, photo: tuple[str, bytes, str]) -> str:
    """From the service's page to the number on the screen, by touch."""
    page.goto(f"{town.hall}/servicii/petition")
    tap(page, "Intrați și începeți cererea")
    sign_in(page, scenes.CITIZEN)
    tap(page, "Începeți cererea")
    page.wait_for_url("**/ciorna/**")
    while not page.url.endswith("/acte"):
        assert_no_overflow(page)
        answer(page, {**scenes.PETITION, "phone": phone})
        _next(page)
    name, content, kind = photo
    page.set_input_files("[name='file.photos']", {"name": name, "mimeType": kind, "buffer": content})
    tap(page, "Mai departe, la verificare")
    expect(page.get_by_role("heading", name="Verificați răspunsurile")).to_be_visible()
    expect(page.get_by_text(name)).to_be_visible()
    tap(page, "Trimiteți cererea")
    return page.locator("#number").inner_text()


def _next(page: Page) -> None:
    before = page.url
    tap(page, "Mai departe")
    page.wait_for_url(lambda url: url != before)
    expect(page.locator("#error-summary")).to_have_count(0)


def at_the_desk(page_at: PageAt, town: Town, name: str) -> Page:
    """A colleague who signs in on a computer."""
    page = page_at()
    page.goto(f"{town.hall}/intrare")
    sign_in(page, f"{name}@ps6.example")
    page.wait_for_url("**/birou*")
    return page


def take(page: Page, town: Town, case: str) -> None:
    """The task of this case, as soon as it comes."""
    button = page.locator(f"[data-case='{case}']").get_by_role("button", name="Preiau")

    def look() -> bool:
        page.goto(f"{town.hall}/birou?lista=de-preluat")
        return button.count() > 0

    scenes.until(look, f"a task of case {case}")
    button.click()
    page.wait_for_url("**/birou/sarcini/**")


def finish(page: Page, verb: str) -> None:
    """Press what ends the task; the next page says that it is done."""
    page.get_by_role("button", name=verb).click()
    expect(page.get_by_text("Gata: „")).to_be_visible(timeout=30_000)


def close_door(page: Page, town: Town, door: int) -> None:
    """Push the door shut, on the page that shows the cabinet."""
    page.goto(f"{town.locker}/?still=1")
    page.locator(f"form[action*='/{door}/close'] button").first.click()
