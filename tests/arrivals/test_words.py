"""What is read in a letter: numbers, dates, annexes, names, addresses; nothing breaks on noise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cityhall.arrivals import hints, proposals, words
from app.cityhall.arrivals.filled import of_proposal, read
from app.cityhall.arrivals.proposals import Around, Earlier, Letter
from app.cityhall.cases.likeness import names

DEPARTMENTS = ("RP", "URB", "SAL", "COM", "POL", "JUR", "TAX", "SEC", "CAB")


@pytest.mark.parametrize(
    ("text", "number", "day", "ours"),
    [
        ("Nr. 123/12.03.2026", "123", date(2026, 3, 12), False),
        ("nr.înreg. 45 din data de 1-2-2026", "45", date(2026, 2, 1), False),
        ("Factura seria LV nr. 77 din 12.11.2026", "LV 77", date(2026, 11, 12), False),
        ("numărul F-1023 din 20.11.2026", "F-1023", date(2026, 11, 20), False),
        ("În completarea dosarului nr. 9/03.11.2026", "9", date(2026, 11, 3), True),
        ("petiția mea nr. 8/03.11.2026", "8", date(2026, 11, 3), True),
        ("Înregistrată la dumneavoastră cu nr. 7/03.11.2026", "7", date(2026, 11, 3), True),
    ],
)
def test_a_number_with_its_day_is_read_and_known_as_ours_or_theirs(
    text: str, number: str, day: date, ours: bool
) -> None:
    assert words.numbers(text) == [(number, day, ours)]


def test_days_that_do_not_exist_and_plain_numbers_are_not_numbers() -> None:
    assert words.numbers("nr. 12 din 32.13.2026, str. Brașov nr. 12, tel. 0721 000 101") == []


def test_quoted_letters_are_left_out_but_a_letter_of_quotes_is_not_empty() -> None:
    assert words.own("Da.\n\nÎn data de 3 mai 2026, Ion a scris:\n> Nu.") == "Da."
    assert words.own("> Numai citat") == "> Numai citat"


@pytest.mark.parametrize(("text", "count"), [("Anexe: 3", 3), ("cu 2 anexe", 2), ("fără", None)])
def test_annexes_are_counted_as_the_letter_says(text: str, count: int | None) -> None:
    assert words.annexes(text) == count


def test_an_address_is_read_with_old_letters_too() -> None:
    found = words.address("domiciliată în \u015eos. Virtu\u0163ii nr. 12A, bl. R3, sc. 2, ap. 14, sector 6")
    assert found == {
        "street": "Șos. Virtuții",
        "number": "12A",
        "building": "R3",
        "staircase": "2",
        "apartment": "14",
        "district": "Sector 6",
        "locality": "București",
    }
    assert words.address("Vă rog veniți pe str. Brașov nr. 3") == {}


def test_history_decides_where_words_do_not_and_says_so() -> None:
    letter = Letter("Bună ziua", "Vă rugăm să citiți atașamentul.")
    alone = proposals.propose(letter, Around(departments=DEPARTMENTS), hints.in_force())
    assert alone.department == "RP"
    earlier = [Earlier("other", "COM"), Earlier("other", "COM"), Earlier("other", "URB")]
    taught = proposals.propose(letter, Around(earlier=earlier, departments=DEPARTMENTS), hints.in_force())
    assert taught.department == "COM"
    assert ("department", "history", {"count": 2, "total": 3}) in [
        (one.field, one.key, dict(one.facts)) for one in taught.reasons
    ]


def test_a_department_that_the_institution_does_not_have_is_not_proposed() -> None:
    letter = Letter("Certificat de urbanism", "Autorizația de construire a șantierului")
    made = proposals.propose(letter, Around(departments=["RP"]), hints.in_force())
    assert made.department == "RP"


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=60))
def test_any_text_gives_a_whole_proposal_that_a_registrar_can_send(
    text: str, subject: str, name: str
) -> None:
    made = proposals.propose(Letter(subject, text, name, "a@b.ro"), Around(), hints.in_force())
    assert made.kind in {"petition", "drop_off", "entry", "completion"}
    filled, wrong = read(of_proposal(made.as_json()), DEPARTMENTS)
    assert wrong == {}
    assert filled.issuer
    assert filled.summary


@given(st.integers(1, 999_999), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_number_written_as_the_register_writes_it_is_always_found_again(number: int, day: date) -> None:
    legal = f"{number}/{day:%d.%m.%Y}"
    ((said, on, ours),) = words.numbers(f"Revin la adresa dumneavoastră nr. {legal}, vă rog")
    assert (said, on, ours) == (str(number), day, True)
    assert names(legal, legal)


@given(st.dictionaries(st.sampled_from(["kind", "sheets", "annexes", "sender_date", "issuer"]), st.text()))
def test_anything_may_be_typed_and_what_is_wrong_is_named(typed: dict[str, str]) -> None:
    filled, wrong = read(typed, DEPARTMENTS)
    assert set(wrong) <= {*typed, "kind", "department", "issuer", "summary"}
    assert 1 <= filled.sheets <= 5000
