"""The expression language of diagrams: what a gateway, a parameter or a timer may ask.

The library's own environment runs Python, and even its documented "safe globals" reach the operating
system. So expressions are read as a syntax tree of which only a short list of nodes exists: literals,
names, comparisons, boolean logic, arithmetic without powers, look-ups in mappings and lists, and the
functions in `values.FUNCTIONS`. A missing key is None, never an error: citizens leave fields out.

Every look costs a unit of effort, and so does every value that a comparison or a copy goes through; what
costs too much is refused. Results are copies: nothing said in one step changes later under another name.
"""

import ast
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from inspect import signature
from typing import Any

from app.engine.language.values import (
    FUNCTIONS,
    OPERATORS,
    Effort,
    as_kept,
    as_plain,
    as_result,
    look_up,
    negative,
)

__all__ = ["FUNCTIONS", "Effort", "ExpressionError", "assignments", "evaluate", "execute", "parse"]

MAX_LENGTH = 2_000
MAX_NODES = 200
MAX_DEPTH = 60
MAX_ASSIGNMENTS = 50


class ExpressionError(Exception):
    """An expression that is not allowed, or that cannot be computed; `expression` is its text."""

    def __init__(self, reason: str, expression: str) -> None:
        super().__init__(f"{reason}: {expression[:200]}")
        self.reason = reason
        self.expression = expression


_ALLOWED = (
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
    *OPERATORS,
)


@lru_cache(maxsize=1_000)
def parse(expression: str) -> ast.expr:
    """The expression's tree. Raises ExpressionError when a part of it is not in the language."""
    if len(expression) > MAX_LENGTH:
        raise ExpressionError("too long", expression)
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("not an expression", expression) from error
    _check(tree, expression)
    return tree


def evaluate(expression: str, names: Mapping[str, Any], effort: Effort | None = None) -> Any:
    """The value of an expression over these names, sharing nothing with them. Raises ExpressionError."""
    tree = parse(expression)
    try:
        spent = effort or Effort()
        return as_kept(_Walk(names, spent).value(tree), spent)
    except (TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise ExpressionError(str(error), expression) from error


@lru_cache(maxsize=500)
def assignments(script: str) -> tuple[tuple[str, str], ...]:
    """A script task as pairs (name, expression): plain assignments are all that a script may hold."""
    if len(script) > MAX_LENGTH:
        raise ExpressionError("too long", script)
    try:
        statements = ast.parse(script).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("not a script of assignments", script) from error
    if len(statements) > MAX_ASSIGNMENTS:
        raise ExpressionError("too many assignments", script)
    return tuple(_assignment(statement, script) for statement in statements)


def execute(script: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """What a script assigns; later lines see what earlier ones said. Raises ExpressionError."""
    effort, said = Effort(), dict[str, Any]()
    seen = ChainMap(said, dict(names))
    for name, expression in assignments(script):
        said[name] = evaluate(expression, seen, effort)
    return said


def _assignment(statement: ast.stmt, script: str) -> tuple[str, str]:
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        raise ExpressionError("only assignments are allowed", script)
    target = statement.targets[0]
    if not isinstance(target, ast.Name) or target.id.startswith("_"):
        raise ExpressionError("only plain names can be assigned", script)
    if target.id in FUNCTIONS:
        raise ExpressionError(f"{target.id} is the name of a function", script)
    _check(statement.value, script)
    expression = ast.unparse(statement.value)
    parse(expression)
    return target.id, expression


def _check(tree: ast.expr, expression: str) -> None:
    for number, (node, depth) in enumerate(_nodes(tree)):
        if number >= MAX_NODES or depth > MAX_DEPTH:
            raise ExpressionError("too complex", expression)
        if not isinstance(node, _ALLOWED) or not _plain_constant(node):
            raise ExpressionError(f"{type(node).__name__} is not allowed", expression)
        if isinstance(node, ast.Name | ast.Attribute):
            _check_name(node, expression)
        elif isinstance(node, ast.Call):
            _check_call(node, expression)
        elif isinstance(node, ast.Compare):
            _check_identity(node, expression)


def _nodes(tree: ast.expr) -> Iterator[tuple[ast.AST, int]]:
    todo: list[tuple[ast.AST, int]] = [(tree, 1)]
    while todo:
        node, depth = todo.pop()
        yield node, depth
        todo += ((child, depth + 1) for child in ast.iter_child_nodes(node))


def _plain_constant(node: ast.AST) -> bool:
    """Bytes, complex numbers and `...` could never be stored with a case."""
    return not isinstance(node, ast.Constant) or isinstance(node.value, str | int | float | None)


def _check_name(node: ast.Name | ast.Attribute, expression: str) -> None:
    """Python has already folded look-alike letters: a wide ＿ arrives here as a plain underscore."""
    if (node.id if isinstance(node, ast.Name) else node.attr).startswith("_"):
        raise ExpressionError("names with an underscore first are not allowed", expression)


def _check_call(node: ast.Call, expression: str) -> None:
    if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
        raise ExpressionError("this function is not allowed", expression)
    try:
        signature(FUNCTIONS[node.func.id]).bind(None, *node.args)
    except TypeError as error:
        raise ExpressionError(f"{node.func.id} takes other arguments", expression) from error


def _check_identity(node: ast.Compare, expression: str) -> None:
    """Whether two equal texts are one object depends on how the case was loaded."""
    for op, other in zip(node.ops, node.comparators, strict=True):
        if not isinstance(op, ast.Is | ast.IsNot):
            continue
        if not (isinstance(other, ast.Constant) and (other.value is None or isinstance(other.value, bool))):
            raise ExpressionError("`is` can only ask for None, True or False", expression)


class _Walk:
    """One evaluation: the names it may read and the effort it has left."""

    def __init__(self, names: Mapping[str, Any], effort: Effort) -> None:
        self.names, self.effort = names, effort

    def value(self, node: ast.expr) -> Any:
        self.effort.spend(1)
        reader = _READERS.get(type(node))
        if reader is None:
            raise TypeError(f"{type(node).__name__} has no value")
        return reader(node, self)

    def name(self, node: ast.Name) -> Any:
        return as_plain(self.names.get(node.id))

    def attribute(self, node: ast.Attribute) -> Any:
        return look_up(self.value(node.value), node.attr)

    def subscript(self, node: ast.Subscript) -> Any:
        return look_up(self.value(node.value), self.value(node.slice))

    def items(self, node: ast.List | ast.Tuple) -> list[Any]:
        return [self.value(item) for item in node.elts]

    def bool_op(self, node: ast.BoolOp) -> bool:
        decide = all if isinstance(node.op, ast.And) else any
        return decide(self.value(value) for value in node.values)

    def unary(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        return not value if isinstance(node.op, ast.Not) else negative(value)

    def bin_op(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        return as_result(OPERATORS[type(node.op)](left, right, self.effort))

    def choice(self, node: ast.IfExp) -> Any:
        return self.value(node.body if self.value(node.test) else node.orelse)

    def compare(self, node: ast.Compare) -> bool:
        value = self.value(node.left)
        for op, other in zip(node.ops, node.comparators, strict=True):
            following = self.value(other)
            if not OPERATORS[type(op)](value, following, self.effort):
                return False
            value = following
        return True

    def call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        given = [self.value(argument) for argument in node.args]
        return as_result(FUNCTIONS[node.func.id](self.effort, *given))


_READERS: Mapping[type[ast.expr], Callable[[Any, _Walk], Any]] = {
    ast.Constant: lambda node, _: as_result(node.value),
    ast.Name: lambda node, walk: walk.name(node),
    ast.Attribute: lambda node, walk: walk.attribute(node),
    ast.Subscript: lambda node, walk: walk.subscript(node),
    ast.List: lambda node, walk: walk.items(node),
    ast.Tuple: lambda node, walk: walk.items(node),
    ast.BoolOp: lambda node, walk: walk.bool_op(node),
    ast.UnaryOp: lambda node, walk: walk.unary(node),
    ast.BinOp: lambda node, walk: walk.bin_op(node),
    ast.IfExp: lambda node, walk: walk.choice(node),
    ast.Compare: lambda node, walk: walk.compare(node),
    ast.Call: lambda node, walk: walk.call(node),
}
