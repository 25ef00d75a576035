"""Choices of the audience forms: who receives, and which hours are kept for a case."""

from flask_babel import gettext as _

from app.cityhall.audiences import queries
from app.cityhall.cases.models import Case
from app.journey import audiences
from app.web.form_pages.wording import language

OTHER = "other"
Pairs = list[tuple[str, str]]


def officials(case: Case) -> Pairs:
    """Everybody with a programme in the case's institution."""
    english = language() == "en"
    found = queries.officials(case.institution_id)
    return [(one.code, one.title_en if english else one.title) for one in found]


def slots(case: Case) -> Pairs:
    """The hours kept for the case, and that none of them suits."""
    held = [
        (str(one.id), f"{audiences.spoken(one.starts_at, language())}, {one.room}")
        for one in queries.held(case.id)
    ]
    return [*held, (OTHER, _("Niciuna nu mi se potrivește, propuneți-mi altele"))]
