"""Where a form and its fields are named elsewhere in a draft: who renames or removes must know."""

import re
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

from app.cityhall.forms.editing import files, layout, places
from app.refusal import Refusal

_WORDY = (".bpmn", ".dmn", ".toml", ".json")


class FormLine(NamedTuple):
    """A form in the list: `broken` is what cannot be read."""

    name: str
    title: str
    pages: int
    fields: int
    used: list[str]
    broken: str = ""


def forms_in_words(there: Mapping[str, bytes]) -> list[FormLine]:
    """Every form of a draft; the request's own form first."""
    first = _request_form(there)
    found = [_line(name, there) for name in files.names(there)]
    return sorted(found, key=lambda one: (one.name != first, not one.used, one.name))


def _line(name: str, there: Mapping[str, bytes]) -> FormLine:
    used = uses(there, name)
    try:
        form = files.read(name, there)
    except Refusal as refusal:
        return FormLine(name, name, 0, 0, used, str(refusal.facts.get("reason", "")))
    title = str(form.schema.get("title") or name)
    return FormLine(name, title, len(form.pages), len(places.fields(form)) - len(layout.loose(form)), used)


def _request_form(there: Mapping[str, bytes]) -> str:
    try:
        return str(tomllib.loads(there["procedure.toml"].decode()).get("form", ""))
    except (KeyError, ValueError):
        return ""


def uses(there: Mapping[str, bytes], name: str) -> list[str]:
    """The diagrams whose steps ask this form, and procedure.toml where it is the request itself."""
    word = re.compile(rb'["\s>/]' + re.escape(name.encode()) + rb'\.schema\.json["\s<]')
    found = [path for path, content in there.items() if path.endswith(".bpmn") and word.search(content)]
    return [*(["procedure.toml"] if _request_form(there) == name else []), *sorted(found)]


def named_in(there: Mapping[str, bytes], field: str) -> list[str]:
    """The other files in which a field's name appears as a word."""
    word = re.compile(rb"(?<![A-Za-z0-9_])" + re.escape(field.encode()) + rb"(?![A-Za-z0-9_])")
    return sorted(
        path
        for path, content in there.items()
        if path.endswith(_WORDY) and not path.startswith("forms/") and word.search(content)
    )
