"""Everything one sets of a field, as plain texts by name, and only what was changed put back.

The names are those of the editor's boxes: `title`, `title_en`, `kind`, `max_length` …
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.cityhall.forms.editing import kinds, texts
from app.cityhall.forms.editing.files import FormFiles, Node
from app.cityhall.forms.editing.places import schema_of, tidy_ui, ui_made, ui_of
from app.cityhall.forms.reading import number, tidy
from app.cityhall.forms.showing import romanian_number
from app.refusal import Refusal

Given = Mapping[str, str]


class Text(NamedTuple):
    """A text of a field: in the schema, in its ui, in its ui:options, or one of its own errors."""

    where: str
    key: str


TEXTS: Mapping[str, Text] = {
    "title": Text("schema", "title"),
    "help": Text("ui", "ui:help"),
    "suffix": Text("options", "suffix"),
    "prefix": Text("options", "prefix"),
    "yes": Text("options", "yes"),
    "no": Text("options", "no"),
    "row": Text("options", "row"),
    "add": Text("options", "add"),
    "error_required": Text("errors", "required"),
    "error_format": Text("errors", "format"),
    "error_must_accept": Text("errors", "must_accept"),
}
PLAIN: Mapping[str, Text] = {
    "autocomplete": Text("ui", "ui:autocomplete"),
    "width": Text("options", "width"),
    "pattern": Text("schema", "pattern"),
    "prefill": Text("x-prefill", ""),
    "options_from": Text("x-options", ""),
}
NUMBERS: Mapping[str, Text] = {
    "max_length": Text("schema", "maxLength"),
    "min_length": Text("schema", "minLength"),
    "minimum": Text("schema", "minimum"),
    "above": Text("schema", "exclusiveMinimum"),
    "maximum": Text("schema", "maximum"),
    "min_items": Text("schema", "minItems"),
    "max_items": Text("schema", "maxItems"),
    "height": Text("options", "rows"),
}
_FRACTIONS = frozenset({"minimum", "above", "maximum"})


def read(form: FormFiles, path: str) -> dict[str, str]:
    """Everything said of a field, "" for what is not."""
    found = {name: str(_holder(form, path, one).get(_key(path, one), "")) for name, one in PLAIN.items()}
    for name, where in TEXTS.items():
        found[name] = str(_holder(form, path, where).get(where.key, ""))
        found[f"{name}_en"] = texts.english(form, found[name])
    for name, where in NUMBERS.items():
        value = _holder(form, path, where).get(where.key, "")
        found[name] = romanian_number(value) if isinstance(value, float) else str(value)
    return {**found, "kind": kinds.kind_of(form, path), "must_tick": _must_tick(form, path)}


def _must_tick(form: FormFiles, path: str) -> str:
    return "yes" if schema_of(form, path).get("const") is True else ""


def _key(path: str, where: Text) -> str:
    return path if where.where.startswith("x-") else where.key


def _looked(node: Node, key: str) -> Node:
    found: Node = node.get(key, {})
    return found


def _kept(node: Node, key: str) -> Node:
    found: Node = node.setdefault(key, {})
    return found


def _holder(form: FormFiles, path: str, where: Text, inner: Callable[[Node, str], Node] = _looked) -> Node:
    """Where a text stands; with `_kept` that is in the file from now on."""
    if where.where == "schema":
        return schema_of(form, path)
    if where.where.startswith("x-"):
        return inner(form.ui, where.where)
    if where.where == "errors":
        return inner(inner(form.ui, "x-errors"), path)
    ui = ui_made(form, path) if inner is _kept else ui_of(form, path)
    return inner(ui, "ui:options") if where.where == "options" else ui


def apply(form: FormFiles, path: str, given: Given) -> None:
    """Put back what differs. Raises Refusal `form_edit.bad_number`, `form_edit.needs_title`."""
    if "title" in given and not given["title"].strip():
        raise Refusal("form_edit.needs_title")
    kinds.change(form, path, given.get("kind", ""))
    now = read(form, path)
    changed = {name: tidy(value) for name, value in given.items() if tidy(value) != now.get(name)}
    if not changed:
        return
    for name, value in changed.items():
        if name in PLAIN:
            _put(form, path, PLAIN[name], value)
        elif name in NUMBERS:
            _put(form, path, NUMBERS[name], _number(name, value))
    for name in TEXTS:
        _say(form, path, name, given, now)
    if changed.get("must_tick") is not None:
        _put(form, path, Text("schema", "const"), True if changed["must_tick"] else "")
    _tidy(form, path)


def _say(form: FormFiles, path: str, name: str, given: Given, now: Given) -> None:
    """A text and its English; who wrote only the Romanian anew keeps the English until they see to it."""
    source = tidy(given.get(name, now[name]))
    if source != now[name]:
        _put(form, path, TEXTS[name], source)
        texts.reworded(form, now[name], source)
    in_english = tidy(given.get(f"{name}_en", now[f"{name}_en"]))
    if source and in_english != texts.english(form, source):
        texts.say(form, source, in_english)


def _put(form: FormFiles, path: str, where: Text, value: Any) -> None:
    key = _key(path, where)
    if value == "":
        _holder(form, path, where).pop(key, None)
    else:
        _holder(form, path, where, _kept)[key] = value


def _number(name: str, typed: str) -> Any:
    if not typed:
        return ""
    found = number(typed)
    whole = isinstance(found, int)
    if isinstance(found, str) or not (whole or name in _FRACTIONS) or (found < 0 and name not in _FRACTIONS):
        raise Refusal("form_edit.bad_number", value=typed[:40])
    return found


def _tidy(form: FormFiles, path: str) -> None:
    """Nothing empty is left behind that was not there before."""
    ui = ui_of(form, path)
    if ui.get("ui:options") == {}:
        del ui["ui:options"]
    tidy_ui(form, path)
    if form.ui.get("x-errors", {}).get(path) == {}:
        del form.ui["x-errors"][path]
    for key in ("x-prefill", "x-options"):
        if form.ui.get(key) == {}:
            del form.ui[key]
