"""Everything that stands against publishing a procedure's files: one list for the studio and the command.

Nothing here refuses: a file that cannot be read is a problem like any other, and the rest is still read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from app import outside
from app.cityhall.forms.editing import files as form_files
from app.cityhall.procedures import letters as letter_files
from app.engine import diagram
from app.engine.checking import checks
from app.engine.checking.problem import Problem
from app.engine.reading import bpmn_xml, tables
from app.engine.reading import model as models
from app.engine.reading.model import Model
from app.journey import config_checks, deciding_checks, diagram_checks, form_checks, letter_checks
from app.journey.operations.catalogue import VERBS
from app.refusal import Refusal

__all__ = ["CONFIG", "DEFECTS", "drawings", "model_of", "problems"]

MAIN, CONFIG, DEFECTS = "procedure.bpmn", config_checks.CONFIG, config_checks.DEFECTS
WARNING = "warn."
AS_A_TEMPLATE = "leftover_fields"  # what would be wrong with a finished letter
OF_TEMPLATES = frozenset({"letter.unknown_fields", "letter.no_template"})
OPERATIONS = {name: verb.parameters for name, verb in VERBS.items()}
OPTIONAL = {name: verb.optional for name, verb in VERBS.items()}


def problems(files: Mapping[str, bytes], letters: outside.Letters) -> list[Problem]:
    """All problems, errors and warnings, each with its file where that is known."""
    beside = [*config_checks.problems(files), *form_checks.problems(files), *_templates(files, letters)]
    model, unread = read(files)
    found = [*unread, *beside]
    if model is not None:
        found += _drawn(files, model, letters, found)
        if not any(one.severity == "error" for one in found):
            found += _parsed(files)
    return _placed(found, model)


def drawings(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The diagrams and tables among a procedure's files."""
    return {
        path: content
        for path, content in files.items()
        if path.endswith((".bpmn", ".dmn")) and "/" not in path
    }


def model_of(files: Mapping[str, bytes]) -> Model | None:
    """The diagrams as plain values, None while one of them cannot be read."""
    return read(files)[0]


def read(files: Mapping[str, bytes]) -> tuple[Model | None, list[Problem]]:
    """The diagrams, or what keeps them from being read."""
    drawn = drawings(files)
    model, found = _read(tuple(sorted(drawn.items())))
    return model, list(found)


@lru_cache(maxsize=32)
def _read(drawn: tuple[tuple[str, bytes], ...]) -> tuple[Model | None, tuple[Problem, ...]]:
    found = [one for path, content in drawn for one in _unread(path, content)]
    if MAIN not in dict(drawn):
        found.append(Problem(MAIN, "file.missing", file=MAIN))
    if found:
        return None, tuple(found)
    try:
        return models.read(dict(drawn)), ()
    except Refusal as refused:
        return _several(dict(drawn)), (_refused(refused, MAIN),)


def _several(drawn: Mapping[str, bytes]) -> Model | None:
    """A main diagram with several processes cannot run, but each of them can be looked at."""
    try:
        return models.read(drawn, several=True)
    except Refusal:
        return None


def _unread(path: str, content: bytes) -> Iterator[Problem]:
    try:
        if path.endswith(".bpmn"):
            bpmn_xml.parse(path, content)
        else:
            tables.read({path: content})
    except Refusal as refused:
        yield _refused(refused, path)


def _refused(refused: Refusal, path: str) -> Problem:
    facts = {name: value for name, value in refused.facts.items() if name != "file"}
    return Problem(path, refused.key, facts, path)


def _drawn(
    files: Mapping[str, bytes], model: Model, letters: outside.Letters, before: list[Problem]
) -> Iterator[Problem]:
    """What is looked at in the diagrams, and in what they lean on where that can be read."""
    yield from checks.problems(model, form_files.names(files), OPERATIONS, OPTIONAL)
    config, broken = config_checks.read(files), {one.file for one in before if one.severity == "error"}
    if config is None:
        return
    yield from diagram_checks.problems(files, model, config)
    yield from letter_checks.problems(files, model)
    if not broken & {"papers.json", CONFIG}:
        yield from deciding_checks.problems(files, model.decisions)
    if not any(path.startswith(("forms/", letter_files.FOLDER, CONFIG)) for path in broken):
        yield from letter_checks.fields(files, model, partial(_fields, letters))


def _parsed(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Last of all: does the library take it?"""
    try:
        diagram.parse(drawings(files))
    except Refusal as refused:
        yield _refused(refused, MAIN)


def _templates(files: Mapping[str, bytes], letters: outside.Letters) -> Iterator[Problem]:
    for path, content in sorted(files.items()):
        if path.startswith(letter_files.FOLDER) and path.endswith(letter_files.SUFFIX):
            name = path.removeprefix(letter_files.FOLDER).removesuffix(letter_files.SUFFIX)
            codes = [code for code in _seen(letters.problems, content) if code != AS_A_TEMPLATE]
            if bad := [code for code in codes if not code.startswith(WARNING)]:
                yield Problem(name, "letter.bad_template", {"codes": bad}, path)
            elif codes:
                yield Problem(name, "letter.not_shown", {"codes": codes}, path)


# A template changes seldom, and the list is asked for after every change of a diagram.
@lru_cache(maxsize=256)
def _seen(look: Callable[[bytes], list[str]], content: bytes) -> tuple[str, ...]:
    return tuple(look(content))


def _fields(letters: outside.Letters, content: bytes) -> list[str]:
    return list(_seen(letters.fields, content))


def _placed(found: list[Problem], model: Model | None) -> list[Problem]:
    """Each with the file in which it is mended; the same thing is said once."""
    where = _files(model) if model else {}
    placed = [one if one.file else replace(one, file=_file(one, where)) for one in found]
    return [one for number, one in enumerate(placed) if one not in placed[:number]]


def _files(model: Model) -> dict[str, str]:
    process = {one.id: one.file for one in model.processes.values()}
    found: dict[str, str] = {**process}
    things: list[Any] = [*model.elements.values(), *model.flows.values(), *model.lanes.values()]
    found.update({one.id: process.get(one.process, "") for one in things})
    return {**{table.id: table.file for table in model.decisions.tables.values()}, **found}


def _file(one: Problem, where: Mapping[str, str]) -> str:
    if one.element in where:
        return where[one.element]
    if one.key in OF_TEMPLATES:
        return letter_files.template(one.element)
    return CONFIG if one.key.startswith(("letter.", "register.", "decision.")) else ""
