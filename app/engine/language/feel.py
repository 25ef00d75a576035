"""What analysts write into the cells of a decision table, as expressions of our own language.

FEEL is DMN's language; this is the part of it that drawing programs offer: `-`, literals, lists,
comparisons, ranges, `not(…)`, `if … then … else`, `=`, `true`, `false`, `null`, and `?` for the column's
value. A whole cell becomes one expression over `INPUT`, so the sandbox's limits hold here too.
"""

import ast
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError

INPUT = "cell_input"
ANYTHING = "True"
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<sign>\.\.|<=|>=|!=|==|[<>=.,()\[\]+\-*/?])
    )""",
    re.VERBOSE,
)
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "=", "==", "!=", "in"})
_SAME = {"=": "==", "true": "True", "false": "False", "null": "None", "?": INPUT}
_REFUSED = frozenset({"between", "every", "for", "function", "instance", "return", "satisfies", "some"})
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")


class Token(NamedTuple):
    kind: str
    text: str


Tokens = Sequence[Token]


@lru_cache(maxsize=5_000)
def expression(text: str) -> str:
    """An input's or an output's expression. Raises ExpressionError."""
    tokens = _read(text)
    if any(token.text == "?" for token in tokens):
        raise ExpressionError("`?` stands for a column's value and belongs into its cells", text)
    if _end(tokens, frozenset(",")) < len(tokens):
        raise ExpressionError("one value is needed; decimals are written with a point", text)
    return _translated(tokens, text)


@lru_cache(maxsize=5_000)
def cell(text: str) -> str:
    """An input cell as an expression over INPUT that gives yes or no. Raises ExpressionError."""
    tokens = _read(text)
    if not tokens or [token.text for token in tokens] == ["-"]:
        return ANYTHING
    if _opens_not(tokens):
        return _checked(f"not ({_any_of(tokens[2:-1], text)})", text)
    return _checked(_any_of(tokens, text), text)


def _read(text: str) -> list[Token]:
    if len(text) > expressions.MAX_LENGTH:
        raise ExpressionError("too long", text)
    tokens, at, end = list[Token](), 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise ExpressionError(f"`{text[at:].lstrip()[:1]}` is not allowed", text)
        tokens.append(Token(str(found.lastgroup), found[0].strip()))
        at = found.end()
    for token in tokens:
        if token.kind == "word" and token.text in _REFUSED:
            raise ExpressionError(f"`{token.text}` is not supported", text)
    return tokens


def _opens_not(tokens: Tokens) -> bool:
    """`not( … )` round the whole cell."""
    if [token.text for token in tokens[:2]] != ["not", "("]:
        return False
    return _end(tokens[2:], _CLOSE) == len(tokens) - 3


def _end(tokens: Tokens, signs: frozenset[str]) -> int:
    """Where the first of these signs stands outside all brackets; the number of tokens if nowhere."""
    depth = 0
    for place, token in enumerate(tokens):
        if depth == 0 and token.text in signs and token.kind == "sign":
            return place
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
    return len(tokens)


def _any_of(tokens: Tokens, text: str) -> str:
    """Tests with commas between them: equal to one of these values, or true by itself."""
    equal, others = list[str](), list[str]()
    if not tokens:
        raise ExpressionError("`not()` needs a value", text)
    while tokens:
        part, tokens = _first(tokens, text)
        if test := _range(part, text) or _comparison(part, text) or _condition(part, text):
            others.append(test)
        else:
            equal.append(f"({_translated(part, text)})")
    if equal:
        others.append(f"{INPUT} in [{', '.join(equal)}]")
    return " or ".join(others)


def _first(tokens: Tokens, text: str) -> tuple[Tokens, Tokens]:
    """The first test and what follows its comma. A range's brackets may look away from each other."""
    end = _range_end(tokens) or _end(tokens, frozenset(","))
    if end == 0 or end == len(tokens) - 1:
        raise ExpressionError("a value is missing beside a comma", text)
    return tokens[:end], tokens[end + 1 :]


def _range_end(tokens: Tokens) -> int | None:
    """How many tokens the range has with which these begin: `[1..5]`, `(1..5]`, `]1..5[`."""
    if tokens[0].text not in {"[", "(", "]"}:
        return None
    dots = 1 + _end(tokens[1:], frozenset({"..", ",", *_CLOSE}))
    if dots >= len(tokens) or tokens[dots].text != "..":
        return None
    depth = 0
    for place in range(dots + 1, len(tokens)):
        last = place + 1 == len(tokens) or tokens[place + 1].text == ","
        if depth == 0 and last and tokens[place].text in {"]", ")", "["}:
            return place + 1
        depth += (tokens[place].text in _OPEN) - (tokens[place].text in _CLOSE)
    return None


def _range(part: Tokens, text: str) -> str | None:
    if _range_end(part) != len(part):
        return None
    dots = 1 + _end(part[1:], frozenset({".."}))
    low, high = _translated(part[1:dots], text), _translated(part[dots + 1 : -1], text)
    above = "<=" if part[0].text == "[" else "<"
    below = "<=" if part[-1].text == "]" else "<"
    return f"({low}) {above} {INPUT} {below} ({high})"


def _comparison(part: Tokens, text: str) -> str | None:
    if part[0].text not in _COMPARISONS:
        return None
    sign = _SAME.get(part[0].text, part[0].text)
    return f"{INPUT} {sign} ({_translated(part[1:], text)})"


def _condition(part: Tokens, text: str) -> str | None:
    """What speaks of the column's value by `?`, a list of values, or a yes or no about something else."""
    own = _translated(part, text)
    tree = expressions.parse(own)
    if isinstance(tree, ast.List):
        return f"{INPUT} in {own}"
    negation = isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not)
    if negation or isinstance(tree, ast.Compare | ast.BoolOp) or any(t.text == "?" for t in part):
        return f"({own}) is True"
    return None


def _translated(tokens: Tokens, text: str) -> str:
    if tokens and tokens[0].text == "if" and any(token.text == "then" for token in tokens):
        return _choice(tokens, text)
    for token, following in pairwise(tokens):
        if token.kind == following.kind == "text":
            raise ExpressionError("a comma is missing between two texts", text)
    return _checked(" ".join(_SAME.get(token.text, token.text) for token in tokens), text)


def _choice(tokens: Tokens, text: str) -> str:
    """`if a then b else c`, where b and c may be such choices again."""
    words = [token.text if token.kind == "word" else "" for token in tokens]
    then, depth = words.index("then"), 0
    for place in range(then + 1, len(tokens)):
        depth += (words[place] == "if") - (words[place] == "else")
        if depth < 0:
            asked, yes, no = tokens[1:then], tokens[then + 1 : place], tokens[place + 1 :]
            return "(({1}) if ({0}) else ({2}))".format(*(_translated(t, text) for t in (asked, yes, no)))
    raise ExpressionError("`if` needs `then` and `else`", text)


def _checked(translated: str, text: str) -> str:
    """In an error the analyst reads their own words."""
    try:
        expressions.parse(translated)
    except ExpressionError as error:
        raise ExpressionError(error.reason, text) from error
    return translated
