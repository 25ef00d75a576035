"""Connected cases in words, at the applicant's door and at the desk."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import url_for
from flask_babel import lazy_gettext as _

from app.cityhall.cases import connections
from app.cityhall.cases.models import Case

EARLIER: Mapping[str, object] = {
    "connected": _("La ea se dă un singur răspuns, pentru amândouă"),
    "repeated": _("La ea s-a răspuns; aceasta s-a clasat la numărul ei"),
    "attached": _("Documentele au fost adăugate la acest dosar"),
}
LATER: Mapping[str, object] = {
    "connected": _("Conexată aici: se dă un singur răspuns"),
    "repeated": _("A venit după răspuns și s-a clasat aici"),
    "attached": _("De aici au venit documente"),
}


class Line(NamedTuple):
    """One connected case: its number, what joins them, and its address when the reader may open it."""

    number: str
    title: str
    how: object
    href: str


def line(other: Case, kind: str, endpoint: str, *, earlier: bool) -> Line:
    """The other case as a line; without an endpoint it is only named."""
    how = (EARLIER if earlier else LATER)[kind]
    href = url_for(endpoint, case_id=other.id) if endpoint else ""
    title = str(other.answers.get("subject") or "") if endpoint else ""
    return Line(other.entry.legal_number, title, how, href)


def own(case: Case) -> list[Line]:
    """Connected cases of the same applicant; what others sent for the case is not told here."""
    others = connections.other_side(case.id, connections.of_case(case.id))
    return [
        line(other, kind, "citizen.case", earlier=earlier)
        for other, kind, earlier in others
        if other.applicant_id == case.applicant_id
    ]
