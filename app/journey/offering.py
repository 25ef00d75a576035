"""What a procedure's files offer to whoever draws its diagrams: forms, letters, tables, other diagrams."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.cityhall.procedures import letters, notices
from app.engine.reading import model as models
from app.engine.reading.model import Model
from app.engine.reading.tables import Table
from app.journey import names
from app.journey.diagram_checks import SENT_BY_THE_HALL
from app.journey.names import FormFile, Name
from app.journey.wishes import WISHES
from app.refusal import Refusal

CONFIG = "procedure.toml"
Files = Mapping[str, bytes]
Titles = dict[str, str]


@dataclass(frozen=True)
class Offer:
    """Each by the name that a diagram uses for it, with its words; what cannot be read is not there."""

    forms: list[FormFile]
    letters: Titles
    notices: Titles
    decisions: list[Table]
    processes: Titles
    messages: dict[str, str]  # by whom each is sent: applicant, hall, diagram
    signals: list[str]
    errors: list[str]
    escalations: list[str]
    roles: Titles
    settings: dict[str, Any]
    names: list[Name]


def offer(files: Files) -> Offer:
    """Look through a draft's files."""
    config, model = _config(files), readable(files)
    return Offer(
        forms=names.forms_of(files),
        letters=_letters(config),
        notices=_notices(files),
        decisions=list(model.decisions.tables.values()) if model else [],
        processes={p.id: p.name for p in model.processes.values() if p.id != model.main} if model else {},
        messages=_messages(model),
        signals=_said(model, "signal"),
        errors=_said(model, "error"),
        escalations=_said(model, "escalation"),
        roles={str(key): str(value) for key, value in _table(config, "roles").items()},
        settings=dict(_table(config, "settings")),
        names=names.every(files, model, config, str(config.get("form", ""))),
    )


def readable(files: Files) -> Model | None:
    """The diagrams and tables; without the tables where one of these cannot be read."""
    for endings in ((".bpmn", ".dmn"), (".bpmn",)):
        try:
            return models.read({path: files[path] for path in files if path.endswith(endings)})
        except Refusal:
            continue
    return None


def _config(files: Files) -> Mapping[str, Any]:
    try:
        return tomllib.loads(files.get(CONFIG, b"").decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _table(config: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = config.get(name, {})
    return found if isinstance(found, Mapping) else {}


def _letters(config: Mapping[str, Any]) -> Titles:
    try:
        return {one.name: str(one.title) for one in letters.every(config)}
    except (AttributeError, KeyError, TypeError):
        return {}


def _notices(files: Files) -> Titles:
    try:
        said = tomllib.loads(files.get(notices.PATH, b"").decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    return {name: str(one.get("subject", name)) for name, one in said.items() if isinstance(one, Mapping)}


def _messages(model: Model | None) -> dict[str, str]:
    found = {**dict.fromkeys(WISHES, "applicant"), **dict.fromkeys(sorted(SENT_BY_THE_HALL), "hall")}
    for name in _said(model, "message"):
        found.setdefault(name, "diagram")
    return found


def _said(model: Model | None, kind: str) -> list[str]:
    return sorted(set(_names(model, kind)) - {""})


def _names(model: Model | None, kind: str) -> Iterator[str]:
    for element in model.elements.values() if model else ():
        if element.event and element.event.kind == kind:
            yield (element.event.code or "") if kind in {"error", "escalation"} else element.event.name
