"""The public monthly list of urbanism certificates (Legea 169/2026 art. 314): places, purposes, no names."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.cityhall.cases.models import Case
from app.cityhall.forms import rules
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.special import SpecialEntry
from app.database import session

REGISTER = "certificates"
MOST = 2000
# What the purpose is told by: choices of the form, never free text, which may hold a name.
PURPOSE = ("works", "works_kind", "operation")


@dataclass(frozen=True)
class Line:
    """One certificate as anybody may read it."""

    number: str
    day: date
    address: str
    cadastral: str
    purpose: str


def certificates(year: int, month: int, lang: str = "ro") -> list[Line]:
    """The certificates of one month, in the order of their numbers."""
    last = calendar.monthrange(year, month)[1]
    query = (
        select(SpecialEntry, Case)
        .join(Case, Case.id == SpecialEntry.case_id)
        .where(
            SpecialEntry.register == REGISTER,
            SpecialEntry.entered_on.between(date(year, month, 1), date(year, month, last)),
        )
        .order_by(SpecialEntry.institution_id, SpecialEntry.number)
        .limit(MOST)
    )
    return [_line(entry, case, lang) for entry, case in session().execute(query).unique()]


def _line(entry: SpecialEntry, case: Case, lang: str) -> Line:
    form = procedures.form(case.version_id, case.version.config["form"])
    words = [title for name in PURPOSE if (title := _words(form, case.answers, name, lang))]
    title = str(case.version.config.get(f"title_{lang}") or case.version.config["title"])
    return Line(
        number=str(entry.number),
        day=entry.entered_on,
        address=_words(form, case.answers, "property_address", lang),
        cadastral=", ".join(_cadastral(case.answers)),
        purpose=": ".join([title, ", ".join(words)] if words else [title]),
    )


def _words(form: rules.FormDefinition, answers: Mapping[str, Any], name: str, lang: str) -> str:
    return rules.value_text(form, name, answers[name], lang) if name in answers else ""


def _cadastral(answers: Mapping[str, Any]) -> Iterator[str]:
    """The land's numbers; where there is none, the land book's."""
    for row in [answers, *answers.get("properties", ())]:
        number = row.get("cadastral_number") or row.get("land_book_number")
        if number:
            yield str(number)
