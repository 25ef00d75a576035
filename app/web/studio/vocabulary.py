"""What the things of a draft are called by people: its steps, forms, letters, papers."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.cityhall.procedures import letters
from app.engine.reading import model as models
from app.engine.reading.model import Model
from app.refusal import Refusal
from app.web import case_view
from app.web.form_pages.wording import language


@dataclass(frozen=True)
class Vocabulary:
    """The names in one draft; `model` is None while its diagrams cannot be read."""

    model: Model | None
    config: Mapping[str, Any] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        return language()

    def element(self, key: str) -> str:
        """The step's name on the diagram, else its id."""
        found = self.model.elements.get(key) if self.model else None
        if found is None:
            return key
        return (self.lang == "en" and found.name_en) or found.name or key

    def flow(self, key: str) -> str:
        """„Completă?” → „Scrieți răspunsul” (da)"""
        found = self.model.flows.get(key) if self.model else None
        if found is None:
            return key
        name = (self.lang == "en" and found.name_en) or found.name
        return f"{self.element(found.source)} → {self.element(found.target)}" + (f" ({name})" if name else "")

    def form(self, name: str) -> str:
        """The steps at which this form is filled."""
        there = self.model.elements.values() if self.model else ()
        steps = dict.fromkeys(self.element(one.id) for one in there if one.form == name)
        return " / ".join(list(steps)[:2]) or name

    def letter(self, name: str) -> str:
        """A letter's title."""
        try:
            found = letters.of(self.config, name)
        except (Refusal, KeyError, TypeError, AttributeError):
            return name
        return found.title_en if self.lang == "en" else found.title

    def paper(self, code: str) -> str:
        """A paper's title."""
        return self.papers.get(code, code)

    def notice(self, template: str) -> str:
        """What a message to the applicant is about."""
        return self.subjects.get(template, template)

    def outcome(self, name: str) -> str:
        """How a case ended."""
        return str(case_view.OUTCOME[name][0]) if name in case_view.OUTCOME else name

    def status(self, name: str) -> str:
        """Where a case stands."""
        if name == "closed":
            return str(case_view.CLOSED[0])
        return str(case_view.STATUS[name][0]) if name in case_view.STATUS else name

    def role(self, name: str) -> str:
        """A role's name, as the procedure or else the hall calls it."""
        own = self.config.get("roles", {})
        return str((isinstance(own, Mapping) and own.get(name)) or case_view.ROLES.get(name, name))

    def joined(self, names: Iterable[str]) -> str:
        """Step names in a line."""
        return ", ".join(f"„{self.element(name)}”" for name in names)


def of(files: Mapping[str, bytes]) -> Vocabulary:
    """The names in these files; what cannot be read has none."""
    drawn = ((path, files[path]) for path in sorted(files) if path.endswith((".bpmn", ".dmn")))
    return Vocabulary(_model(tuple(drawn)), _toml(files, "procedure.toml"), _papers(files), _subjects(files))


@lru_cache(maxsize=16)
def _model(drawn: tuple[tuple[str, bytes], ...]) -> Model | None:
    try:
        return models.read(dict(drawn))
    except Refusal:
        return None


def _toml(files: Mapping[str, bytes], path: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(files.get(path, b"").decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _papers(files: Mapping[str, bytes]) -> Mapping[str, str]:
    try:
        found = json.loads(files.get("papers.json", b"[]"))
        return {str(one["code"]): str(one["title"]) for one in found}
    except (ValueError, TypeError, KeyError):
        return {}


def _subjects(files: Mapping[str, bytes]) -> Mapping[str, str]:
    told = _toml(files, "notices.toml")
    return {
        name: str(one["subject"]) for name, one in told.items() if isinstance(one, dict) and "subject" in one
    }
