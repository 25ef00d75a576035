"""A form as data: JSON Schema for what is true, uiSchema for how it is asked.

Conditions are plain `if/then`; which fields count now is decided by the validator itself, so the page,
the check and an API call can never disagree.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from app.cityhall.forms import formats
from app.refusal import Refusal

Answers = Mapping[str, Any]
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class FormDefinition:
    """One published form: `code` and `version` are what is printed on paper (F_CU_01, 1.0).

    `lists`: known values of a field (by its path) with their words, to suggest, not to insist on.
    """

    name: str
    code: str
    version: str
    schema: Schema
    ui: Mapping[str, Any]
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Page(NamedTuple):
    """A page of a form: `fields` count with the present answers, `every` is all it may ask."""

    id: str
    title: str
    fields: tuple[str, ...]
    every: tuple[str, ...]


def definition(
    name: str, schema: Schema, ui: Mapping[str, Any], lists: Mapping[str, Mapping[str, str]] | None = None
) -> FormDefinition:
    """A form out of its two files; the official code and version stand in the ui file."""
    return FormDefinition(name, ui.get("x-code", name), ui.get("x-version", "1.0"), schema, ui, lists or {})


def validator(schema: Schema) -> Draft202012Validator:
    """The validator of a schema, built once: building costs twenty times as much as using."""
    return _validator(json.dumps(schema, sort_keys=True))


@lru_cache(maxsize=1024)
def _validator(text: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(text), format_checker=formats.checker())


def _parts(schema: Schema, answers: Answers) -> Iterator[Schema]:
    """The schema itself and every branch whose condition holds."""
    yield schema
    for part in schema.get("allOf", ()):
        yield from _parts(part, answers)
    if "if" in schema:
        branch = "then" if validator(schema["if"]).is_valid(dict(answers)) else "else"
        if branch in schema:
            yield from _parts(schema[branch], answers)


def _every_part(schema: Schema) -> Iterator[Schema]:
    yield schema
    for part in schema.get("allOf", ()):
        yield from _every_part(part)
    for branch in ("then", "else"):
        if branch in schema:
            yield from _every_part(schema[branch])


def fields(form: FormDefinition) -> dict[str, Schema]:
    """Every field the form may ask, with its schema."""
    found: dict[str, Schema] = {}
    for part in _every_part(form.schema):
        for name, schema in part.get("properties", {}).items():
            found.setdefault(name, schema)
    return found


def _active_once(form: FormDefinition, answers: Answers) -> list[str]:
    parts = list(_parts(form.schema, answers))
    return list(dict.fromkeys(name for part in parts for name in part.get("properties", ())))


def _without_inactive(form: FormDefinition, answers: Answers) -> dict[str, Any]:
    """A condition must not lean on an answer which itself no longer counts: repeat until it settles."""
    kept = dict(answers)
    for _ in range(len(kept) + 1):
        active = _active_once(form, kept)
        fewer = {name: value for name, value in kept.items() if name in active}
        if len(fewer) == len(kept):
            break
        kept = fewer
    return kept


def active_fields(form: FormDefinition, answers: Answers) -> list[str]:
    """The fields that count with these answers, in the order of the pages."""
    active = set(_active_once(form, _without_inactive(form, answers)))
    return [name for page in form.ui["x-pages"] for name in page["fields"] if name in active]


def required_fields(form: FormDefinition, answers: Answers) -> set[str]:
    """Top-level fields that must be answered with these answers."""
    parts = _parts(form.schema, _without_inactive(form, answers))
    return {name for part in parts for name in part.get("required", ())}


def pages(form: FormDefinition, answers: Answers, lang: str = "ro") -> list[Page]:
    """The pages somebody with these answers has to see."""
    active = set(active_fields(form, answers))
    return [page for page in _all_pages(form, active, lang) if page.fields]


def _all_pages(form: FormDefinition, active: set[str], lang: str) -> Iterator[Page]:
    for page in form.ui["x-pages"]:
        every = tuple(page["fields"])
        shown = tuple(name for name in every if name in active)
        yield Page(page["id"], text(form, page["title"], lang), shown, every)


def page_of(form: FormDefinition, answers: Answers, page_id: str, lang: str = "ro") -> Page:
    """One page by its id."""
    for page in pages(form, answers, lang):
        if page.id == page_id:
            return page
    raise Refusal("form.unknown_page", page=page_id)


def next_page(form: FormDefinition, answers: Answers, page_id: str, lang: str = "ro") -> Page | None:
    """The page after this one, None after the last."""
    known = [page["id"] for page in form.ui["x-pages"]]
    later = set(known[known.index(page_id) + 1 :])
    return next((page for page in pages(form, answers, lang) if page.id in later), None)


def field_schema(form: FormDefinition, path: str) -> Schema:
    """The schema of a field by its dotted path; indexes of repeated rows are skipped.

    A path that the form does not have (answers can come in any shape) gives an empty schema.
    """
    names = plain(path).split(".")
    schema: Schema = fields(form)[names[0]]
    for name in names[1:]:
        inner = schema["items"] if schema.get("type") == "array" else schema
        schema = inner.get("properties", {}).get(name, {})
    return schema


def field_ui(form: FormDefinition, path: str) -> Mapping[str, Any]:
    """How a field is asked: its part of the uiSchema, empty when nothing is said."""
    found: Mapping[str, Any] = form.ui
    for name in plain(path).split("."):
        found = found.get(name, {})
    return found


def plain(path: str) -> str:
    """`defects.0.reason` → `defects.reason`."""
    return ".".join(name for name in path.split(".") if not name.isdigit())


def text(form: FormDefinition, source: str, lang: str) -> str:
    """A text of the form in a language, the Romanian one where no translation was written."""
    translated = form.ui.get("x-i18n", {}).get(lang, {}).get(source, source)
    return str(translated)


def appeared(form: FormDefinition, before: Answers, after: Answers, page_fields: Sequence[str]) -> list[str]:
    """Questions of a page that an answer on the same page has just called up: ask them, don't blame."""
    shown = set(active_fields(form, before))
    return [name for name in active_fields(form, after) if name in page_fields and name not in shown]
