"""What a complaint is called on pages: its category, its state, how many said „și eu”."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.cityhall.complaints.actions import AFTER, BEFORE, PICTURES
from app.cityhall.complaints.models import Report
from app.cityhall.complaints.rules import State
from app.cityhall.documents.models import Document
from app.cityhall.forms import rules as forms
from app.cityhall.procedures import queries as procedures
from app.web.form_pages.wording import language

STATES: Mapping[State, tuple[object, str]] = {
    State.RECEIVED: (_("Primită"), "new"),
    State.CHECKING: (_("În verificare"), "work"),
    State.PLANNED: (_("Lucrare programată"), "wait"),
    State.RESOLVED: (_("Rezolvată"), "ok"),
    State.SANCTIONED: (_("Sancționată"), "ok"),
    State.UNFOUNDED: (_("Nu s-a confirmat"), "muted"),
    State.HANDED_OVER: (_("Preluată de operatorul competent"), "muted"),
    State.REDIRECTED: (_("Redirecționată"), "muted"),
    State.CONNECTED: (_("Alăturată alteia"), "muted"),
    State.WITHDRAWN: (_("Retrasă"), "muted"),
}


def state(report: Report) -> tuple[str, str]:
    """Word and tone, for `parts.tag`."""
    word, tone = STATES[report.state]
    return str(word), tone


def category(report: Report) -> str:
    """The category in the reader's language, as the form calls it."""
    return categories(report).get(report.category, report.category)


def categories(report: Report) -> dict[str, str]:
    """All categories of the form that the report was written on."""
    version = report.case.version
    return of_form(procedures.form(version.id, version.config["form"]))


def of_form(form: forms.FormDefinition) -> dict[str, str]:
    """The categories that a form offers."""
    return forms.choices(form, "category", language())


def kind(report: Report) -> str:
    """What exactly, within the category; "" where nothing more was asked."""
    version = report.case.version
    form = procedures.form(version.id, version.config["form"])
    field = f"{report.category}_kind"
    return forms.value_text(form, field, report.kind, language()) if field in forms.fields(form) else ""


def others(count: int) -> str:
    """How many people support it."""
    if count == 1:
        return str(gettext("Încă o persoană a spus „Și eu”"))
    return str(gettext("„Și eu”: %(count)s persoane", count=count))


def pictures(given: list[Document]) -> list[tuple[Document, str]]:
    """The photographs among a case's documents, with their words."""
    return [(one, said) for one in given if (said := picture(one))]


def picture(document: Document) -> str:
    """The words for a photograph of a place, taken before or after; "" for any other paper."""
    if document.latest.media_type not in PICTURES:
        return ""
    if document.kind == AFTER:
        return str(gettext("După verificare"))
    return str(gettext("Înainte, de la cetățean")) if document.paper_code == BEFORE else ""
