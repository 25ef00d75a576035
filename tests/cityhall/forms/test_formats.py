"""Formats by table: what a person may write and what is a mistake."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cityhall.forms import formats

RIGHT = {
    "ro-cnp": ["1800101221144"],
    "ro-cui": ["18547290", "RO18547290"],
    "ro-phone": ["0721 234 567", "+40 721 234 567", "021 305 1700", "+33 1 42 68 53 00"],
    "ro-postcode": ["061234"],
    "iban": ["RO49AAAA1B31007593840000"],
    "email": ["ana@exemplu.ro", "ana.țara@exemplu.ro", "a+b@primarie.exemplu.ro"],
    "date": ["2026-11-23", "2024-02-29"],
}
WRONG = {
    "ro-cnp": ["1800101221145", "180010122114", "1801301221144", "", "١٨٠٠١٠١٢٢١١٤٤"],
    "ro-cui": ["18547291", "RO", "abc"],
    "ro-phone": ["12", "0721 234 56", "telefon", "+40 721 234 5678"],
    "ro-postcode": ["61234", "0612345", "06123a", "٠٦١٢٣٤"],
    "iban": ["RO49AAAA1B31007593840001", "ROXXXXX"],
    "email": ["ana@", "ana", "@exemplu.ro", "ana@localhost", "ana @exemplu.ro", "ana@primarie.local"],
    "date": ["2026-02-30", "23.11.2026", "20261123", "2026-W48-1"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in RIGHT for text in RIGHT[kind]])
def test_right(kind: str, text: str) -> None:
    assert formats.HARD[kind](text)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in WRONG for text in WRONG[kind]])
def test_wrong(kind: str, text: str) -> None:
    assert not formats.HARD[kind](text)


@pytest.mark.parametrize("text", ["234567", "234567-C1", "234567-C1-U12"])
def test_cadastral_numbers_of_the_electronic_land_book(text: str) -> None:
    assert formats.looks_cadastral(text)


def test_an_old_land_book_number_only_looks_odd() -> None:
    assert not formats.looks_cadastral("CF 12345 București S6")
    assert "ro-cadastral" not in formats.HARD


def test_blanks_people_type_are_taken_out() -> None:
    assert formats.compact("ro-cnp", "1 800101 22114 4") == "1800101221144"
    assert formats.compact("iban", "ro49 aaaa") == "RO49AAAA"
    assert formats.compact(None, "a b") == "a b"


def test_a_phone_for_the_gateway() -> None:
    assert formats.e164("0721 234 567") == "+40721234567"
    assert formats.e164("12") is None


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_can_hurt_a_format(text: str) -> None:
    for check in (*formats.HARD.values(), *formats.SOFT.values()):
        assert check(text) in {True, False}
