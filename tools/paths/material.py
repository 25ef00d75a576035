"""What a walk through a procedure needs: its files, its forms with what people said, its first data."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from app.cityhall.forms import rules
from app.cityhall.procedures import folders, scenarios
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.procedures.scenarios import Scenario
from app.cityhall.registry.rules import romanian_day
from app.demo import DEPARTMENTS
from app.engine import diagram
from app.engine.diagram import Diagram
from app.journey import deciding
from app.refusal import Refusal
from tools.paths.asked import Asked, asked, error_codes
from tools.paths.forms import Form

ROOT = Path(__file__).resolve().parent.parent.parent
DESKS = ["RP", "URB", "SAL", "COM"]  # departments with officers of their own
START = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Material:
    """One procedure of the repository."""

    code: str
    files: Mapping[str, bytes]

    @cached_property
    def diagrams(self) -> dict[str, bytes]:
        return {
            name: content
            for name, content in self.files.items()
            if name.endswith((".bpmn", ".dmn")) and "/" not in name
        }

    @cached_property
    def diagram(self) -> Diagram:
        return diagram.parse(self.diagrams)

    @cached_property
    def own(self) -> frozenset[str]:
        """The processes that only this procedure has."""
        beside = {path.name for path in (ROOT / "processes/shared").glob("*.bpmn")}
        beside -= {path.name for path in (ROOT / "processes" / self.code).glob("*.bpmn")}
        return frozenset(p.id for p in self.diagram.model.processes.values() if p.file not in beside)

    @cached_property
    def config(self) -> dict[str, Any]:
        return tomllib.loads(self.files["procedure.toml"].decode())

    @cached_property
    def asked(self) -> Asked:
        return asked(tuple(self.diagrams.values()))

    @cached_property
    def error_codes(self) -> list[str]:
        return error_codes(tuple(self.diagrams.values()))

    @cached_property
    def scenarios(self) -> Sequence[Scenario]:
        try:
            return scenarios.read(self.files)
        except Refusal:  # its own test says so
            return []

    def form(self, name: str) -> Form:
        """A form of the procedure, with what its scenarios answer to it."""
        schema = json.loads(self.files[f"forms/{name}.schema.json"])
        ui = json.loads(self.files.get(f"forms/{name}.ui.json", b"{}"))
        return Form(rules.definition(name, schema, ui), self._options, tuple(self._seeds(name)))

    def _seeds(self, name: str) -> Iterator[Mapping[str, Any]]:
        for told in self.scenarios:
            if name == self.config["form"]:
                yield told.answers
            yield from (s.answers for s in told.steps if (s.kind, s.what) == ("does", name))

    @property
    def _options(self) -> dict[str, list[str]]:
        papers = json.loads(self.files.get("papers.json", b"[]"))
        reasons = json.loads(self.files.get("forms/defects.json", b"[]"))
        return {
            "departments": [*DEPARTMENTS],
            "desks": DESKS,
            "papers": [paper["code"] for paper in papers],
            "defect_reasons": [reason["code"] for reason in reasons],
        }

    def first_data(self, answers: Mapping[str, Any], channel: str) -> dict[str, Any]:
        """What the diagram knows from its first step on."""
        version = cast("ProcedureVersion", SimpleNamespace(code=self.code, config=self.config))
        delivery = str(answers.get("delivery", "counter"))
        return deciding.known(version, answers, channel, romanian_day(START), delivery)


def codes() -> list[str]:
    """The procedures of the repository."""
    return folders.codes(ROOT)


def material(code: str) -> Material:
    """A procedure as it lies in the repository."""
    return Material(code, folders.read_folder(ROOT, code))
