"""What a diagram's own expressions and tables ask about, and the values that make a difference to them."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lxml import etree

from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError

Name = tuple[str, ...]
Asked = Mapping[Name, tuple[Any, ...]]
SOME = (0, 99)
TIMES = {"timeDate": "2026-12-08T10:00", "timeDuration": "P3D", "due": "2026-12-08"}  # what clocks understand


@cache
def asked(files: tuple[bytes, ...]) -> Asked:
    """For every dotted name that an expression asks about, the values that make a difference to it.

    Under the empty name: what stands in the cells of decision tables.
    """
    found: dict[Name, list[Any]] = defaultdict(list)
    for content in files:
        root = etree.fromstring(content)
        for entry in root.iterfind(".//{*}inputEntry/{*}text"):
            _keep(found[()], _compared(entry.text or ""))
        for kind, text in _texts(root):
            for name, values in _of_expression(text):
                _keep(found[name], [TIMES[kind]] if kind in TIMES else values)
    return {name: tuple(_of_one_kind(values)) for name, values in found.items()}


def _of_one_kind(values: list[Any]) -> list[Any]:
    """What a clock reads is a text, whoever else asks whether it is there."""
    timed = any(value in TIMES.values() for value in values)
    return [value for value in values if not timed or not isinstance(value, bool)]


def _keep(known: list[Any], values: list[Any]) -> None:
    known += [value for value in values if not any(_same(value, one) for one in known)]


def _same(one: Any, other: Any) -> bool:
    """1 is neither True nor 1.0 here."""
    return type(one) is type(other) and one == other


def error_codes(files: tuple[bytes, ...]) -> list[str]:
    """The codes of errors that somebody in the diagrams catches."""
    roots = [etree.fromstring(content) for content in files]
    known = {e.get("errorCode", "") for root in roots for e in root.iter("{*}error")}
    caught = any(root.find(".//{*}errorEventDefinition") is not None for root in roots)
    return sorted(known or {"failed"}) if caught else []


def _texts(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Every text of a file, with the name of the element or attribute that holds it."""
    for node in root.iter(etree.Element):
        held = [(node.tag, node.text or ""), *((str(key), str(text)) for key, text in node.attrib.items())]
        for name, text in held:
            if text.strip() and not text.endswith(".json"):
                yield str(name).rpartition("}")[2], text


def _compared(text: str) -> list[Any]:
    """Numbers and texts in the cells of a decision table."""
    numbers = [int(number) + step for number in re.findall(r"\d+", text) for step in (-1, 0, 1)]
    return [*numbers, *re.findall(r'"([^"]*)"', text)]


def _of_expression(text: str) -> Iterator[tuple[Name, list[Any]]]:
    try:
        tree = expressions.parse(text)
    except ExpressionError:
        return
    parts = set[ast.expr]()  # of something longer, which is what is asked about
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts.add(node.left)
            yield _name(node.left), [v for side in node.comparators for v in _round(side)]
        elif isinstance(node, ast.Attribute | ast.Subscript):
            parts.add(node.value)
            if node not in parts:
                yield _name(node), [True, False]


def _round(side: ast.expr) -> list[Any]:
    """A constant, or numbers on both sides of it; beside another name, something small and large."""
    try:
        value = ast.literal_eval(side)
    except ValueError:
        return list(SOME)
    if isinstance(value, list | tuple):
        return list(value)
    return [value - 1, value, value + 1] if type(value) in {int, float} else [value]


def _name(node: ast.expr) -> Name:
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=holder, attr=name):
            return (*_name(holder), name)
        case ast.Subscript(value=holder, slice=ast.Constant(value=name)):
            return (*_name(holder), str(name))
        case ast.Call(func=ast.Name(id="get"), args=[holder, ast.Constant(value=name), *_]):
            return (*_name(holder), str(name))
        case ast.Call(func=ast.Name(id="len" | "str" | "int" | "date"), args=[inner]):
            return _name(inner)
    return ()
