"""Answers without the person: choices, numbers and days stay, what somebody wrote becomes a sample.

A sample has the shape of what it stands for (a valid personal code for a personal code, a text no longer than
the field lets), so that the forms take it and the procedure goes the same way wherever it asks for no words.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.cityhall.forms import rules
from app.cityhall.forms.rules import FormDefinition

Schema = Mapping[str, Any]
TEXT = "Text de probă."
SAMPLES: Mapping[str, str] = {
    "ro-cnp": "1800101221144",
    "ro-cui": "4340730",
    "ro-phone": "0721000101",
    "ro-cadastral": "234567",
    "ro-onrc": "J40/123/2012",
    "iban": "RO49AAAA1B31007593840000",
    "email": "solicitant@proba.example",
}
# Formats that name nobody: a day, an hour, a class of trades.
HARMLESS = frozenset({"date", "ro-time", "ro-caen", "ro-day", "ro-week"})
# Fields that name a place as large as a sector or a town: whose affair a request is often depends on it.
COARSE = frozenset({"district", "sector", "locality", "county", "country"})


def answers(form: FormDefinition, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to a form; a field that the form does not know is left out."""
    kept = set(form.ui.get("x-options", {})) | set(form.lists)
    known = rules.fields(form)
    return {name: _value(value, known[name], name, kept) for name, value in given.items() if name in known}


def _value(value: Any, schema: Schema, path: str, kept: set[str]) -> Any:
    if path in kept or schema.get("format") in HARMLESS or path.rpartition(".")[2] in COARSE:
        return value
    if isinstance(value, Mapping):
        inner = schema.get("properties", {})
        return {name: _value(one, inner.get(name, {}), f"{path}.{name}", kept) for name, one in value.items()}
    if isinstance(value, list):
        return [_value(one, schema.get("items", {}), path, kept) for one in value]
    return _text(value, schema) if isinstance(value, str) and not _chosen(schema) else value


def _chosen(schema: Schema) -> bool:
    return any(word in schema for word in ("enum", "const", "oneOf", "anyOf"))


def _text(value: str, schema: Schema) -> str:
    kind = str(schema.get("format"))
    if kind.startswith("ro-postcode"):
        return f"{value.strip()[:2]}0071"  # what is before it is the county or the sector
    if sample := SAMPLES.get(kind):
        return sample
    if "pattern" in schema:
        return masked(value)
    least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", 2_000))
    return (TEXT * (least // len(TEXT) + 1))[:most].strip() if value.strip() else value


def masked(text: str) -> str:
    """Of the same shape: a digit for a digit, a letter for a letter, great or small."""
    return re.sub(r"[^\W_]", lambda found: _like(found[0]), text)


def _like(sign: str) -> str:
    if sign.isdigit():
        return "1"
    return "A" if sign.isupper() else "a"


def plain(value: Any) -> Any:
    """Something that no form describes: what is written in it is a sample, whatever it was."""
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return TEXT if isinstance(value, str) else value
