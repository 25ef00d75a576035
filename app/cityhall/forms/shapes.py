"""What a file of ours must look like, as JSON Schema, and where one differs from its shape."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

Shape = Mapping[str, Any]

TEXT: Shape = {"type": "string", "minLength": 1}
WORDS: Shape = {"type": "array", "items": TEXT}
TABLE: Shape = {"type": "object"}
NAMES: Shape = {"type": "object", "additionalProperties": TEXT}
PAGE: Shape = {
    "type": "object",
    "required": ["id", "title", "fields"],
    "properties": {"id": TEXT, "title": TEXT, "fields": WORDS},
}
UI: Shape = {
    "type": "object",
    "required": ["x-pages"],
    "properties": {
        "x-pages": {"type": "array", "minItems": 1, "items": PAGE},
        "x-code": TEXT,
        "x-version": TEXT,
        "x-i18n": {"type": "object", "additionalProperties": TABLE},
        "x-errors": {"type": "object", "additionalProperties": TABLE},
        **dict.fromkeys(("x-options", "x-prefill", "x-suggest"), NAMES),
    },
    "additionalProperties": {"type": ["object", "string", "array", "boolean", "number"]},
}


class Fault(NamedTuple):
    """Where a file differs from its shape: `missing` is the name that is not there, else "" and a value."""

    path: str
    missing: str = ""
    value: str = ""


def _is_day(_: object, value: object) -> bool:
    return type(value) is date


_Validator: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("date", _is_day)
)


def faults(shape: Shape, value: object) -> Iterator[Fault]:
    """Everything in which a value differs from a shape."""
    for error in _Validator(shape).iter_errors(value):
        yield from _faults(error)


def _faults(error: ValidationError) -> Iterator[Fault]:
    path = [str(step) for step in error.absolute_path]
    if error.validator == "required" and isinstance(error.instance, Mapping):
        wanted: Any = error.validator_value
        absent = next((name for name in wanted if f"'{name}'" in error.message.split(" ")[0]), "")
        yield Fault(".".join([*path, absent]), missing=absent)
    elif error.validator == "anyOf":
        ways: Any = error.validator_value
        wanted = " / ".join(name for one in ways for name in one.get("required", ()))
        yield Fault(".".join([*path, wanted]), missing=wanted)
    else:
        yield Fault(".".join(path), value=str(error.instance)[:80])
