"""Packages from elsewhere: whole, or refused in words, wherever they were damaged."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.adapters import bags
from app.outside import OutsideError

FILES = {"dosar/cerere.pdf": b"%PDF-1.7 " + bytes(range(256)) * 8, "dosar/nota.txt": "Notă".encode()}
GOOD = bags.packed(FILES, {"date.xml": b"<date/>"}, {"Source-Organization": "Sector 6"})
REFUSED = ["package_unreadable", "package_damaged"]


def read(content: bytes) -> Any:
    """What is inside, or the word for why nobody knows."""
    try:
        return bags.opened(content)
    except OutsideError as error:
        return error.code


def test_what_was_packed_is_found_again() -> None:
    found = bags.opened(GOOD)
    assert {name: found[f"data/{name}"] for name in FILES} == FILES
    assert found["date.xml"] == b"<date/>"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
@example(49, b"\x00")  # a part that cannot be unpacked
@example(1526, bytes(6))  # a name without a letter
def test_a_damaged_package_is_whole_or_refused_in_words(place: int, noise: bytes) -> None:
    found = read(GOOD[:place] + noise + GOOD[place + len(noise) :])
    assert found in REFUSED or {name: found[f"data/{name}"] for name in FILES} == FILES


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all"])
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(OutsideError, match="package_unreadable"):
        bags.opened(content)
