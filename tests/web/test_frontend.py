"""The built bundles are those of the sources beside them, and speak Romanian."""

import hashlib
import json
import re
from pathlib import Path

from tests.hall import ROOT

BUILT = ROOT / "app" / "web" / "static" / "vendor" / "studio-1"
SOURCES = ROOT / "frontend"
MANIFEST = json.loads((BUILT / "MANIFEST.json").read_text("utf-8"))


def test_the_bundles_are_built_from_what_stands_in_frontend() -> None:
    """Fails when somebody changed a source or a version and forgot `make frontend`."""
    assert _hashes(SOURCES, MANIFEST["inputs"]) == MANIFEST["inputs"]
    assert _hashes(BUILT, MANIFEST["outputs"]) == MANIFEST["outputs"]
    there = {path.name for path in BUILT.iterdir()}
    assert there == {*MANIFEST["outputs"], "MANIFEST.json"}


def test_versions_are_exact_and_the_lock_holds_them() -> None:
    wanted = json.loads((SOURCES / "package.json").read_text("utf-8"))
    locked = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    asked = wanted["dependencies"] | wanted["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_every_package_is_named_with_its_licence() -> None:
    licences = (BUILT / "LICENSES.txt").read_text("utf-8")
    known = re.compile(r"(MIT|ISC|CC0|Apache-2\.0|SEE LICENSE IN LICENSE)")
    for name, said in MANIFEST["packages"].items():
        version, licence = said.split(", ", 1)
        assert known.fullmatch(licence), name
        assert f"\n{name} {version} (" in f"\n{licences}", name
    assert "The bpmn.io license" in licences or "bpmn.io" in licences
    assert licences.count("SIL OPEN FONT LICENSE") >= 2


def test_every_text_of_the_modeler_has_its_romanian() -> None:
    romanian = json.loads((ROOT / "app/web/studio/modeling/modeler_ro.json").read_text("utf-8"))
    assert [text for text in MANIFEST["phrases"] if text not in romanian] == []
    assert not any(set("\u015f\u0163\u015e\u0162") & set(said) for said in romanian.values())


def test_no_bundle_evaluates_text() -> None:
    """The content policy forbids it; the one fallback in dmn.js is for browsers that are gone."""
    for path in BUILT.glob("*.js"):
        text = path.read_text("utf-8")
        assert "eval(" not in text, path.name
        assert len(re.findall(r"\bnew Function\b|\bFunction\(", text)) <= (path.name == "dmn.js"), path.name


def _hashes(folder: Path, names: dict[str, str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
