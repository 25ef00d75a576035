"""What people type becomes answers."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cityhall.forms import rules
from app.cityhall.forms.reading import number, tidy
from app.cityhall.forms.showing import romanian_number
from app.refusal import Refusal
from tests.forms.shelf import every_form, form

CERTIFICATE = form("urbanism_information/application")
ANALYSIS = form("petition/analysis")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.250,5", 1250.5),
        ("1250,5", 1250.5),
        ("1250.5", 1250.5),
        ("1.250", 1250),
        ("1 250", 1250),
        ("12.345.678,25", 12345678.25),
        ("0,5", 0.5),
        ("-3", -3),
        ("1.25", 1.25),
        ("multe", "multe"),
        ("1,2,3", "1,2,3"),
        ("nan", "nan"),
        ("1e9", "1e9"),
    ],
)
def test_numbers_as_they_are_written_here(typed: str, meant: object) -> None:
    assert number(typed) == meant


@given(st.integers(-(10**12), 10**12), st.integers(0, 999))
def test_a_number_shown_is_read_back(whole: int, thousandths: int) -> None:
    value = whole + thousandths / 1000
    assert number(romanian_number(value)) == pytest.approx(value)


def read(page_fields: list[str], **raw: str | list[str]) -> dict[str, Any]:
    lists = {
        name.replace("__", "."): [value] if isinstance(value, str) else value for name, value in raw.items()
    }
    return rules.read(CERTIFICATE, page_fields, lists)


def test_a_date_comes_from_three_boxes() -> None:
    given_date = read(
        ["id_issued_on"], id_issued_on__day="3", id_issued_on__month="4", id_issued_on__year="2021"
    )
    assert given_date == {"id_issued_on": "2021-04-03"}


def test_a_day_that_does_not_exist_stays_as_typed_and_is_told() -> None:
    answers = read(
        ["id_issued_on"], id_issued_on__day="31", id_issued_on__month="2", id_issued_on__year="2021"
    )
    assert answers == {"id_issued_on": "31.2.2021"}
    wrong = rules.errors(CERTIFICATE, answers, ["id_issued_on"])
    assert [(error.field, error.key) for error in wrong] == [("id_issued_on", "format:date")]


def test_an_address_is_one_answer_with_parts() -> None:
    answers = read(
        ["address"], address__street=" str. Fabricii ", address__number="12", address__postcode="06 1234"
    )
    assert answers == {"address": {"street": "str. Fabricii", "number": "12", "postcode": "061234"}}


def test_boxes_ticked_are_a_list_and_an_unticked_box_means_no() -> None:
    assert read(["property_kind"], property_kind=["land", "buildings"]) == {
        "property_kind": ["land", "buildings"]
    }
    assert read(["declaration"]) == {"declaration": False}
    assert read(["declaration"], declaration="yes") == {"declaration": True}


def test_yes_or_no_unanswered_is_no_answer() -> None:
    verification = form("urbanism_information/verification")
    assert rules.read(verification, ["complete"], {}) == {}
    assert rules.read(verification, ["complete"], {"complete": ["false"]}) == {"complete": False}


def test_rows_keep_their_order_and_empty_ones_go() -> None:
    raw = {"defects.2.reason": ["expired"], "defects.10.reason": ["missing"], "defects.3.note": ["  "]}
    assert rules.read(ANALYSIS, ["defects"], raw) == {
        "defects": [{"reason": "expired"}, {"reason": "missing"}]
    }


@pytest.mark.parametrize(
    "name",
    [
        *("is_admin", "cnp.extra", "address", "address.unknown", "address.street.deep", "id_issued_on.hour"),
        *("address.0.street", "", ".", "__class__"),
    ],
)
def test_a_field_the_page_does_not_have_is_refused(name: str) -> None:
    page = ["cnp", "address", "id_issued_on"]
    with pytest.raises(Refusal) as refused:
        rules.read(CERTIFICATE, page, {name: ["x"]})
    assert refused.value.key == "form.unknown_field"
    assert refused.value.facts == {"field": name}


@pytest.mark.parametrize(
    "name", ["defects", "defects.reason", "defects.x.reason", "defects.0", "defects.999.reason"]
)
def test_rows_are_not_asked_by_strange_names(name: str) -> None:
    with pytest.raises(Refusal):
        rules.read(ANALYSIS, ["defects"], {name: ["x"]})


def test_a_field_of_another_page_is_refused() -> None:
    with pytest.raises(Refusal):
        read(["cnp"], full_name="Ana")


def test_texts_are_tidied() -> None:
    assert tidy(" a\r\nb\x00 ") == "a\nb"
    assert tidy("\u015eos. \u0163ar\u0103") == "Șos. țară"


NAMES = st.sampled_from(
    [
        "defects.0.reason",
        "decision",
        "findings",
        "address.street",
        "land_area",
        "id_issued_on.day",
        "x",
        "a.b.c",
    ]
)
RAW = st.dictionaries(NAMES | st.text(max_size=12), st.lists(st.text(max_size=30), max_size=3), max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(every_form()), RAW)
def test_whatever_is_posted_is_refused_or_becomes_json(name: str, raw: dict[str, list[str]]) -> None:
    definition = form(name)
    try:
        answers = rules.read(definition, rules.fields(definition), raw)
    except Refusal:
        return
    json.dumps(answers).encode()
    rules.errors(definition, answers)
    rules.summary(definition, rules.clean(definition, answers))
