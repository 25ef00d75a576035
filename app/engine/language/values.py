"""What the expression language does with values, each operation bounded in time and size.

Values are those of a case's data: text, numbers, yes or no, nothing, lists and mappings of them.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

MAX_EFFORT = 20_000  # about as many values looked at; some milliseconds
MAX_NUMBER = 10**15  # up to here a float holds every whole number
MAX_TEXT = 10_000
MAX_NESTING = 50
PIECE = 64  # this much text costs as much as one value
SEARCHED = 10_000  # and this many comparisons of signs in the search for one text in another
_DIGITS = re.compile(r"\s*[+-]?\d{1,20}\s*")
_PLAIN = frozenset({str, int, float, bool, type(None), list, dict})

Operation = Callable[[Any, Any, "Effort"], Any]


class Effort:
    """What an evaluation may still cost; several that belong together share one."""

    def __init__(self, left: int = MAX_EFFORT) -> None:
        self.left = left

    def spend(self, units: int) -> None:
        self.left -= units
        if self.left < 0:
            raise ValueError("too much work")

    def weigh(self, *values: Any) -> None:
        """Pay for everything inside, before something goes through it."""
        todo = list(values)
        while todo:
            value = todo.pop()
            if isinstance(value, str):
                self.spend(len(value) // PIECE)
            elif isinstance(value, list | dict):
                self.spend(1 + len(value))
                todo.extend(value if isinstance(value, list) else value.values())


def as_plain(value: Any) -> Any:
    """A value from outside as the language knows it: an object with a behaviour of its own stays outside."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int | float):
        return int.__int__(value) if isinstance(value, int) else float.__float__(value)
    raise TypeError("this value is not one that a case can hold")


def as_result(value: Any) -> Any:
    """What was computed, unless it is too large."""
    if type(value) in (int, float) and not abs(value) <= MAX_NUMBER:
        raise ValueError("number too large")
    if type(value) is str and len(value) > MAX_TEXT:
        raise ValueError("text too long")
    return value


def as_kept(value: Any, effort: Effort, nesting: int = 0) -> Any:
    """A copy for the case to keep. Raises ValueError and TypeError where it cannot be stored."""
    if nesting > MAX_NESTING:
        raise ValueError("nested too deep")
    effort.weigh(value) if type(value) is str else effort.spend(1)
    if type(value) is list:
        effort.spend(len(value))
        return [as_kept(item, effort, nesting + 1) for item in value]
    if type(value) is dict:
        effort.spend(len(value))
        return {_key(key): as_kept(item, effort, nesting + 1) for key, item in value.items()}
    return as_result(value) if type(value) in (int, float) else as_plain(value)


def _key(key: Any) -> str:
    if type(key) is not str:
        raise TypeError("a mapping whose keys are not text")
    return key


def look_up(holder: Any, key: Any) -> Any:
    """An item of a list or of a mapping; None where there is none. Only data is reached, never a method."""
    if type(holder) is list and type(key) is int:
        return as_plain(holder[key]) if -len(holder) <= key < len(holder) else None
    return _get(holder, key)


def _get(holder: Any, key: Any, default: Any = None) -> Any:
    return as_plain(holder.get(key, default)) if type(holder) is dict and type(key) is str else default


def negative(value: Any) -> Any:
    return -_number(value)


def _number(value: Any) -> Any:
    if type(value) not in (int, float):
        raise TypeError("arithmetic needs numbers")
    return as_result(value)


def _arithmetic(compute: Callable[[Any, Any], Any]) -> Operation:
    return lambda left, right, _: compute(_number(left), _number(right))


def _add(left: Any, right: Any, _: Effort) -> Any:
    if type(left) is str and type(right) is str:
        if len(left) + len(right) > MAX_TEXT:
            raise ValueError("text too long")
        return left + right
    return _number(left) + _number(right)


def _equal(left: Any, right: Any, effort: Effort) -> bool:
    """Yes and no are not one and zero."""
    effort.weigh(left, right)
    return bool(left == right) and (type(left) is bool) == (type(right) is bool)


def _different(left: Any, right: Any, effort: Effort) -> bool:
    return not _equal(left, right, effort)


def _ordered(compare: Callable[[Any, Any], Any]) -> Operation:
    """Nothing is neither before nor after anything."""

    def checked(left: Any, right: Any, effort: Effort) -> bool:
        if left is None or right is None:
            return False
        effort.weigh(left, right)
        if type(left) is not type(right) and not {type(left), type(right)} <= {int, float}:
            raise TypeError("only two numbers or two texts have an order")
        return bool(compare(left, right))

    return checked


def _within(left: Any, right: Any, effort: Effort) -> bool:
    """In a list, among a mapping's keys, or as a part of a text; nothing is in nothing."""
    effort.weigh(left, right)
    if type(right) is list:
        return any(left == item and (type(left) is bool) == (type(item) is bool) for item in right)
    if right is None or (left is None and type(right) is str):
        return False
    if type(right) not in (str, dict):
        raise TypeError("`in` needs a list, a mapping or a text")
    if type(left) is type(right) is str:
        effort.spend(len(left) * len(right) // SEARCHED)
    return left in right


def _without(left: Any, right: Any, effort: Effort) -> bool:
    return not _within(left, right, effort)


OPERATORS: Mapping[type[ast.AST], Operation] = {
    ast.Add: _add,
    ast.Sub: _arithmetic(operator.sub),
    ast.Mult: _arithmetic(operator.mul),
    ast.Div: _arithmetic(operator.truediv),
    ast.Eq: _equal,
    ast.NotEq: _different,
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
    ast.Is: lambda left, right, _: left is right,
    ast.IsNot: lambda left, right, _: left is not right,
    ast.In: _within,
    ast.NotIn: _without,
}


def _len(_: Effort, value: Any) -> int:
    """How many; of nothing, none."""
    return 0 if value is None else len(value)


def _extreme(choose: Callable[..., Any]) -> Callable[..., Any]:
    """Of a list, or of several values."""

    def chosen(effort: Effort, first: Any, *others: Any) -> Any:
        effort.weigh(first, *others)
        return choose(first, *others)

    return chosen


def _text(_: Effort, value: Any) -> str:
    """A number or a text as text; nothing is empty. A list has no wording that a person would read."""
    if type(value) not in (str, int, float, bool, type(None)):
        raise TypeError("str needs a number or a text")
    return "" if value is None else str(as_result(value))


def _whole(_: Effort, value: Any) -> int:
    """A whole number, from digits or by cutting off what stands behind the point."""
    if type(value) is str and not _DIGITS.fullmatch(value):
        raise ValueError("int needs a whole number")
    if type(value) is float and not math.isfinite(value):
        raise ValueError("number too large")
    return int(value)


def _date(_: Effort, value: Any) -> str | None:
    """The day of an ISO date or time, as text: two days compare as their texts do."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).date().isoformat()
    except (TypeError, ValueError) as error:
        raise ValueError("date needs a text such as 2026-01-31") from error


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": _len,
    "min": _extreme(min),
    "max": _extreme(max),
    "str": _text,
    "int": _whole,
    "get": lambda _, mapping, key, default=None: _get(mapping, key, default),
    "date": _date,
}
