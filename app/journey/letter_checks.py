"""What must hold of a procedure's letters and registers, before it may be published."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.cityhall.procedures import letters
from app.cityhall.registry.special import TITLES
from app.engine.checking.problem import Problem
from app.engine.reading.model import Model
from app.journey import letter_offers


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
        if missing := letter_offers.unknown(wanted, files, config, name, model):
            yield Problem(name, "letter.unknown_fields", {"fields": missing})
