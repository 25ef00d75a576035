"""What a procedure's version says: its form, papers, letters, diagram files and configuration."""

import json
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from app.cityhall.forms import known
from app.cityhall.forms.rules import FormDefinition, definition
from app.cityhall.procedures import letters
from app.cityhall.procedures.models import Procedure, ProcedureFile, ProcedureVersion
from app.database import session
from app.refusal import Refusal


def offered() -> list[ProcedureVersion]:
    """The current version of every procedure, in every institution."""
    query = (
        select(ProcedureVersion)
        .join(Procedure)
        .where(ProcedureVersion.retired_at.is_(None))
        .order_by(Procedure.code)
    )
    return list(session().scalars(query))


def services() -> list[ProcedureVersion]:
    """Those that people begin themselves."""
    return [version for version in offered() if not version.for_staff]


def current(code: str, institution_id: uuid.UUID | None = None) -> ProcedureVersion:
    """The current version of a procedure. Raises Refusal `procedure.unknown`."""
    query = (
        select(ProcedureVersion)
        .join(Procedure)
        .where(Procedure.code == code, ProcedureVersion.retired_at.is_(None))
    )
    if institution_id is not None:
        query = query.where(Procedure.institution_id == institution_id)
    found = session().scalars(query.order_by(Procedure.institution_id)).first()
    if found is None:
        raise Refusal("procedure.unknown", code=code)
    return found


def version(version_id: uuid.UUID) -> ProcedureVersion:
    """A version by its id. Raises Refusal `procedure.unknown`."""
    found = session().get(ProcedureVersion, version_id)
    if found is None:
        raise Refusal("procedure.unknown", code="")
    return found


def versions(code: str, institution_id: uuid.UUID) -> list[ProcedureVersion]:
    """Every version of a procedure, the first one first. Raises Refusal `procedure.unknown`."""
    query = (
        select(ProcedureVersion)
        .join(Procedure)
        .where(Procedure.code == code, Procedure.institution_id == institution_id)
        .order_by(ProcedureVersion.number)
    )
    found = list(session().scalars(query))
    if not found:
        raise Refusal("procedure.unknown", code=code)
    return found


def numbered(code: str, institution_id: uuid.UUID, number: int) -> ProcedureVersion:
    """A version of a procedure by its number. Raises Refusal `procedure.unknown`, `version.unknown`."""
    for one in versions(code, institution_id):
        if one.number == number:
            return one
    raise Refusal("version.unknown", number=number)


def diagram_files(version_id: uuid.UUID) -> dict[str, bytes]:
    """The `*.bpmn` and `*.dmn` files of a version."""
    return drawings(_files(version_id))


def drawings(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The `*.bpmn` and `*.dmn` files among these."""
    return {
        path: content
        for path, content in files.items()
        if path.endswith((".bpmn", ".dmn")) and "/" not in path
    }


def form(version_id: uuid.UUID, name: str) -> FormDefinition:
    """A form of a version, by name. Raises Refusal `form.unknown`."""
    return _form(version_id, name)


def form_files(version_id: uuid.UUID, name: str) -> tuple[bytes | None, bytes | None]:
    """The two files of a form, to see whether two versions ask for the same."""
    return form_of(_files(version_id), name)


def form_of(files: Mapping[str, bytes], name: str) -> tuple[bytes | None, bytes | None]:
    """The two files of a form among these."""
    return files.get(f"forms/{name}.schema.json"), files.get(f"forms/{name}.ui.json")


def papers(version_id: uuid.UUID) -> list[dict[str, Any]]:
    """The papers a version may ask for."""
    return list(json.loads(_files(version_id).get("papers.json", b"[]")))


def defect_reasons(version_id: uuid.UUID) -> list[dict[str, Any]]:
    """Reason codes for what is wrong with a paper."""
    return list(json.loads(_files(version_id).get("forms/defects.json", b"[]")))


def letter_template(version_id: uuid.UUID, name: str) -> bytes:
    """The DOCX template of a letter. Raises Refusal `letter.unknown`."""
    try:
        return _files(version_id)[letters.template(name)]
    except KeyError as error:
        raise Refusal("letter.unknown", name=name) from error


def file(version_id: uuid.UUID, path: str) -> bytes | None:
    """Any other file of a version, such as a map of the territory."""
    return _files(version_id).get(path)


def version_files(version_id: uuid.UUID) -> dict[str, bytes]:
    """Every file of a version, by path."""
    return dict(_files(version_id))


def form_names(version_id: uuid.UUID) -> list[str]:
    """All forms of a version, the longest names first."""
    names = {
        path.removeprefix("forms/").removesuffix(".schema.json")
        for path in _files(version_id)
        if path.endswith(".schema.json")
    }
    return sorted(names, key=lambda name: (-len(name), name))


def notice_texts(version_id: uuid.UUID) -> bytes:
    """The wording of what is written to people (notices.toml)."""
    return _files(version_id)["notices.toml"]


# Versions never change, so what was read once is true for as long as the process lives.
@lru_cache(maxsize=64)
def _files(version_id: uuid.UUID) -> dict[str, bytes]:
    query = select(ProcedureFile).where(ProcedureFile.version_id == version_id)
    return {file.path: file.content for file in session().scalars(query)}


@lru_cache(maxsize=512)
def _form(version_id: uuid.UUID, name: str) -> FormDefinition:
    files = _files(version_id)
    try:
        schema = json.loads(files[f"forms/{name}.schema.json"])
    except KeyError as error:
        raise Refusal("form.unknown", name=name) from error
    ui = json.loads(files.get(f"forms/{name}.ui.json", b"{}"))
    lists = {path: known.values(files[f"forms/{file}"]) for path, file in ui.get("x-suggest", {}).items()}
    return definition(name, schema, ui, lists)
