"""The cells of decision tables: what each matches, and what is refused in words."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.engine.language import expressions, feel
from app.engine.language.expressions import ExpressionError

DATA: dict[str, Any] = {"limit": 100, "zones": ["A", "B"], "answers": {"urgent": True, "surface": 150}}


def matches(cell: str, value: object) -> bool:
    found = expressions.evaluate(feel.cell(cell), {**DATA, feel.INPUT: value})
    assert isinstance(found, bool)
    return found


@pytest.mark.parametrize(
    ("cell", "yes", "no"),
    [
        ("-", [1, "a", None, True, []], []),
        ("", [1, "a", None, True, []], []),
        ('"A"', ["A"], ["a", "B", None, 1, True]),
        ("3", [3, 3.0], [4, "3", None]),
        ("-3", [-3], [3, None]),
        ("2.5", [2.5], [2, None]),
        ("true", [True], [False, None, 1, "true"]),
        ("false", [False], [True, None, 0, ""]),
        ("1", [1], [True]),
        ("null", [None], [0, "", False, []]),
        ('"A", "B"', ["A", "B"], ["C", None]),
        ('["A", "B"]', ["A", "B"], ["C", None]),
        ("1, 2, [5..7)", [1, 2, 5, 6.9], [3, 7, None]),
        ("< 100", [99, -5, 0.5], [100, 101, None]),
        (">= limit", [100, 101], [99, None]),
        ("< limit * 2", [199], [200]),
        ("= 5", [5], [6, None]),
        ("!= 5", [6, None], [5]),
        ("in zones", ["A"], ["C", None]),
        ("[1..5]", [1, 3, 5], [0.99, 5.01, None]),
        ("(1..5]", [1.01, 5], [1, 5.01]),
        ("]1..5[", [1.01, 4.99], [1, 5]),
        ("[1..5[", [1, 4.99], [5, 0]),
        ("(1..5)", [2], [1, 5]),
        ("[-5..-1]", [-5, -1], [0, -6]),
        ("[limit..limit * 2]", [100, 200], [99, 201]),
        ('["a".."c"]', ["a", "bz", "c"], ["d", "A", None]),
        ("]1..2[, ]3..4[", [1.5, 3.5], [1, 2, 3, 4, 2.5]),
        ('< date("2026-02-01")', ["2026-01-31", "2025-12-31"], ["2026-02-01", None]),
        ('[date("2026-01-01")..date("2026-12-31")]', ["2026-01-01", "2026-12-31"], ["2027-01-01", None]),
        ('not("A", "B")', ["C", None, 1], ["A", "B"]),
        ("not(null)", [0, "", False], [None]),
        ("not([1..5], > 10)", [0, 6, 10], [1, 5, 11]),
        ("? > 5 and ? < 9", [6, 8], [5, 9, None]),
        ("? in zones", ["A"], ["C"]),
        ("? = limit or ? = null", [100, None], [99]),
        ("answers.surface > 100", ["anything", None], []),
        ("answers.surface > 200", [], ["anything", True, None]),
        ("not answers.urgent", [], [True, False]),
        ("answers.surface", [150], [151, None]),
        ("if answers.urgent then 1 else 2", [1], [2, None]),
        ('"a, b", "]1..2["', ["a, b", "]1..2["], ["a", 1.5]),
        (" \n 5 \n", [5], [6]),
    ],
)
def test_what_a_cell_matches(cell: str, yes: list[object], no: list[object]) -> None:
    assert [value for value in yes if not matches(cell, value)] == []
    assert [value for value in no if matches(cell, value)] == []


@pytest.mark.parametrize(
    "cell",
    ["1..5", "[1..5", "1..5]", "[..5]", "[1..]", "[1...5]", "<", "< 5,", ",5", "1,,2", '"A" "B"', '"A',
     "not(", "not()", "between 1 and 5", "some x in zones satisfies x", "for x in zones return x",
     "every x in zones satisfies x", "function(x) x", "? instance of number", "{a: 1}", 'f"x"', 'b"x"',
     "x.__class__", "_x", "eval(1)", "1 ** 2", "lambda: 1", "< 1) or (True", "[1) or (2..5]", "1; 2",
     "a := 1", "if limit then 1", "if limit then 1 else", 'duration("P1D")', "@5", "5 %", "=> 5", "x y",
     "[x for x in zones]", "1" * 2_001, "not(" * 300 + "1" + ")" * 300],
)  # fmt: skip
def test_what_a_cell_may_not_say(cell: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        feel.cell(cell)
    assert refused.value.expression == cell


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("limit", 100),
        ("limit / 4 + 1", 26.0),
        ('"text"', "text"),
        ("true", True),
        ("null", None),
        ("limit = 100 and answers.urgent = true", True),
        ("if limit = 100 then 1 else 2", 1),
        ('if limit < 5 then "a" else if limit < 500 then "b" else "c"', "b"),
        ('if limit > 5 then if limit > 500 then "a" else "b" else "c"', "b"),
        ("1 if limit == 100 else 2", 1),
        ('["A", "B"]', ["A", "B"]),
        ('get(answers, "surface") - 50', 100),
    ],
)
def test_inputs_and_outputs_are_expressions_that_also_understand_feel(text: str, value: object) -> None:
    assert expressions.evaluate(feel.expression(text), DATA) == value


@pytest.mark.parametrize(
    "text", ["", "?", "? + 1", "-", "< 5", "[1..5]", "1, 2", "1,5", "between 1 and 2", "_x", "a = "]
)
def test_what_an_output_may_not_say(text: str) -> None:
    with pytest.raises(ExpressionError):
        feel.expression(text)


NUMBER = st.integers(-50, 50) | st.sampled_from([-2.5, 0.25, 7.75])


@given(NUMBER, NUMBER, NUMBER, st.sampled_from("[(]"), st.sampled_from("])["))
def test_ranges_behave_as_arithmetic_says(
    low: float, high: float, value: float, first: str, last: str
) -> None:
    above = value >= low if first == "[" else value > low
    below = value <= high if last == "]" else value < high
    assert matches(f"{first}{low}..{high}{last}", value) == (above and below)


@given(st.lists(NUMBER, min_size=1, max_size=6), NUMBER)
def test_lists_and_their_negation_divide_all_numbers(members: list[float], value: float) -> None:
    cell = ", ".join(map(str, members))
    assert matches(cell, value) == (value in members)
    assert matches(f"not({cell})", value) == (value not in members)


PIECES = st.sampled_from(
    ["1", "-", "5.5", '"a"', "limit", "zones", "answers.urgent", "?", "not(", "not", "(", ")", "[", "]",
     "..", ",", "<", ">=", "=", "!=", " in ", " and ", " or ", " if ", " then ", " else ", "true", "null",
     "date(", "get(", "+", "*", "__x__"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30),
    st.sampled_from([1, "a", None, True, []]),
)
@example("[[1]..5]", 1)
@example("not(]1..2[)", 1)
def test_any_cell_says_yes_or_no_or_an_error(cell: str, value: object) -> None:
    try:
        assert expressions.evaluate(feel.cell(cell), {**DATA, feel.INPUT: value}) in {True, False}
    except ExpressionError:
        return
