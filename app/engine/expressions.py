"""The expression language of diagrams: what a gateway, a parameter or a timer may ask.

The library's own environment runs Python, and even its documented "safe globals" reach the operating
system. So expressions are walked as a syntax tree of which only a short list of nodes exists: literals,
names, comparisons, boolean logic, arithmetic without powers, look-ups in mappings and lists, and the
functions in `FUNCTIONS`. A missing key is None, never an error: citizens leave fields out.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

MAX_LENGTH = 2_000
MAX_NODES = 200
MAX_NUMBER = 10**15
MAX_ITEMS = 10_000
Names = Mapping[str, Any]


class ExpressionError(Exception):
    """An expression that is not allowed, or that cannot be computed; `expression` is its text."""

    def __init__(self, reason: str, expression: str) -> None:
        super().__init__(f"{reason}: {expression[:200]}")
        self.reason = reason
        self.expression = expression


def _bounded(value: Any) -> Any:
    if isinstance(value, int | float) and abs(value) > MAX_NUMBER:
        raise ValueError("number too large")
    if isinstance(value, str | list | tuple) and len(value) > MAX_ITEMS:
        raise ValueError("value too long")
    return value


def _numbers_only(compute: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def checked(left: Any, right: Any) -> Any:
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise TypeError("arithmetic needs numbers")
        return compute(left, right)

    return checked


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    return _numbers_only(operator.add)(left, right)


def _get(mapping: Any, key: Any, default: Any = None) -> Any:
    return mapping.get(key, default) if isinstance(mapping, Mapping) else default


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": len,
    "min": min,
    "max": max,
    "str": str,
    "int": int,
    "get": _get,
}
_OPERATORS: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: _add,
    ast.Sub: _numbers_only(operator.sub),
    ast.Mult: _numbers_only(operator.mul),
    ast.Div: _numbers_only(operator.truediv),
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}
_ALLOWED = (
    ast.Expression,
    ast.Constant,
    ast.Name,
    ast.Load,
    ast.Attribute,
    ast.Subscript,
    ast.List,
    ast.Tuple,
    ast.Compare,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.USub,
    ast.BinOp,
    ast.IfExp,
    ast.Call,
    *_OPERATORS,
)


@lru_cache(maxsize=2_000)
def parse(expression: str) -> ast.expr:
    """The expression's tree. Raises ExpressionError when a part of it is not in the language."""
    if len(expression) > MAX_LENGTH:
        raise ExpressionError("too long", expression)
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("not an expression", expression) from error
    _check(tree, expression)
    return tree.body


def evaluate(expression: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression over these names. Raises ExpressionError."""
    tree = parse(expression)
    try:
        return _value(tree, names)
    except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise ExpressionError(str(error), expression) from error


def assignments(script: str) -> list[tuple[str, str]]:
    """A script task as pairs (name, expression): plain assignments are all that a script may hold."""
    if len(script) > MAX_LENGTH:
        raise ExpressionError("too long", script)
    try:
        return [_assignment(statement, script) for statement in ast.parse(script).body]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("not a script of assignments", script) from error


def _assignment(statement: ast.stmt, script: str) -> tuple[str, str]:
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        raise ExpressionError("only assignments are allowed", script)
    target = statement.targets[0]
    if not isinstance(target, ast.Name) or target.id.startswith("_"):
        raise ExpressionError("only plain names can be assigned", script)
    expression = ast.unparse(statement.value)
    parse(expression)
    return target.id, expression


def _check(tree: ast.AST, expression: str) -> None:
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        raise ExpressionError("too complex", expression)
    for node in nodes:
        if not isinstance(node, _ALLOWED) or not _plain_constant(node):
            raise ExpressionError(f"{type(node).__name__} is not allowed", expression)
        _check_names(node, expression)


def _plain_constant(node: ast.AST) -> bool:
    """Bytes, complex numbers and `...` could never be stored with a case."""
    return not isinstance(node, ast.Constant) or isinstance(node.value, str | int | float | None)


def _check_names(node: ast.AST, expression: str) -> None:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    if name.startswith("_"):
        raise ExpressionError("names with an underscore first are not allowed", expression)
    if isinstance(node, ast.Call):
        known = isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS
        if not known or node.keywords:
            raise ExpressionError("this function is not allowed", expression)


def _value(node: ast.expr, names: Names) -> Any:
    reader = _READERS.get(type(node))
    if reader is None:
        raise TypeError(f"{type(node).__name__} has no value")
    return reader(node, names)


def _bool_op(node: ast.BoolOp, names: Names) -> bool:
    decide = all if isinstance(node.op, ast.And) else any
    return decide(_value(value, names) for value in node.values)


def _unary(node: ast.UnaryOp, names: Names) -> Any:
    value = _value(node.operand, names)
    return not value if isinstance(node.op, ast.Not) else -value


def _bin_op(node: ast.BinOp, names: Names) -> Any:
    return _bounded(_OPERATORS[type(node.op)](_value(node.left, names), _value(node.right, names)))


def _choice(node: ast.IfExp, names: Names) -> Any:
    return _value(node.body if _value(node.test, names) else node.orelse, names)


def _call(node: ast.Call, names: Names) -> Any:
    assert isinstance(node.func, ast.Name)
    return _bounded(FUNCTIONS[node.func.id](*(_value(argument, names) for argument in node.args)))


def _list(node: ast.List | ast.Tuple, names: Names) -> list[Any]:
    return [_value(item, names) for item in node.elts]


def _compare(node: ast.Compare, names: Names) -> bool:
    value = _value(node.left, names)
    for op, other in zip(node.ops, node.comparators, strict=True):
        following = _value(other, names)
        if not _OPERATORS[type(op)](value, following):
            return False
        value = following
    return True


def _item(holder: Any, key: Any) -> Any:
    if isinstance(holder, list) and isinstance(key, int):
        return holder[key] if -len(holder) <= key < len(holder) else None
    return _get(holder, key)


_READERS: Mapping[type[ast.expr], Callable[[Any, Names], Any]] = {
    ast.Constant: lambda node, _: _bounded(node.value),
    ast.Name: lambda node, names: names.get(node.id),
    ast.Attribute: lambda node, names: _get(_value(node.value, names), node.attr),
    ast.Subscript: lambda node, names: _item(_value(node.value, names), _value(node.slice, names)),
    ast.List: _list,
    ast.Tuple: _list,
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary,
    ast.BinOp: _bin_op,
    ast.IfExp: _choice,
    ast.Compare: _compare,
    ast.Call: _call,
}
