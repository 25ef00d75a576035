"""Opening hours of a week: what may be written on a door, and how it reads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cityhall.forms import formats, rules, week
from tests.forms.shelf import form
from tests.journey.shopkeepers import CLOSED, DAYTIME, HOURS, NIGHT
from tests.journey.shopkeepers import week as programme

LISTED = {"activities.caen": {"4724": "Pâine", "5611": "Restaurante"}}


def at(mode: str, start: str, end: str, *pause: str) -> dict[str, str]:
    named = dict(zip(("pause_from", "pause_to"), pause, strict=False))
    return {"mode": mode, "from": start, "to": end, **named}


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (at("hours", "09:00", "17:00"), True),
        (at("hours", "17:00", "09:00"), False),
        (at("hours", "09:00", "09:00"), False),
        (at("hours", "16:00", "00:00"), True),
        (at("overnight", "18:00", "02:00"), True),
        (at("overnight", "09:00", "17:00"), False),
        (at("overnight", "18:00", "00:00"), True),
        (at("hours", "09:00", "17:00", "13:00", "13:30"), True),
        (at("hours", "09:00", "17:00", "13:30", "13:00"), False),
        (at("hours", "09:00", "17:00", "17:00", "18:00"), False),
        (at("hours", "09:00", "17:00", "13:00"), False),
        (at("closed", "17:00", "09:00"), True),
        ({"mode": "nonstop"}, True),
    ],
)
def test_a_day_closes_after_it_opens_unless_it_says_otherwise(day: dict[str, str], fits: bool) -> None:
    assert week.is_day(day) is fits


def test_some_day_has_to_be_open() -> None:
    shut = dict.fromkeys(week.DAYS, CLOSED)
    assert week.is_week({**shut, "sunday": {"mode": "nonstop"}})
    assert not week.is_week(shut)


@pytest.mark.parametrize(
    ("typed", "kept"), [("8", "08:00"), ("8.30", "08:30"), ("22:15", "22:15"), ("25:00", "25:00"), ("x", "x")]
)
def test_an_hour_is_written_in_full(typed: str, kept: str) -> None:
    assert formats.compact("ro-time", typed) == kept


def test_days_alike_stand_together() -> None:
    assert week.lines(programme(saturday=NIGHT)) == [
        "Luni–Vineri: 09:00–21:00 (pauză 13:00–13:30)",
        "Sâmbătă: 18:00–02:00 (a doua zi)",
        "Duminică: închis",
    ]
    assert week.lines({"monday": DAYTIME}, "en") == ["Monday: 09:00–21:00 (break 13:00–13:30)"]


KEYS = st.sampled_from([*week.DAYS, "mode", "from", "to", "pause_from"])
SENT = st.recursive(
    st.none() | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


@given(SENT)
def test_whatever_is_sent_is_judged_and_read(value: Any) -> None:
    assert week.is_week(value) in {True, False}
    assert week.is_day(value) in {True, False}
    assert isinstance(week.day_text(value), str)


def wrong(**answers: Any) -> list[tuple[str, str]]:
    found = rules.errors(form("operating_hours/application"), {**HOURS, **answers})
    return [(error.field, error.key) for error in found]


def test_the_form_says_which_day_is_wrong() -> None:
    assert wrong() == []
    assert wrong(programme=programme(at("hours", "17:00", "09:00")))[0] == (
        "programme.monday",
        "format:ro-day",
    )
    assert wrong(programme=dict.fromkeys(week.DAYS, CLOSED)) == [("programme", "format:ro-week")]
    assert wrong(programme={**programme(), "monday": {"mode": "hours"}})[:2] == [
        ("programme.monday.from", "required"),
        ("programme.monday.to", "required"),
    ]


def test_another_sector_is_another_hall() -> None:
    place = {**HOURS["workpoint"], "sector": "3"}
    assert wrong(workpoint=place) == [("workpoint.sector", "choice")]


def test_a_code_that_is_not_listed_only_warns() -> None:
    plain = form("operating_hours/application")
    listed = rules.FormDefinition(plain.name, plain.code, plain.version, plain.schema, plain.ui, LISTED)
    odd = {**HOURS, "activities": [{"caen": "5611"}, {"caen": "0149"}]}
    assert rules.errors(listed, odd) == []
    assert [(one.field, one.key) for one in rules.warnings(listed, odd)] == [
        ("activities.1.caen", "looks:listed")
    ]
    assert rules.value_text(listed, "activities.caen", "5611") == "5611 – Restaurante"
    assert wrong(activities=[{"caen": "56"}]) == [("activities.0.caen", "format:ro-caen")]


@pytest.mark.parametrize(
    ("number", "good"), [("J40/8302/2001", True), ("J2012000750528", True), ("40/8302", False)]
)
def test_numbers_of_the_trade_register(number: str, good: bool) -> None:
    assert formats.is_onrc(number) is good
