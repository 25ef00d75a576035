"""What is still wrong with the answers, as keys; the web turns keys into sentences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from jsonschema import ValidationError

from app.cityhall.forms import formats
from app.cityhall.forms.definition import (
    Answers,
    FormDefinition,
    active_fields,
    field_schema,
    fields,
    validator,
)

Options = Mapping[str, Sequence[tuple[str, ...]]]


class FieldError(NamedTuple):
    """One thing wrong with one field: `field` is a dotted path, `key` says what, `limit` the bound."""

    field: str
    key: str
    limit: int | float | str | None = None


_KEYS = {
    "maxLength": "too_long",
    "minLength": "too_short",
    "minimum": "too_small",
    "exclusiveMinimum": "too_small",
    "maximum": "too_big",
    "exclusiveMaximum": "too_big",
    "minItems": "too_few",
    "maxItems": "too_many",
    "uniqueItems": "repeated",
    "oneOf": "choice",
    "anyOf": "choice",
    "enum": "choice",
    "pattern": "pattern",
}


def errors(
    form: FormDefinition,
    answers: Answers,
    page_fields: Iterable[str] | None = None,
    options: Options | None = None,
) -> list[FieldError]:
    """What is wrong, at most one thing a field, in the order of the pages.

    `page_fields` narrows to one page; `options` are the choices the hall gave for `x-options`.
    """
    active = active_fields(form, answers)
    counted = {name: value for name, value in answers.items() if name in active}
    found = [*_unknown(form, answers), *_of_schema(form, counted), *_of_options(form, counted, options or {})]
    wanted = set(active) if page_fields is None else set(page_fields) & set(active)
    first: dict[str, FieldError] = {}
    for error in found:
        if error.key == "unknown" or error.field.split(".")[0] in wanted:
            first.setdefault(error.field, error)
    return sorted(first.values(), key=lambda error: _place(form, active, error.field))


def _place(form: FormDefinition, active: list[str], path: str) -> tuple[int, ...]:
    names = path.split(".")
    if names[0] not in active:
        return (len(active),)
    place = [active.index(names[0])]
    for position, name in enumerate(names[1:], start=1):
        if name.isdigit():
            place.append(int(name))
        else:
            place.append(_inner_place(form, ".".join(names[:position]), name))
    return tuple(place)


def _inner_place(form: FormDefinition, above: str, name: str) -> int:
    schema = field_schema(form, above)
    inner = schema.get("items", schema) if schema.get("type") == "array" else schema
    names = list(inner.get("properties", {}))
    return names.index(name) if name in names else len(names)


def _unknown(form: FormDefinition, answers: Answers) -> Iterator[FieldError]:
    known = fields(form)
    return (FieldError(str(name), "unknown") for name in answers if name not in known)


def _of_schema(form: FormDefinition, answers: Answers) -> Iterator[FieldError]:
    for error in validator(form.schema).iter_errors(dict(answers)):
        for found in _in_words(error):
            yield from _inside(form, found)


def _inside(form: FormDefinition, error: FieldError) -> Iterator[FieldError]:
    """A block left empty, as an address, is missing each of its required answers."""
    schema = field_schema(form, error.field) if error.key == "required" else {}
    if schema.get("type") != "object":
        yield error
    for name in schema.get("required", ()) if schema.get("type") == "object" else ():
        yield FieldError(f"{error.field}.{name}", "required")


def _in_words(error: ValidationError) -> Iterator[FieldError]:
    path = [str(step) for step in error.absolute_path]
    if error.validator == "required":
        yield from (FieldError(".".join([*path, name]), "required") for name in _missing(error))
    elif error.validator == "additionalProperties":
        yield FieldError(".".join(path), "unknown")
    elif path:
        yield FieldError(".".join(path), _key(error), _limit(error.validator_value))


def _missing(error: ValidationError) -> list[str]:
    """The library tells which name is missing in its message only: compare instead."""
    asked: Any = error.validator_value
    given: Any = error.instance
    return [name for name in asked if name not in given]


def _key(error: ValidationError) -> str:
    if error.validator in {"type", "format"}:
        return f"{error.validator}:{error.validator_value}"
    if error.validator == "const":
        return "must_accept" if error.validator_value is True else "choice"
    return _KEYS.get(str(error.validator), "invalid")


def _limit(value: Any) -> int | float | str | None:
    return value if isinstance(value, int | float | str) else None


def _of_options(form: FormDefinition, answers: Answers, options: Options) -> Iterator[FieldError]:
    for path, source in form.ui.get("x-options", {}).items():
        if source in options:
            allowed = {choice[0] for choice in options[source]}
            for field, value in values_at(answers, path):
                if value not in allowed:
                    yield FieldError(field, "choice")


def values_at(answers: Any, path: str, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every answer under a path without indexes: `defects.reason` → (`defects.0.reason`, …), …"""
    name, _, rest = path.partition(".")
    if not isinstance(answers, Mapping) or name not in answers:
        return
    here, value = f"{above}{name}", answers[name]
    if isinstance(value, list):
        for index, item in enumerate(value):
            if rest:
                yield from values_at(item, rest, f"{here}.{index}.")
            else:
                yield f"{here}.{index}", item
    elif rest:
        yield from values_at(value, rest, f"{here}.")
    else:
        yield here, value


def warnings(form: FormDefinition, answers: Answers) -> list[FieldError]:
    """What looks unusual but may be right, as legacy cadastral numbers. Never stops a request."""
    found = []
    for name in active_fields(form, answers):
        for path, value in _leaves(name, answers.get(name)):
            soft = formats.SOFT.get(field_schema(form, path).get("format", ""))
            if soft and isinstance(value, str) and not soft(value):
                found.append(FieldError(path, f"looks:{field_schema(form, path)['format']}"))
    return [*found, *_not_listed(form, answers)]


def _not_listed(form: FormDefinition, answers: Answers) -> Iterator[FieldError]:
    """What a list of known values does not have; the list may be a selection."""
    for path, known in form.lists.items():
        for field, value in values_at(answers, path):
            if isinstance(value, str) and value not in known:
                yield FieldError(field, "looks:listed", value)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}", inner)
    else:
        yield path, value


def clean(form: FormDefinition, answers: Answers) -> dict[str, Any]:
    """The answers that count: fields no longer active and empty rows are dropped."""
    active = active_fields(form, answers)
    kept = {name: _without_empty_rows(answers[name]) for name in active if name in answers}
    return {name: value for name, value in kept.items() if value not in ([], {}, None, "")}


def _without_empty_rows(value: Any) -> Any:
    return [row for row in value if row != {}] if isinstance(value, list) else value


def merge(answers: Answers, page_fields: Iterable[str], given: Answers) -> dict[str, Any]:
    """The draft after one page was sent: the page's old answers are replaced as a whole."""
    asked = set(page_fields)
    return {**{name: value for name, value in answers.items() if name not in asked}, **given}
