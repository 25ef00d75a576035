"""The two files of a form as data to change, and back as bytes that differ only where something changed."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.cityhall.forms import known
from app.cityhall.forms.definition import FormDefinition
from app.cityhall.forms.definition import definition as made_of
from app.refusal import Refusal

Node = dict[str, Any]
SCHEMA, UI = ".schema.json", ".ui.json"
FOLDER = "forms/"
UNREADABLE = frozenset({"form_edit.unreadable", "form_edit.not_json"})
_INDENT = re.compile(rb"[{\[]\r?\n([ \t]+)")


@dataclass
class FormFiles:
    """A form being changed."""

    name: str
    schema: Node
    ui: Node

    @property
    def pages(self) -> list[Node]:
        found: list[Node] = self.ui["x-pages"]
        return found


def paths(name: str) -> tuple[str, str]:
    """Where the two files of a form lie among a draft's."""
    return f"{FOLDER}{name}{SCHEMA}", f"{FOLDER}{name}{UI}"


def names(listed: Mapping[str, object]) -> list[str]:
    """The forms among these files."""
    ends = [path for path in listed if path.startswith(FOLDER) and path.endswith(SCHEMA)]
    return sorted(path.removeprefix(FOLDER).removesuffix(SCHEMA) for path in ends)


def read(name: str, files: Mapping[str, bytes]) -> FormFiles:
    """A form out of a draft's files. Raises Refusal `form.unknown`, or as `parse` does."""
    schema, ui = paths(name)
    if schema not in files:
        raise Refusal("form.unknown", name=name)
    return FormFiles(name, parse(schema, files[schema], _schema_fault), _ui(ui, files.get(ui, b"{}")))


def definition(form: FormFiles, files: Mapping[str, bytes]) -> FormDefinition:
    """The form as pages ask it, with its lists of known values."""
    suggested = form.ui.get("x-suggest", {}).items()
    lists = {path: known.values(files.get(f"{FOLDER}{file}", b"")) for path, file in suggested}
    return made_of(form.name, form.schema, form.ui, lists)


def _ui(path: str, content: bytes) -> Node:
    found = parse(path, content, _ui_fault)
    found.setdefault("x-pages", [])
    return found


def parse(path: str, content: bytes, fault: Callable[[Node], str] = lambda _found: "") -> Node:
    """A JSON object. Raises Refusal `form_edit.not_json`; `form_edit.unreadable` where its shape is wrong."""
    try:
        found = json.loads(content, object_pairs_hook=_once, parse_constant=_no_constant)
        reason = fault(found) if isinstance(found, dict) else "{ … }"
    except json.JSONDecodeError as error:
        raise Refusal("form_edit.not_json", file=path, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise Refusal("form_edit.unreadable", file=path, reason=str(error)[:200]) from error
    if reason:
        raise Refusal("form_edit.unreadable", file=path, reason=reason)
    return dict(found)


def _once(pairs: list[tuple[str, Any]]) -> Node:
    """A name said twice would lose its first value without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name in found if [one for one, _ in pairs].count(name) > 1)
        raise ValueError(f"„{twice}” × 2")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _schema_fault(schema: Node) -> str:
    """Only the shape on which the editor leans; whether it is a good schema the check says."""
    return next((where for where, part in _parts("", schema) if not _is_part(part)), "")


def _parts(where: str, part: Any) -> Iterator[tuple[str, Any]]:
    yield where or "/", part
    if not isinstance(part, dict):
        return
    inner = part.get("allOf", [])
    for index, one in enumerate(inner if isinstance(inner, list) else ()):
        yield from _parts(f"{where}/allOf/{index}", one)
    for branch in ("then", "else"):
        if branch in part:
            yield from _parts(f"{where}/{branch}", part[branch])


def _is_part(part: Any) -> bool:
    if not isinstance(part, dict) or not isinstance(part.get("allOf", []), list):
        return False
    needed = part.get("required", [])
    return _all_texts(needed) and isinstance(part.get("if", {}), dict) and _are_fields(part)


def _are_fields(part: Node) -> bool:
    fields = part.get("properties", {})
    return isinstance(fields, dict) and all(_is_field(field) for field in fields.values())


def _is_field(field: Any) -> bool:
    if not isinstance(field, dict) or not isinstance(field.get("items", {}), dict):
        return False
    choices = [*_listed(field), *_listed(field.get("items", {}))]
    told = all(isinstance(one, dict) and {"const", "title"} <= one.keys() for one in choices)
    words = all(isinstance(field.get(key, ""), str) for key in ("title", "format", "type"))
    return told and words and _all_texts(field.get("required", [])) and _inner_are_fields(field)


def _inner_are_fields(field: Node) -> bool:
    inner = field["items"] if field.get("type") == "array" and "items" in field else field
    return _are_fields(inner) and ("properties" in inner or inner.get("type") != "object")


def _listed(field: Node) -> list[Any]:
    found = field.get("oneOf", [])
    return found if isinstance(found, list) else [found]


def _all_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _ui_fault(ui: Node) -> str:
    pages = ui.get("x-pages", [])
    if not isinstance(pages, list) or not all(_is_page(page) for page in pages):
        return "x-pages"
    flat = ("x-prefill", "x-options", "x-suggest")
    deep = ("x-i18n", "x-errors")
    wrong = [key for key in flat if not _is_map(ui.get(key, {}))]
    wrong += [key for key in deep if not _is_map_of_maps(ui.get(key, {}))]
    return wrong[0] if wrong else _node_fault("", ui)


def _is_map(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_map_of_maps(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_map(one) for one in value.values())


def _node_fault(where: str, node: Node) -> str:
    for key, value in node.items():
        if key.startswith("x-"):
            continue
        if key in {"ui:help", "ui:widget", "ui:autocomplete"} and not isinstance(value, str):
            return f"{where}{key}"
        if not key.startswith("ui:") and not isinstance(value, dict):
            return f"{where}{key}"
        if (
            isinstance(value, dict)
            and key != "ui:options"
            and (found := _node_fault(f"{where}{key}/", value))
        ):
            return found
    return "" if isinstance(node.get("ui:options", {}), dict) else f"{where}ui:options"


def _is_page(page: Any) -> bool:
    if not isinstance(page, dict):
        return False
    told = all(isinstance(page.get(key), str) and page[key] for key in ("id", "title"))
    return told and _all_texts(page.get("fields"))


def written(form: FormFiles, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that changed, by path."""
    schema, ui = paths(form.name)
    made = {schema: dump(form.schema, before.get(schema)), ui: dump(form.ui, before.get(ui))}
    return {path: content for path, content in made.items() if content != before.get(path)}


def dump(value: Any, before: bytes | None = None) -> bytes:
    """JSON as our files are written; unchanged values keep the very bytes they came in."""
    if before is not None and same(value, before):
        return before
    found = _INDENT.search(before or b"")
    indent = found[1].decode() if found else 2
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return (text + "\n").encode(errors="replace")


def same(value: Any, content: bytes) -> bool:
    """Does the file say just this? (1, 1.0 and true are three things; the order of names counts.)"""
    try:
        return json.dumps(json.loads(content)) == json.dumps(value)
    except (ValueError, RecursionError):
        return False
