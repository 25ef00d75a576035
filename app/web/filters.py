"""Days, moments and bilingual texts as pages show them; hours are those of Bucharest."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import format_timedelta
from flask_babel import gettext as _

from app.cityhall.documents.models import Document
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.web import gate
from app.web.form_pages.wording import language


def init(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(day=day, moment=moment, ago=ago, said=said, lei=lei, titled=titled)


def day(value: date | datetime | None) -> str:
    """22.11.2026"""
    if value is None:
        return ""
    return f"{romanian_day(value) if isinstance(value, datetime) else value:%d.%m.%Y}"


def moment(value: datetime | None, *, seconds: bool = False) -> str:
    """22.11.2026, ora 10:05 (or 10:05:07, where the law wants the exact time)"""
    if value is None:
        return ""
    there = value.astimezone(BUCHAREST)
    clock = f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"
    return str(_("%(day)s, ora %(time)s", day=f"{there:%d.%m.%Y}", time=clock))


def ago(value: datetime | None) -> str:
    """Acum 3 zile"""
    if value is None:
        return ""
    return str(format_timedelta(value - gate.now(), add_direction=True))


def titled(document: Document) -> str:
    """What a document is called; those that the hall makes for every case, in the reader's language."""
    made = {"receipt": _("Dovada depunerii"), "request": _("Cererea completată")}
    return str(made.get(document.kind, document.title))


def lei(bani: int) -> str:
    """1550 → 15,50"""
    whole, rest = divmod(bani, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02}"


def said(words: Mapping[str, Any], key: str) -> Any:
    """A text of a procedure in the reader's language: `config|said("title")`."""
    return words.get(f"{key}_{language()}") or words.get(key, "")
