"""Whatever is answered to any field of any form: an error that has words, or something that can be kept."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cityhall.forms import rules
from app.cityhall.forms.rules import FieldError, FormDefinition
from app.refusal import Refusal
from app.web.form_pages.wording import _SENTENCES
from tests.forms.hostile import ANY_TEXT, ANY_VALUE, TYPED, places, put, typed_names
from tests.forms.shelf import every_form, form
from tools.paths.forms import Form

QUICK, LONG = 250, 10_000
SLOW = list(HealthCheck)


@cache
def known(name: str) -> FormDefinition:
    return form(name)


@cache
def right(name: str) -> dict[str, Any]:
    """Answers with which nothing is wrong, where the form can be filled without knowing it."""
    return Form(known(name), {}).filled({}) or {}


TYPED_AT = [(name, field) for name in every_form() for field in typed_names(known(name))]
SENT_AT = [(name, place) for name in every_form() for place in places(known(name))]


def check_typed(name: str, field: str, text: str) -> None:
    """As a page does it: read what was typed, check, keep."""
    of = known(name)
    asked = {field: [text]} if field != "" else {}
    answers = rules.read(of, rules.fields(of), asked)
    told(of, rules.errors(of, {**right(name), **answers}))
    rules.warnings(of, answers)
    for lang in ("ro", "en"):
        rules.summary(of, answers, lang)
    storable(rules.clean(of, answers))


def check_sent(name: str, place: tuple[str, ...], value: Any) -> None:
    """As a forged draft would have it: no exception, and what is accepted can be kept."""
    of = known(name)
    answers = put(right(name), place, value)
    wrong = rules.errors(of, answers)
    assert all(isinstance(error, FieldError) and error.key for error in wrong)
    rules.clean(of, answers)


def told(of: FormDefinition, errors: list[FieldError]) -> None:
    """Every complaint has its sentence."""
    for error in errors:
        own = of.ui.get("x-errors", {}).get(rules.plain(error.field), {})
        words = own.get(error.key) or own.get(error.key.split(":")[0]) or _SENTENCES.get(error.key)
        assert words, (of.name, error)
        english = of.ui["x-i18n"]["en"]
        assert not isinstance(words, str) or english.get(words), (of.name, error, words)


def storable(answers: dict[str, Any]) -> None:
    """What a database takes: JSON without NaN, UTF-8, no NUL."""
    text = json.dumps(answers, allow_nan=False, ensure_ascii=False)
    assert "\x00" not in text.encode().decode()
    assert "\\u0000" not in text


@settings(max_examples=QUICK, deadline=None, suppress_health_check=SLOW)
@given(at=st.sampled_from(TYPED_AT), text=ANY_TEXT)
def test_whatever_is_typed_is_kept_or_answered_in_words(at: tuple[str, str], text: str) -> None:
    check_typed(*at, text)


@settings(max_examples=QUICK, deadline=None, suppress_health_check=SLOW)
@given(at=st.sampled_from(SENT_AT), value=ANY_VALUE)
def test_whatever_is_sent_is_kept_or_refused(at: tuple[str, tuple[str, ...]], value: Any) -> None:
    check_sent(*at, value)


@pytest.mark.parametrize("name", every_form())
def test_a_field_of_another_form_is_refused(name: str) -> None:
    for field in ("is_admin", "__proto__", "full_name.x", "0", "answers", "\x00", "ș" * 300):
        with pytest.raises(Refusal):
            rules.read(known(name), rules.fields(known(name)), {field: ["x"]})


@pytest.mark.nightly
@settings(max_examples=LONG, deadline=None, suppress_health_check=SLOW)
@given(at=st.sampled_from(TYPED_AT), text=ANY_TEXT)
def test_ten_thousand_things_typed(at: tuple[str, str], text: str) -> None:
    check_typed(*at, text)


@pytest.mark.nightly
@settings(max_examples=LONG, deadline=None, suppress_health_check=SLOW)
@given(at=st.sampled_from(SENT_AT), value=ANY_VALUE)
def test_ten_thousand_things_sent(at: tuple[str, tuple[str, ...]], value: Any) -> None:
    check_sent(*at, value)


@pytest.mark.nightly
@pytest.mark.parametrize("name", every_form())
def test_every_known_evil_typed_into_every_field(name: str) -> None:
    for field in typed_names(known(name)):
        for text in TYPED:
            check_typed(name, field, text)
