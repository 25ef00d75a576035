"""What the examination of a file found, in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.cityhall.documents.models import Document
from app.cityhall.documents.texts import FileText

Rows = list[tuple[str, str]]


def of(document: Document, read: FileText | None) -> Rows:
    """Rows for a summary list: the file itself, then what its reader found."""
    latest = document.latest
    rows = [
        (_("Fișierul"), latest.filename),
        (_("Tipul"), latest.media_type),
        (_("Amprenta (SHA-256)"), latest.sha256),
    ]
    return rows + (_read(read) if read else [(_("Examinare"), _("încă necitit; un minut"))])


def _read(read: FileText) -> Rows:
    facts: dict[str, Any] = read.facts
    found = [
        (_("Pagini"), str(facts.get("pages") or "")),
        (_("Standard"), str(facts.get("standard") or "")),
        (_("Făcut cu"), str(facts.get("tool") or "")),
        (_("Fonturi"), _fonts(facts.get("fonts") or [])),
        (_("Semnături în fișier"), str(facts.get("signatures") or "")),
        (_("Fișiere înăuntru"), str(facts.get("attachments") or "")),
        (_("Textul"), _source(read)),
        (_("Atenție"), "; ".join(_warnings(facts))),
    ]
    return [row for row in found if row[1]]


def _fonts(names: list[str]) -> str:
    missing = [name.removesuffix(" *") for name in names if name.endswith(" *")]
    if not missing:
        return (
            str(ngettext("unul, inclus în fișier", "%(num)s, toate în fișier", len(names))) if names else ""
        )
    return str(_("nu sunt incluse în fișier: %(names)s", names=", ".join(missing)))


def _source(read: FileText) -> str:
    words = len(read.folded.split())
    if read.source == "none":
        return str(_("niciun text găsit"))
    said = ngettext("un cuvânt", "%(num)s cuvinte", words)
    return str(_("%(words)s, recunoscute din imagine", words=said) if read.source == "ocr" else said)


def _warnings(facts: dict[str, Any]) -> list[str]:
    said = {
        "encrypted": _("este protejat cu parolă"),
        "scripts": _("conține programe (JavaScript)"),
        "unreadable": _("nu a putut fi citit"),
        "file_missing": _("fișierul lipsește din depozit"),
        "file_damaged": _("fișierul din depozit este deteriorat"),
    }
    return [text for key, text in said.items() if facts.get(key)]
