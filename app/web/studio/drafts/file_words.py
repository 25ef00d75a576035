"""The files of a draft in an analyst's words: what each is, and where it is edited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.cityhall.drafts import texts
from app.cityhall.drafts.models import DraftFile


@dataclass(frozen=True)
class Shown:
    """One file: where it is edited, and whether it is new or changed since the draft began."""

    file: DraftFile
    edit: str
    state: str


def grouped(
    code: str, files: Iterable[DraftFile], before: Mapping[str, bytes]
) -> list[tuple[str, str, list[Shown]]]:
    """The files under the heading of what they are: (title, its editor's address, files)."""
    kinds = {key: (title, address) for key, title, address in _kinds(code)}
    found: dict[str, list[Shown]] = {key: [] for key in kinds}
    for one in files:
        found[_kind(one.path)].append(Shown(one, _editor(code, one.path), _state(one, before)))
    return [(*kinds[key], shown) for key, shown in found.items() if shown]


def _kinds(code: str) -> list[tuple[str, str, str]]:
    def at(page: str) -> str:
        return url_for(f"studio.{page}", code=code)

    return [
        ("diagram", _("Diagrame"), at("modeler")),
        ("table", _("Tabele de decizie"), at("tables")),
        ("form", _("Formulare"), at("forms")),
        ("letter", _("Scrisori"), at("letters")),
        ("config", _("Setări, acte, înștiințări"), at("config")),
        ("scenario", _("Scenarii"), at("scenarios")),
    ]


def _kind(path: str) -> str:
    folder, _slash, _name = path.rpartition("/")
    by_folder = {"letters": "letter", "forms": "form", "scenarios": "scenario"}
    by_ending = {"bpmn": "diagram", "dmn": "table"}
    return by_folder.get(folder) or by_ending.get(path.rpartition(".")[2], "config")


def _editor(code: str, path: str) -> str:
    if path.endswith(".bpmn"):
        return url_for("studio.modeler", code=code, fisier=path)
    if path.endswith(".dmn"):
        return url_for("studio.table_editor", code=code, fisier=path)
    if path.endswith(texts.EDITABLE):
        return url_for("studio.edit_text", code=code, path=path)
    return ""


def _state(one: DraftFile, before: Mapping[str, bytes]) -> str:
    if one.path not in before:
        return "new"
    return "same" if before[one.path] == one.content else "changed"
