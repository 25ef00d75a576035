"""Paths kept as small JSON files, tests/paths/found/<code>.json: each test run only walks them again."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path as Place
from typing import Any

from lxml import etree

from app.engine.runs import StepError
from tools.paths.graph import Graph
from tools.paths.material import ROOT, Material, codes, material
from tools.paths.moves import Move
from tools.paths.search import Found
from tools.paths.walking import Path, again

FOUND = ROOT / "tests/paths/found"
ASKED = (".dmn", ".schema.json")


@dataclass(frozen=True)
class Kept:
    """What a procedure's file says."""

    digest: str
    paths: Sequence[Path]


def place(code: str) -> Place:
    return FOUND / f"{code}.json"


def digest(of: Material) -> str:
    """Hex SHA-256 of what decides where a case goes: diagrams (undrawn), tables, forms, settings."""
    sha = hashlib.sha256()
    for name, content in sorted(of.files.items()):
        if name.endswith((".bpmn", *ASKED)):
            sha.update(name.encode() + b"\n")
            sha.update(_undrawn(content) if name.endswith(".bpmn") else content)
    known = of.first_data({}, "portal")
    sha.update(json.dumps(known, sort_keys=True, default=str).encode())
    return sha.hexdigest()


def _undrawn(content: bytes) -> bytes:
    root = etree.fromstring(content)
    for drawn in root.findall("{*}BPMNDiagram"):
        root.remove(drawn)
    return bytes(etree.tostring(root, method="c14n"))


def write(of: Material, paths: Sequence[Path]) -> None:
    """Keep the paths of a procedure."""
    FOUND.mkdir(exist_ok=True)
    told = {"digest": digest(of), "paths": [_told(of, path) for path in paths]}
    place(of.code).write_text(_lines(told), encoding="utf-8")


def _lines(told: dict[str, Any]) -> str:
    """A line for each move: readable, and a change is seen."""
    moved = [[*path.pop("moves")] for path in told["paths"]]
    parts = []
    for path, moves in zip(told["paths"], moved, strict=True):
        first = json.dumps(path, ensure_ascii=False)[:-1]
        lines = ",\n".join("   " + json.dumps(move, ensure_ascii=False) for move in moves)
        parts.append(f'  {first}, "moves": [\n{lines}\n  ]}}')
    return f'{{"digest": "{told["digest"]}",\n "paths": [\n' + ",\n".join(parts) + "\n ]}\n"


def _told(of: Material, path: Path) -> dict[str, Any]:
    usual = of.config.get("settings", {})
    switched = {name: value for name, value in path.first["settings"].items() if value != usual.get(name)}
    told = {"channel": path.first["case"]["channel"], "answers": path.first["answers"]}
    return {**told, **({"settings": switched} if switched else {}), "moves": [*map(_move, path.moves)]}


def _move(move: Move) -> dict[str, Any]:
    return {name: value for name, value in vars(move).items() if value not in (None, "")}


@cache
def kept(code: str) -> Kept:
    """The paths that were found for a procedure. Raises FileNotFoundError."""
    told = json.loads(place(code).read_text(encoding="utf-8"))
    of = material(code)
    return Kept(told["digest"], [_path(of, one) for one in told["paths"]])


def _path(of: Material, told: dict[str, Any]) -> Path:
    first = of.first_data(told["answers"], told["channel"])
    first["settings"] |= told.get("settings", {})
    return Path(first, [Move(**move) for move in told["moves"]])


@cache
def walked(code: str) -> Found:
    """All kept paths of a procedure, walked again in the engine. Raises StepError."""
    of = material(code)
    graph = Graph(of.diagram.model)
    return Found(graph, of.own & graph.processes, [again(of, graph, path) for path in kept(code).paths])


def still_good(code: str) -> bool:
    """Do the kept paths still end, take all of the procedure's own flows, and say what its forms accept?"""
    if not place(code).exists():
        return False
    of = material(code)
    try:
        found = walked(code)
    except (StepError, KeyError, ValueError):
        return False
    own = {flow.id for flow in found.graph.flows.values() if flow.process in found.own}
    ended = all(path.finished for path in found.paths)
    return ended and own <= found.taken and all(_accepted(of, path) for path in found.paths)


def _accepted(of: Material, path: Path) -> bool:
    elements = of.diagram.model.elements
    said = [(elements[move.element].form, move.value) for move in path.moves if move.verb == "complete"]
    asked = [(of.config["form"], path.first["answers"]), *said]
    return all(of.form(form).filled(value) is not None for form, value in asked if form)


def stored() -> list[str]:
    """The procedures whose paths are kept."""
    return [code for code in codes() if place(code).exists()]
