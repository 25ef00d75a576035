"""What must hold of procedure.toml, papers.json, notices.toml and the scenarios before publishing."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from app.cityhall.forms.shapes import Shape, faults
from app.cityhall.procedures import notices, scenarios, shapes
from app.engine.checking.problem import Problem
from app.refusal import Refusal

CONFIG, PAPERS, DEFECTS = "procedure.toml", "papers.json", "forms/defects.json"
SCHEMA, FORMS = ".schema.json", "forms/"
TOP = frozenset(shapes.CONFIG["properties"])
OF_BEFORE = frozenset({"letter", "letter_title", "letter_code"})  # of versions published earlier


def read(files: Mapping[str, bytes]) -> dict[str, Any] | None:
    """The configuration, None while it cannot be read or has another shape than the hall leans on."""
    try:
        said = tomllib.loads(files[CONFIG].decode())
    except (KeyError, ValueError, RecursionError):
        return None
    return said if next(faults(shapes.CONFIG, said), None) is None else None


def problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """All that stands against these files."""
    yield from _config(files)
    yield from _listed(files, PAPERS)
    yield from _listed(files, DEFECTS)
    yield from _notices(files)
    yield from _scenarios(files)


def _config(files: Mapping[str, bytes]) -> Iterator[Problem]:
    if CONFIG not in files:
        yield Problem(CONFIG, "file.missing", file=CONFIG)
        return
    try:
        said = tomllib.loads(files[CONFIG].decode())
    except (ValueError, RecursionError) as error:
        yield _unreadable(CONFIG, error)
        return
    found = list(_shape(CONFIG, shapes.CONFIG, said))
    yield from found
    for name in sorted(said.keys() - TOP - OF_BEFORE):
        yield Problem(CONFIG, "config.unknown", {"name": name}, CONFIG)
    form = said.get("form")
    if isinstance(form, str) and f"{FORMS}{form}{SCHEMA}" not in files:
        yield Problem(CONFIG, "config.unknown_form", {"form": form}, CONFIG)


def _shape(path: str, shape: Shape, value: object) -> Iterator[Problem]:
    for fault in faults(shape, value):
        if fault.missing:
            yield Problem(path, "config.missing", {"name": fault.path}, path)
        else:
            yield Problem(path, "config.wrong", {"name": fault.path, "value": fault.value}, path)


def _unreadable(path: str, error: Exception) -> Problem:
    return Problem(path, "file.unreadable", {"reason": str(error)[:200]}, path)


def _listed(files: Mapping[str, bytes], path: str) -> Iterator[Problem]:
    """Papers and defects: lists of things with a code, each code once."""
    if path not in files:
        return
    try:
        said = json.loads(files[path])
    except (ValueError, RecursionError) as error:
        yield _unreadable(path, error)
        return
    found = list(_shape(path, shapes.PAPERS, said))
    yield from found
    codes = [] if found else [one["code"] for one in said]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Problem(path, "config.repeated", {"name": code}, path)


def _notices(files: Mapping[str, bytes]) -> Iterator[Problem]:
    try:
        said = tomllib.loads(files.get(notices.PATH, b"").decode())
    except (ValueError, RecursionError) as error:
        yield _unreadable(notices.PATH, error)
        return
    yield from _shape(notices.PATH, shapes.NOTICES, said)


def _scenarios(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Each that cannot be read; those like it are looked at without it."""
    left = {path: content for path, content in files.items() if path.startswith(scenarios.FOLDER)}
    while True:
        try:
            scenarios.read(left)
        except Refusal as refused:
            name = str(refused.facts["name"])
            path = f"{scenarios.FOLDER}{name}.json"
            yield Problem(name, refused.key, dict(refused.facts), path)
            if left.pop(path, None) is None:
                return
        except (RecursionError, UnicodeDecodeError, OverflowError) as error:
            yield _unreadable(scenarios.FOLDER, error)
            return
        else:
            return
