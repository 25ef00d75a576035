"""Answers that nobody gave: to see a letter or a page filled before anybody wrote anything."""

from collections.abc import Mapping
from typing import Any

from app.cityhall.forms.rules import FormDefinition, field_schema, field_ui, fields

_BY_FORMAT: Mapping[str, str] = {
    "date": "2026-11-23",
    "email": "ioana.popescu@exemplu.ro",
    "ro-phone": "0721 234 567",
    "ro-cnp": "1800101221144",
    "ro-cui": "RO18547290",
    "ro-postcode": "061234",
    "ro-postcode-06": "061234",
    "ro-cadastral": "234567-C1",
    "ro-onrc": "J40/123/2012",
    "ro-caen": "5611",
    "ro-time": "08:30",
    "iban": "RO49AAAA1B31007593840000",
}
_BY_NAME = {
    "full_name": "Ioana Popescu",
    "street": "Str. Fabricii",
    "number": "12",
    "locality": "București",
    "county": "",
    "building": "A2",
    "apartment": "7",
    "district": "Sector 6",
}


def answers(form: FormDefinition) -> dict[str, Any]:
    """One answer for every field, by its kind."""
    return {name: _value(form, name) for name in fields(form)}


def _value(form: FormDefinition, path: str) -> Any:
    schema, kind = field_schema(form, path), field_schema(form, path).get("type")
    if kind == "object":
        return {name: _value(form, f"{path}.{name}") for name in schema.get("properties", {})}
    if kind == "array":
        return [_item(form, path, schema.get("items", {}))]
    if kind == "boolean":
        return True
    if kind in {"number", "integer"}:
        return max(schema.get("minimum", 0), min(schema.get("maximum", 12), 12))
    return _text(form, path, schema)


def _item(form: FormDefinition, path: str, items: Mapping[str, Any]) -> Any:
    if items.get("type") == "object":
        return {name: _value(form, f"{path}.{name}") for name in items.get("properties", {})}
    listed = items.get("oneOf", ())
    return listed[0]["const"] if listed else "exemplu"


def _text(form: FormDefinition, path: str, schema: Mapping[str, Any]) -> Any:
    if schema.get("oneOf"):
        return schema["oneOf"][0]["const"]
    known = _BY_FORMAT.get(str(schema.get("format")), _BY_NAME.get(path.rsplit(".", 1)[-1]))
    if known is not None:
        return known
    title = str(schema.get("title", path)).rstrip("?:")
    long = field_ui(form, path).get("ui:widget") == "textarea"
    text = f"Exemplu de răspuns la „{title}”." if long else f"Exemplu: {title.lower()}"
    return text[: schema.get("maxLength", len(text))]
