"""What must hold of a procedure's letters and registers, before it may be published."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.cityhall.forms import rules as form_rules
from app.cityhall.procedures import letters
from app.cityhall.registry.special import TITLES
from app.engine.checking.problem import Problem
from app.engine.language import expressions
from app.engine.reading.model import Element, Model
from app.journey import letter_fields
from app.journey.letter_fields import BASE_FIELDS
from app.outside import LATE_FIELDS

FORM = ".schema.json"


def problems(files: Mapping[str, bytes], model: Model) -> Iterator[Problem]:
    """All that stands against the letters of procedure.toml, and the diagrams that name them."""
    config = tomllib.loads(files["procedure.toml"].decode())
    yield from _register("procedure.toml", config)
    for name, said in config.get("letters", {}).items():
        yield from _letter(name, said)
        if letters.template(name) not in files:
            yield Problem(name, "letter.no_template", {"path": letters.template(name)})
    known = set(config.get("letters", {}))
    for element in model.elements.values():
        if element.letter and letters.called(element.letter) not in known:
            yield Problem(element.id, "letter.unknown", {"letter": element.letter})


def _letter(name: str, said: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _register(name, said)
    if not said.get("title"):
        yield Problem(name, "letter.no_title")
    if said.get("kind", "letter") not in letters.KINDS:
        yield Problem(name, "letter.kind", {"kind": said["kind"]})
    if len(said.get("signers", ())) > letters.MOST_SIGNERS:
        yield Problem(name, "letter.signers", {"most": letters.MOST_SIGNERS})


def _register(where: str, said: Mapping[str, Any]) -> Iterator[Problem]:
    if said.get("register") not in (None, *TITLES):
        yield Problem(where, "register.unknown", {"register": said["register"], "known": sorted(TITLES)})


def fields(
    files: Mapping[str, bytes], model: Model, asked: Callable[[bytes], list[str]]
) -> Iterator[Problem]:
    """Fields that a template asks for and nobody will give; `asked` reads them out of a template."""
    config = tomllib.loads(files["procedure.toml"].decode())
    for name in config.get("letters", {}):
        template = files.get(letters.template(name))
        wanted = asked(template) if template else []
        missing = [field for field in wanted if not _given(field, name, config, files, model)]
        if missing:
            yield Problem(name, "letter.unknown_fields", {"fields": missing})


def _given(
    field: str, letter: str, config: Mapping[str, Any], files: Mapping[str, bytes], model: Model
) -> bool:
    if field in BASE_FIELDS or field in LATE_FIELDS:
        return True
    forms = [config["form"], *(e.form for e in _writers(model, letter))]
    if any(field in _fields_of(form, files) for form in forms if form):
        return True
    form = letter_fields.form_of(field, _form_names(files))
    if form is not None and field.removeprefix(f"{form}_") in _fields_of(form, files):
        return True
    return any(field == name or field.startswith(f"{name}_") for name in _said(model))


def _writers(model: Model, letter: str) -> Iterator[Element]:
    return (e for e in model.elements.values() if e.letter and letters.called(e.letter) == letter)


def _form_names(files: Mapping[str, bytes]) -> list[str]:
    names = [path.removeprefix("forms/").removesuffix(FORM) for path in files if path.endswith(FORM)]
    return sorted(names, key=lambda name: (-len(name), name))


def _fields_of(form: str, files: Mapping[str, bytes]) -> set[str]:
    content = files.get(f"forms/{form}{FORM}")
    if not content:
        return set()
    return set(form_rules.letter_fields(form_rules.definition(form, json.loads(content), {}), {}))


def _said(model: Model) -> Iterator[str]:
    """What steps leave in a run under a name of their own."""
    for element in model.elements.values():
        if element.result:
            yield element.result
        if element.script:
            yield from (name for name, _ in expressions.assignments(element.script))
    yield from model.decisions.tables
