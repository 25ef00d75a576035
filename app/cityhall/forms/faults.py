"""What is wrong with a form itself: what would break a page of it, or keep somebody from reading it."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from app.cityhall.forms import formats, shapes
from app.cityhall.forms.definition import Schema, definition
from app.cityhall.forms.definition import fields as fields_of

DEEPEST = 6
MOST_NAMED = 5
SAID = frozenset({"title", "description", "ui:help", "yes", "no", "row", "add", "suffix", "prefix"})
NOT_SAID = frozenset({"x-i18n", "x-prefill", "x-options", "x-suggest", "x-pages"})
Facts = Mapping[str, object]


class Fault(NamedTuple):
    """One fault: `key` begins with `form.`."""

    key: str
    facts: Facts


def of(schema: bytes, ui: bytes, lists: frozenset[str]) -> list[Fault]:
    """All faults of a form's two files; `lists` are the files of known values beside it."""
    return list(_of(schema, ui, lists))


@lru_cache(maxsize=1024)
def _of(schema: bytes, ui: bytes, lists: frozenset[str]) -> tuple[Fault, ...]:
    try:
        said, shown = json.loads(schema), json.loads(ui)
        found = [*_schema(said), *_shape(shown)]
    except (ValueError, RecursionError) as error:
        return (Fault("form.unreadable", {"reason": str(error)[:200]}),)
    return tuple(found or [*_pages(said, shown), *_fields(said, shown), *_texts(said, shown, lists)])


def _schema(said: Any) -> Iterator[Fault]:
    """Plain JSON Schema of an object; pieces that are just true or false say nothing to ask."""
    try:
        Draft202012Validator.check_schema(said)
    except SchemaError as error:
        where = ".".join(str(step) for step in error.absolute_path)
        yield Fault("form.bad_schema", {"where": where, "reason": error.message[:120]})
        return
    if not isinstance(said, dict) or not _only_tables(said):
        yield Fault("form.bad_schema", {"where": "", "reason": "object"})


def _only_tables(said: Any, depth: int = 0) -> bool:
    if not isinstance(said, dict) or depth > 3 * DEEPEST:
        return False
    below = [*said.get("properties", {}).values(), *said.get("allOf", ())]
    below += [said[name] for name in ("if", "then", "else", "items") if name in said]
    return all(_only_tables(one, depth + 1) for one in below)


def _shape(shown: Any) -> Iterator[Fault]:
    for fault in shapes.faults(shapes.UI, shown):
        key = "form.no_pages" if fault.path == "x-pages" else "form.bad_page"
        yield Fault(key, {"where": fault.path})


def _pages(said: Schema, shown: Mapping[str, Any]) -> Iterator[Fault]:
    known = fields_of(definition("", said, shown))
    placed = [(page["title"], name) for page in shown["x-pages"] for name in page["fields"]]
    names = [name for _, name in placed]
    for page, name in placed:
        if name not in known:
            yield Fault("form.page_unknown_field", {"page": page, "field": name})
    for name in known:
        if name not in names:
            yield Fault("form.field_on_no_page", {"field": name})
        elif names.count(name) > 1:
            yield Fault("form.field_on_two_pages", {"field": name})
    ids = [page["id"] for page in shown["x-pages"]]
    for own in sorted({own for own in ids if ids.count(own) > 1}):
        yield Fault("form.same_page", {"page": own})


def _fields(said: Schema, shown: Mapping[str, Any]) -> Iterator[Fault]:
    top = fields_of(definition("", said, shown))
    for path, schema in _walk(top, "", 0):
        yield from _field(path, schema, _ui(shown, path))
    for holder, names in _required(said, ""):
        for name in names:
            if f"{holder}{name}" not in {path for path, _ in _walk(top, "", 0)}:
                yield Fault("form.required_unknown", {"field": f"{holder}{name}"})
    yield from _same_titles(said, shown)


def _same_titles(said: Schema, shown: Mapping[str, Any]) -> Iterator[Fault]:
    """Two questions of the same words at the same time; those of two conditions are seldom asked together."""
    always = said.get("properties", {})
    for page in shown["x-pages"]:
        twice: dict[str, None] = {}
        for part in _parts(said):
            asked = {**always, **part.get("properties", {})}
            titles = [asked[name].get("title", "") for name in page["fields"] if name in asked]
            twice |= dict.fromkeys(one for one in titles if one and titles.count(one) > 1)
        for title in twice:
            yield Fault("form.same_title", {"page": page["title"], "title": title})


def _parts(said: Schema) -> Iterator[Schema]:
    yield said
    for part in [*said.get("allOf", ()), *(said[name] for name in ("then", "else") if name in said)]:
        yield from _parts(part)


def _walk(fields: Mapping[str, Schema], above: str, depth: int) -> Iterator[tuple[str, Schema]]:
    """Every field with its dotted path, those inside rows and blocks too."""
    for name, schema in fields.items():
        yield f"{above}{name}", schema
        inner = schema.get("items", schema)
        if depth < DEEPEST:
            yield from _walk(inner.get("properties", {}), f"{above}{name}.", depth + 1)


def _ui(shown: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    node: Any = shown
    for name in path.split("."):
        node = node.get(name, {}) if isinstance(node, Mapping) else {}
    return node if isinstance(node, Mapping) else {}


def _field(path: str, schema: Schema, ui: Mapping[str, Any]) -> Iterator[Fault]:
    if not str(schema.get("title", "")).strip():
        key = "form.placeholder_only" if ui.get("ui:placeholder") else "form.no_title"
        yield Fault(key, {"field": path})
    yield from _choices(path, schema)
    if (asked := schema.get("format")) and asked not in formats.KNOWN:
        yield Fault("form.unknown_format", {"field": path, "format": asked})
    bounded = {"maxLength", "oneOf", "const", "format", "enum"} & set(schema)
    if schema.get("type") == "string" and not bounded:
        yield Fault("form.endless", {"field": path})


def _choices(path: str, schema: Schema) -> Iterator[Fault]:
    choices = schema.get("oneOf", schema.get("items", {}).get("oneOf", []))
    titles = [str(one.get("title", "")) if isinstance(one, dict) else "" for one in choices]
    for number, title in enumerate(titles, 1):
        if not title.strip():
            yield Fault("form.choice_no_title", {"field": path, "number": number})
    for title in sorted({one for one in titles if one and titles.count(one) > 1}):
        yield Fault("form.same_choice", {"field": path, "title": title})


def _required(said: Schema, holder: str) -> Iterator[tuple[str, list[str]]]:
    """The names that must be answered, where they are said; conditions ask, they do not require."""
    yield holder, list(said.get("required", ()))
    for part in [*said.get("allOf", ()), *(said[name] for name in ("then", "else") if name in said)]:
        yield from _required(part, holder)
    for name, schema in said.get("properties", {}).items():
        inner = schema.get("items", schema)
        if "properties" in inner:
            yield from _required(inner, f"{holder}{name}.")


def _texts(said: Schema, shown: Mapping[str, Any], lists: frozenset[str]) -> Iterator[Fault]:
    english = shown.get("x-i18n", {}).get("en", {})
    pages = [page["title"] for page in shown["x-pages"]]
    texts = dict.fromkeys([*_said(said), *_said(shown), *pages])
    missing = [text for text in texts if not english.get(text)]
    if missing:
        yield Fault("form.no_english", {"texts": missing[:MOST_NAMED], "found": len(missing)})
    for path, file in shown.get("x-suggest", {}).items():
        if file not in lists:
            yield Fault("form.no_list", {"field": path, "file": file})
    top = fields_of(definition("", said, shown))
    for name in sorted(name for name in shown if not name.startswith(("x-", "ui:")) and name not in top):
        yield Fault("form.ui_unknown_field", {"field": name})


def _said(part: Any) -> Iterator[str]:
    """Every text that a person may see."""
    for key, value in part.items() if isinstance(part, Mapping) else ():
        if key in SAID and isinstance(value, str):
            yield value
        elif key not in NOT_SAID and key != "x-errors":
            yield from _said(value)
    for value in part if isinstance(part, list) else ():
        yield from _said(value)
