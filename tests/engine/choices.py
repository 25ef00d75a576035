"""What may be answered on a walk through a diagram: values taken from the diagram's own conditions."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from itertools import chain
from random import Random
from typing import Any

from lxml import etree

from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError

FIRST = {"answers", "case", "settings", "delivery"}
Path = tuple[str, ...]
ODD: tuple[Any, ...] = (None, "", "ș", [], ["a"], ["b", "a"], 2**60, 1, 1.0, True, {"typename": "Task"})


@cache
def candidates(files: tuple[bytes, ...]) -> Mapping[Path, tuple[Any, ...]]:
    """For every dotted name that an expression asks about, the values that make a difference to it."""
    found: dict[Path, list[Any]] = defaultdict(list)
    for content in files:
        root = etree.fromstring(content)
        cells = chain.from_iterable(
            _compared(e.text or "") for e in root.iterfind(".//{*}inputEntry/{*}text")
        )
        for path, values in chain(cells, *map(_asked, _texts(root))):
            found[path] += [value for value in values if value not in found[path]]
    return {path: tuple(values) for path, values in found.items()}


def error_codes(files: tuple[bytes, ...]) -> list[str]:
    roots = [etree.fromstring(content) for content in files]
    return sorted({e.get("errorCode", "") for root in roots for e in root.iter("{*}error")} | {"nobody"})


def _texts(root: etree._Element) -> Iterator[str]:
    for node in root.iter(etree.Element):
        yield from (text for text in (node.text, *map(str, node.attrib.values())) if text and text.strip())


def _compared(text: str) -> Iterator[tuple[Path, list[Any]]]:
    """Numbers and texts in the cells of a decision table."""
    yield (), [int(number) + step for number in re.findall(r"\d+", text) for step in (-1, 0, 1)]
    yield (), re.findall(r'"([^"]*)"', text)


def _asked(text: str) -> Iterator[tuple[Path, list[Any]]]:
    try:
        tree = expressions.parse(text)
    except ExpressionError:
        return
    parts = set()  # of something longer, which is what is asked about
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts.add(node.left)
            yield _path(node.left), [v for side in node.comparators for v in _round(side)]
        elif isinstance(node, ast.Attribute | ast.Subscript):
            parts.add(node.value)
            if node not in parts:
                yield _path(node), [True, False]


def _round(side: ast.expr) -> list[Any]:
    """A constant, or numbers on both sides of it."""
    try:
        value = ast.literal_eval(side)
    except ValueError:
        return []
    if isinstance(value, list | tuple):
        return list(value)
    return [value - 1, value, value + 1] if type(value) in (int, float) else [value]


def _path(node: ast.expr) -> Path:
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=holder, attr=name):
            return (*_path(holder), name)
        case ast.Subscript(value=holder, slice=ast.Constant(value=name)):
            return (*_path(holder), str(name))
        case ast.Call(func=ast.Name(id="get"), args=[holder, ast.Constant(value=name), *_]):
            return (*_path(holder), str(name))
    return ()


def said_under(name: str, known: Mapping[Path, tuple[Any, ...]], draw: Random) -> dict[str, Any]:
    """Answers of a form, or a service's result: fields that somebody asks about, and an odd one."""
    said: dict[str, Any] = {"odd": draw.choice(ODD)}
    for path, values in sorted(known.items(), key=lambda item: item[0][:1] == (name,)):
        likely = 0.9 if path[:1] == (name,) else 0.4
        if len(path) == 2 and path[0] not in FIRST and draw.random() < likely:
            said[path[1]] = draw.choice((*values * 3, "no", None))
    return deepcopy(said)


def varied(data: Mapping[str, Any], known: Mapping[Path, tuple[Any, ...]], draw: Random) -> dict[str, Any]:
    """First data of the same kinds, with other answers and terms."""
    said = [value for values in known.values() for value in values]
    changed: dict[str, Any] = deepcopy(dict(data))
    if "delivery" in changed:
        changed["delivery"] = draw.choice(["locker", "locker", "email", "counter"])
    for name, value in changed["answers"].items():
        alike = [one for one in known.get(("answers", name), said) if type(one) is type(value)]
        changed["answers"][name] = draw.choice([value, *alike])
    for name, value in changed["settings"].items():
        if value.startswith("P") and draw.random() < 0.5:
            changed["settings"][name] = draw.choice(["PT1H", "P50D"])
    return changed
