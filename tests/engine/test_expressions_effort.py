"""Attacks on time and space: whatever an expression or a script asks, it ends within 50 ms and 16 MB."""

from typing import Any

import pytest

from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError
from app.engine.language.values import MAX_EFFORT, Effort
from tests.engine.costs import cheap, outcome

LONG = "x" * 5_000_000
HUGE: dict[str, Any] = {
    "many": list(range(200_000)),
    "same": list(range(200_000)),
    "texts": [LONG] * 300,
    "wide": {str(n): n for n in range(200_000)},
    "long": LONG,
    "alike": "x" * 4_999_999 + "y",
    "number": 10**30_000,
    "h": "a" * 2_499,
    "n": "a" * 600 + "b" + "a" * 600,
    "digits": "9" * 10_000,
    "deep": [],
    "also_deep": [],
}
for _ in range(20_000):
    HUGE["deep"], HUGE["also_deep"] = [HUGE["deep"]], [HUGE["also_deep"]]


SLOW = [
    "9**9**9**9",
    "999999999999999 * 999999999999999 * 999999999999999",
    "9" * 2_000,
    "1" + "0" * 1_998,
    "1e308 * 1e308",
    "1e" + "9" * 1_000,
    "1 << 10**9",
    "'x' * 10**9",
    "[0] * 10**9",
    "[[0] * 10**5] * 10**5",
    "-" * 1_999 + "1",
    "not " * 499 + "1",
    "+".join(["1"] * 1_000),
    "1" + " if 1 else 1" * 150,
    "(" * 999 + ")" * 999,
    "[" * 999 + "]" * 999,
    "(" * 1_999,
    "{" * 1_999,
    "lambda:" * 285,
    "f'{" * 600,
    "a" + "[a" * 900,
    "a" + ".a" * 950,
    "len(" * 300 + "a" + ")" * 300,
    "'" + "\\x00" * 499 + "'",
    "'" * 1_999,
    "\n" * 1_999,
    "#" * 1_999,
    "x" * 2_000,
    "x" * 10_000_000,
    "(" * 5_000_000,
    "str(number)",
    "int(digits)",
    "int(number)",
    "number * number",
    "number == number - 1",
    "-number",
    "str(number) + str(number)",
    "many",
    "texts",
    "wide",
    "deep",
    "[deep, deep]",
    "[many, many, many]",
    "many == same",
    "wide == wide",
    "many < same",
    "deep == also_deep",
    "deep in also_deep",
    "wide in [wide, wide]",
    "-1 in many",
    "long in texts",
    "alike in long",
    "long + long",
    "str(texts)",
    "str(deep)",
    "max(many)",
    "min(many, same)",
    "max(texts)",
    "max(long)",
    "long < alike < long < alike",
    "<".join(["long", "alike"] * 90),
    " == ".join(["long"] * 95),
    " or ".join(["alike == long"] * 45),
    " or ".join(["many == same"] * 45),
    " or ".join(["-1 in many"] * 45),
    "+".join(["long"] * 90),
    "[" + ",".join(["many"] * 90) + "]",
    "[" + ",".join(["texts"] * 90) + "]",
]


@pytest.mark.parametrize("expression", SLOW, ids=lambda text: ascii(text)[:30])
def test_nothing_runs_long_or_grows_large(expression: str) -> None:
    assert cheap(lambda: outcome(lambda: expressions.evaluate(expression, HUGE)))


def test_a_long_text_of_the_case_may_still_be_handed_on() -> None:
    note = "x" * 200_000
    assert expressions.evaluate("answers.note", {"answers": {"note": note}}) == note


SCRIPTS = [
    "a = 1\n" * 10_000,
    "a = 1\n" * 300,
    "a=1;" * 499,
    "a = " + "-" * 1_990 + "1",
    "a = [" * 300,
    "\n".join(f"a{n} = many == same" for n in range(50)),
    "\n".join(f"a{n} = many" for n in range(50)),
    "\n".join(f"a{n} = long == alike" for n in range(50)),
    'a = "xxxxxxxxxxxxxxxxxxxx"\n' + "a = a + a\n" * 49,
    "a = [1]\n" + "a = [a, a]\n" * 49,
    "a = [texts]\n" + "a = [a, a]\n" * 49,
    "a = 2\n" + "a = a * a\n" * 49,
    "a = [deep]\n" + "a = [a]\n" * 49,
    "a = [0]\n" + "a = [a]\n" * 49,
    "\n".join(["a=n in h or n in h or n in h or n in h"] * 49),
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda text: ascii(text)[:30])
def test_no_script_runs_long_or_grows_large(script: str) -> None:
    assert cheap(lambda: outcome(lambda: expressions.execute(script, HUGE)))


@pytest.mark.parametrize("line", ["a = a + a", "a = [a, a]", "a = [a]", "a = a * a", "a = a - 1 - a * a"])
def test_a_value_cannot_grow_from_round_to_round(line: str) -> None:
    """As a script inside a gateway's loop would let it, each round a step of its own."""
    data: dict[str, Any] = {"a": {"a = a + a": "xx", "a = [a, a]": ["x"], "a = [a]": []}.get(line, 7)}

    def go_round() -> None:
        for _ in range(200):
            data.update(expressions.execute(line, data))

    assert isinstance(outcome(go_round), ExpressionError)
    assert len(repr(data)) < 100_000


def test_two_that_belong_together_share_one_effort() -> None:
    effort, data = Effort(), {"many": list(range(MAX_EFFORT * 2 // 3))}
    assert expressions.evaluate("-1 in many", data, effort) is False
    with pytest.raises(ExpressionError, match="too much work"):
        expressions.evaluate("-1 in many", data, effort)
