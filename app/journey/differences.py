"""What differs between two editions of a procedure's files, as facts that can be told in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.cityhall.forms.editing import files as form_files
from app.journey.comparing import diagrams, difference, forms, tables, texts
from app.journey.comparing.difference import Difference

__all__ = ["Difference", "between", "kept", "marks", "read"]

PARTS = ("diagram", "table", "form", "letter", "term", "notice", "papers", "scenario", "other")
# What is kept in a journal must stay small; the files themselves stay in both versions.
MOST_KEPT = 300


def between(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Difference]:
    """Every difference, the diagram's first; never raises on files that cannot be read."""
    rooms = (diagrams.between(old, new), tables.between(old, new), forms.between(old, new))
    rest = texts.between(old, new, _told_elsewhere)
    found = [one for room in (*rooms, rest) for one in room]
    return sorted(found, key=lambda one: PARTS.index(one.part))


def _told_elsewhere(path: str) -> bool:
    form = path.startswith(form_files.FOLDER) and path.endswith((form_files.SCHEMA, form_files.UI))
    return path.endswith((".bpmn", ".dmn")) or form


def kept(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """As the journal and a publication keep them."""
    return [one.plain() for one in list(found)[:MOST_KEPT]]


def read(rows: Iterable[Mapping[str, Any]]) -> list[Difference]:
    """As they were kept."""
    return [difference.read(one) for one in rows]


def marks(found: Iterable[Difference]) -> dict[str, str]:
    """For each thing of the diagrams the way in which it differs: added, removed or changed."""
    told = (one for one in found if one.part == "diagram" and one.element)
    return {one.element: one.kind for one in told}
