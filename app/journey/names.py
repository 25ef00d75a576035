"""The names that a diagram's expressions may use, read from a procedure's files: fields, settings, results.

Made for whoever chooses from a list instead of writing by heart; the files may be half-written.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.cityhall.forms import definition as forms
from app.cityhall.forms.editing import files as form_files
from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError
from app.engine.reading.model import Element, Model
from app.journey.operations.catalogue import VERBS

APPLICATION = "answers"
DEEPEST = 2
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Name:
    """A name with what it is: `kind` is text, number, yes_no, date, choice, list, object or any.

    `choices` are a choice's words by value; `title` are the words of the form, "" where there are none;
    `source` is where it comes from: a form's name, or settings, case, decision, operation, script, message.
    """

    name: str
    kind: str = "any"
    title: str = ""
    source: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormFile:
    """A form of the draft: its file's name, its title and what may be said about its fields."""

    name: str
    title: str
    fields: tuple[Name, ...]


OF_CASE = (
    Name("case.procedure", "text", source="case"),
    Name("case.number", "text", source="case"),
    Name("case.opened_on", "date", source="case"),
    Name("case.channel", "choice", source="case", choices={"portal": "", "counter": "", "api": ""}),
    Name("case.has_account", "yes_no", source="case"),
    Name("delivery", "choice", source="case", choices={"locker": "", "email": "", "counter": ""}),
    Name("letter", "text", source="case"),
)


def forms_of(files: Files) -> list[FormFile]:
    """The forms that can be read, by name."""
    found = (_form(name, files[form_files.paths(name)[0]]) for name in form_files.names(files))
    return [one for one in found if one is not None]


def every(files: Files, model: Model | None, config: Mapping[str, Any], application: str) -> list[Name]:
    """Every name: the application's fields as `answers.…`, other forms' under their names, and the rest."""
    found = list(OF_CASE)
    for form in forms_of(files):
        prefix = APPLICATION if form.name == application else form.name
        found += [_under(prefix, one) for one in form.fields]
    found += _settings(config)
    if model is not None:
        found += _decisions(model)
        for element in model.elements.values():
            found += _left_by(element)
    return list({one.name: one for one in found}.values())


def _form(name: str, content: bytes) -> FormFile | None:
    try:
        schema = json.loads(content)
        known = forms.fields(forms.definition(name, schema, {}))
        fields = tuple(one for key, said in known.items() for one in _fields(key, said, name, 1))
        return FormFile(name, str(schema.get("title") or name), fields)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _fields(key: str, said: Mapping[str, Any], form: str, depth: int) -> Iterator[Name]:
    title = str(said.get("title") or key)
    yield Name(key, _kind(said), title, form, _choices(said))
    if said.get("type") == "object" and depth < DEEPEST:
        for inner, one in said.get("properties", {}).items():
            for found in _fields(f"{key}.{inner}", one, form, depth + 1):
                yield Name(found.name, found.kind, f"{title}: {found.title}", form, found.choices)


def _kind(said: Mapping[str, Any]) -> str:
    if _choices(said):
        return "list" if said.get("type") == "array" else "choice"
    if said.get("type") == "string" and said.get("format") in {"date", "date-time"}:
        return "date"
    kinds = {"string": "text", "boolean": "yes_no", "number": "number", "integer": "number"}
    return kinds.get(
        str(said.get("type")), {"array": "list", "object": "object"}.get(str(said.get("type")), "any")
    )


def _choices(said: Mapping[str, Any]) -> dict[str, str]:
    inner = said.get("items", {}) if said.get("type") == "array" else said
    if "enum" in inner:
        return {str(value): str(value) for value in inner["enum"]}
    told = [one for one in inner.get("oneOf", ()) if isinstance(one, dict) and "const" in one]
    return {str(one["const"]): str(one.get("title") or one["const"]) for one in told}


def _under(prefix: str, one: Name) -> Name:
    return Name(f"{prefix}.{one.name}", one.kind, one.title, one.source, one.choices)


def _settings(config: Mapping[str, Any]) -> list[Name]:
    kinds = {bool: "yes_no", int: "number", float: "number", str: "text", list: "list"}
    own = config.get("settings", {})
    said = own.items() if isinstance(own, Mapping) else ()
    return [Name(f"settings.{key}", kinds.get(type(value), "any"), source="settings") for key, value in said]


def _decisions(model: Model) -> Iterator[Name]:
    for table in model.decisions.tables.values():
        title = table.name or table.id
        if len(table.outputs) < 2:
            yield Name(table.result, "any", title, "decision")
            continue
        for column in table.outputs:
            yield Name(f"{table.result}.{column.text}", "any", f"{title}: {column.title}", "decision")


def _left_by(element: Element) -> Iterator[Name]:
    """What a step leaves: an operation's result, what a script assigns, what a message brings, rounds."""
    if element.result:
        verb = VERBS.get(element.operation or "")
        gives = [f".{part}" for part in verb.gives] if verb and verb.gives else [""]
        yield from (Name(element.result + part, "any", element.name, "operation") for part in gives)
    for script in filter(None, (element.script, *element.scripts)):
        yield from (Name(name, "any", element.name, "script") for name in _assigned(script))
    if element.event and element.event.variable:
        yield Name(element.event.variable, "object", element.name, "message")
    if element.rounds and element.rounds.results:
        yield Name(element.rounds.results, "list", element.name, "script")


def _assigned(script: str) -> list[str]:
    try:
        return [name for name, _ in expressions.assignments(script)]
    except ExpressionError:
        return []
