"""What people typed becomes typed answers.

What cannot be understood stays as it was typed: the check then says what is wrong with it and the
page shows it again. A field the form does not have is refused.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.cityhall.forms import formats
from app.cityhall.forms.definition import FormDefinition, Schema, field_ui, fields
from app.refusal import Refusal

Raw = Mapping[str, list[str]]

_COMMA_BELOW = str.maketrans("\u015e\u015f\u0162\u0163", "ȘșȚț")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_SIMPLE = re.compile(r"-?\d+([.,]\d+)?")
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_TRUE = {"true", "on", "1", "da", "yes"}
_FALSE = {"false", "off", "0", "nu", "no"}
DATE_BOXES = ("day", "month", "year")
MAX_ROWS = 50


def read(form: FormDefinition, page_fields: Iterable[str], raw: Raw) -> dict[str, Any]:
    """The answers of one page. A name that is no field of the page is refused."""
    asked = {name: schema for name, schema in fields(form).items() if name in set(page_fields)}
    _refuse_unknown(form, asked, raw)
    found = {name: _value(form, name, schema, raw) for name, schema in asked.items()}
    return {name: value for name, value in found.items() if value is not None}


def _refuse_unknown(form: FormDefinition, asked: Mapping[str, Schema], raw: Raw) -> None:
    for name in raw:
        first, *rest = name.split(".")
        if first not in asked or not _has(form, first, asked[first], rest):
            raise Refusal("form.unknown_field", field=name)


def _has(form: FormDefinition, path: str, schema: Schema, rest: list[str]) -> bool:
    kind = schema.get("type")
    if not rest:
        return kind != "object" and not _rows_of_objects(schema)
    if _rows_of_objects(schema):
        index, *inner = rest
        return bool(inner) and _is_index(index) and _has(form, path, schema["items"], inner)
    if kind == "object":
        below = schema.get("properties", {}).get(rest[0])
        return below is not None and _has(form, f"{path}.{rest[0]}", below, rest[1:])
    return schema.get("format") == "date" and len(rest) == 1 and rest[0] in DATE_BOXES


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 3 and int(text) < MAX_ROWS


def _rows_of_objects(schema: Schema) -> bool:
    return schema.get("type") == "array" and schema.get("items", {}).get("type") == "object"


def _value(form: FormDefinition, name: str, schema: Schema, raw: Raw) -> Any:
    kind = schema.get("type")
    if _rows_of_objects(schema):
        return _rows(form, name, schema["items"], raw) or None
    if kind == "object":
        return _object(form, name, schema, raw) or None
    if kind == "array":
        return [clean for text in raw.get(name, []) if (clean := tidy(text))] or None
    if kind == "boolean":
        return _boolean(form, name, raw)
    if schema.get("format") == "date":
        return _date(name, raw)
    return _scalar(schema, tidy(_last(raw, name)))


def _object(form: FormDefinition, name: str, schema: Schema, raw: Raw) -> dict[str, Any]:
    found = {
        inner: _value(form, f"{name}.{inner}", below, raw) for inner, below in schema["properties"].items()
    }
    return {inner: value for inner, value in found.items() if value is not None}


def _rows(form: FormDefinition, name: str, items: Schema, raw: Raw) -> list[dict[str, Any]]:
    """Repeated rows in the order of their indexes; rows left quite empty are no rows."""
    start = len(name) + 1
    indexes = {key[start:].split(".")[0] for key in raw if key.startswith(f"{name}.")}
    rows = [_object(form, f"{name}.{index}", items, raw) for index in sorted(indexes, key=int)]
    return [row for row in rows if any(value is not False for value in row.values())]


def _boolean(form: FormDefinition, name: str, raw: Raw) -> bool | str | None:
    """An unticked box sends nothing and means no; unanswered yes/no buttons mean no answer."""
    text = tidy(_last(raw, name)).lower()
    if not text:
        return False if field_ui(form, name).get("ui:widget", "checkbox") == "checkbox" else None
    return True if text in _TRUE else False if text in _FALSE else text


def _date(name: str, raw: Raw) -> str | None:
    boxes = [tidy(_last(raw, f"{name}.{box}")) for box in DATE_BOXES]
    typed = ".".join(boxes) if any(boxes) else tidy(_last(raw, name))
    return iso_date(typed) or None


def iso_date(typed: str) -> str:
    """`3.4.2026` → `2026-04-03`; what is no day stays as typed."""
    match = _DATE.fullmatch(typed)
    if match is None:
        return typed
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return typed


def _scalar(schema: Schema, text: str) -> Any:
    if not text:
        return None
    if schema.get("type") in {"number", "integer"}:
        return number(text)
    return formats.compact(schema.get("format"), text)


def number(text: str) -> float | int | str:
    """`1.250,5` → 1250.5, `1.250` → 1250, `1250.5` → 1250.5; anything else stays text."""
    digits = re.sub(r"[\s\u00a0]", "", text)
    if len(digits) > 30:
        return text
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif not _SIMPLE.fullmatch(digits):
        return text
    found = float(digits.replace(",", "."))
    return int(found) if found.is_integer() else found


def _last(raw: Raw, name: str) -> str:
    values = raw.get(name) or [""]
    return values[-1]


def tidy(text: str) -> str:
    """Trimmed, one kind of line end, ș and ț with comma below, nothing a database would refuse."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    normal = unicodedata.normalize("NFC", _CONTROL.sub("", lines))
    return normal.translate(_COMMA_BELOW).strip()
