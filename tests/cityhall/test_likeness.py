"""How alike two petitions are, and which number a petitioner meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cityhall.cases.likeness import likeness, names


def test_accents_case_and_order_do_not_count() -> None:
    assert likeness("Gunoi neridicat, Strada Fabricii", "strada FABRICII gunoi Neridicăt") == 100
    assert likeness("Gunoi neridicat", "Zgomot noaptea") == 0
    assert likeness("", "") == 0


@given(st.text(), st.text())
def test_it_is_the_same_both_ways_and_never_more_than_all(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", True), ("12/2026", True), ("12/23.11.2026", True), (" 12 / 2026 ", True),
        ("1", False), ("12/2025", False), ("", False), ("/2026", False),
    ],
)  # fmt: skip
def test_a_number_may_be_typed_short(typed: str, meant: bool) -> None:
    assert names(typed, "12/23.11.2026") is meant
