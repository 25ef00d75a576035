"""The colours of hall.css against WCAG 2.2: 4.5 for words, 3 for signs and borders."""

import re

import pytest

from tests.web.kit.conftest import WEB

CSS = (WEB / "static" / "css" / "hall.css").read_text(encoding="utf-8")
WORDS = [
    (
        "ink",
        (
            "paper",
            "ground",
            "sunken",
            "brand-soft",
            "quiet-soft",
            "warn-soft",
            "info-soft",
            "ok-soft",
            "bad-soft",
        ),
    ),
    ("muted", ("paper", "ground", "sunken", "brand-soft", "warn-soft")),
    ("link", ("paper", "ground", "sunken", "brand-soft")),
    ("brand", ("paper", "ground", "brand-soft")),
    ("on-brand", ("brand", "brand-strong")),
    ("leaf", ("paper", "ground")),
    ("ok", ("ok-soft", "paper", "ground")),
    ("warn", ("warn-soft", "paper", "ground")),
    ("bad", ("bad-soft", "paper", "ground")),
    ("info", ("info-soft", "paper")),
]
SIGNS = [
    ("edge", ("paper", "ground")),
    ("leaf", ("paper", "ok-soft")),
    ("brand", ("ground",)),
    ("honey", ("ink-of-light",)),
]


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", block))


LIGHT = _tokens(CSS.split(":root {")[1].split("}")[0])
DARK = LIGHT | _tokens(CSS.split(":root:not(:has(.kiosk)) {")[1].split("}")[0])


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read(theme: dict[str, str]) -> None:
    pairs = [(ink, ground) for ink, grounds in WORDS for ground in grounds]
    weak = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_signs_can_be_seen(theme: dict[str, str]) -> None:
    known = theme | {"ink-of-light": LIGHT["ink"]}
    pairs = [(sign, ground) for sign, grounds in SIGNS for ground in grounds]
    assert {pair for pair in pairs if contrast(known[pair[0]], known[pair[1]]) < 3} == set()
