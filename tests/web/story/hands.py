"""A person without a mouse."""

import pytest
from playwright.sync_api import Page

# What has the focus, and whether a ring is drawn around it (around its box, for a choice).
FOCUS = """() => {
    const one = document.activeElement, box = one.closest('.choice, .service-card') ?? one;
    const style = getComputedStyle(box);
    return {name: one.name || one.id || one.tagName, text: one.textContent.trim().slice(0, 80),
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3};
}"""
MOST_TABS = 40


def tab_to(page: Page, wanted: str) -> None:
    """Tab until what has that name or begins with that text; all on the way show that they have the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], f"{page.url}: nobody sees that {focus} has the focus"
        if focus["name"] == wanted or focus["text"].startswith(wanted):
            return
    pytest.fail(f"{page.url}: Tab never reaches {wanted}")
