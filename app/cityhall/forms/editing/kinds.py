"""What a field can be, by a name that people understand, as schema and ui; and back."""

import copy
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.cityhall.forms.editing.files import FormFiles, Node
from app.cityhall.forms.editing.places import inner_names, schema_of, ui_made, ui_of


class Kind(NamedTuple):
    """What a new field of this kind begins with."""

    schema: Mapping[str, Any]
    ui: Mapping[str, Any] = {}


def _text(length: int, kind: str = "") -> Mapping[str, Any]:
    return {"type": "string", **({"format": kind} if kind else {}), "maxLength": length}


CHOICE: list[Node] = [{"const": "a", "title": "Prima variantă"}, {"const": "b", "title": "A doua variantă"}]
ONE_LINE = {"title": "Rândul", "type": "string", "maxLength": 200}
KINDS: Mapping[str, Kind] = {
    "text": Kind(_text(200)),
    "textarea": Kind(_text(4000), {"ui:widget": "textarea"}),
    "number": Kind({"type": "number"}, {"ui:widget": "number"}),
    "integer": Kind({"type": "integer"}, {"ui:widget": "number"}),
    "date": Kind({"type": "string", "format": "date"}),
    "time": Kind(_text(10, "ro-time")),
    "yes_no": Kind({"type": "boolean"}, {"ui:widget": "radios"}),
    "checkbox": Kind({"type": "boolean"}, {"ui:widget": "checkbox"}),
    "radios": Kind({"type": "string", "oneOf": CHOICE}, {"ui:widget": "radios"}),
    "select": Kind({"type": "string", "oneOf": CHOICE}, {"ui:widget": "select"}),
    "checkboxes": Kind(
        {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string", "oneOf": CHOICE},
        },
        {"ui:widget": "checkboxes"},
    ),
    "email": Kind(_text(200, "email"), {"ui:widget": "email", "ui:autocomplete": "email"}),
    "phone": Kind(_text(24, "ro-phone"), {"ui:widget": "tel", "ui:autocomplete": "tel"}),
    "cnp": Kind(_text(20, "ro-cnp")),
    "cui": Kind(_text(14, "ro-cui")),
    "onrc": Kind(_text(20, "ro-onrc")),
    "caen": Kind(_text(10, "ro-caen")),
    "iban": Kind(_text(40, "iban")),
    "postcode": Kind(_text(10, "ro-postcode"), {"ui:autocomplete": "postal-code"}),
    "postcode_06": Kind(_text(10, "ro-postcode-06")),
    "cadastral": Kind(_text(60, "ro-cadastral")),
    "address": Kind({}),  # made by `address`
    "group": Kind(
        {"type": "object", "properties": {"line": ONE_LINE}, "required": [], "additionalProperties": False}
    ),
    "rows": Kind(
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 20,
            "items": {
                "type": "object",
                "properties": {"line": ONE_LINE},
                "required": ["line"],
                "additionalProperties": False,
            },
        }
    ),
}
# Made by hand in JSON; the editor changes their words and when they are asked.
ONLY_KEPT = ("week", "day", "point", "other")
WITH_CHOICES = frozenset({"radios", "select", "checkboxes"})
HOLDERS = frozenset({"group", "rows", "address"})
_BY_FORMAT = {kind.schema["format"]: name for name, kind in KINDS.items() if kind.schema.get("format")} | {
    "ro-week": "week",
    "ro-day": "day",
}
_OF_KIND = (
    *("type", "format", "oneOf", "items", "properties", "required", "additionalProperties", "minItems"),
    *("maxItems", "uniqueItems", "maxLength", "minLength", "minimum", "maximum", "exclusiveMinimum"),
    *("exclusiveMaximum", "pattern", "const", "default"),
)
_UI_OF_KIND = ("ui:widget", "ui:autocomplete")


def kind_of(form: FormFiles, path: str) -> str:
    """What a field is; `other` for what no hand made here."""
    schema, widget = schema_of(form, path), str(ui_of(form, path).get("ui:widget", ""))
    if widget == "point":
        return "point"
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    if "format" in schema:
        return "other"
    known = _BY_TYPE.get(str(schema.get("type")))
    return known(schema, widget) if known else "other"


def _string(schema: Node, widget: str) -> str:
    if widget in {"select", "radios", "textarea"}:
        return widget
    return "radios" if "oneOf" in schema else "text"


def _array(schema: Node, _widget: str) -> str:
    inner = schema.get("items", {}).get("type")
    return {"object": "rows", "string": "checkboxes"}.get(str(inner), "other")


_BY_TYPE: Mapping[str, Callable[[Node, str], str]] = {
    "string": _string,
    "array": _array,
    "object": lambda _schema, _widget: "group",
    "boolean": lambda _schema, widget: "yes_no" if widget == "radios" else "checkbox",
    "number": lambda _schema, _widget: "number",
    "integer": lambda _schema, _widget: "integer",
}


def fresh(kind: str, title: str) -> tuple[Node, Node]:
    """Schema and ui of a new field."""
    made = KINDS[kind]
    schema = copy.deepcopy(dict(made.schema))
    head = {"type": schema.pop("type"), "title": title} if "type" in schema else {"title": title}
    return {**head, **schema}, copy.deepcopy(dict(made.ui))


def change(form: FormFiles, path: str, kind: str) -> None:
    """Another kind: its words, its conditions and what nobody here understands stay; choices stay choices."""
    old, schema = kind_of(form, path), schema_of(form, path)
    if kind == old or kind not in KINDS or kind == "address" or old in ONLY_KEPT:
        return
    listed = schema.get("items", schema).get("oneOf") if old in WITH_CHOICES else None
    for inner in inner_names(form, path) if old in HOLDERS else ():
        ui_of(form, path).pop(inner, None)
    made, ui = fresh(kind, str(schema.get("title", "")))
    kept = {key: value for key, value in schema.items() if key not in _OF_KIND}
    schema.clear()
    schema.update({**{key: value for key, value in made.items() if key not in kept}, **kept})
    if listed and kind in WITH_CHOICES:
        schema.get("items", schema)["oneOf"] = listed
    _dress(form, path, ui)


def _dress(form: FormFiles, path: str, ui: Node) -> None:
    there = ui_made(form, path)
    for key in _UI_OF_KIND:
        there.pop(key, None)
    there.update(ui)
