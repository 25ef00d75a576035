"""Choices of a task's form that only the hall knows: its departments, the reasons of defects, the papers."""

from collections.abc import Callable, Iterator, Mapping

from flask_babel import gettext as _

from app.cityhall import institutions
from app.cityhall.cases import connections
from app.cityhall.cases.models import Case
from app.cityhall.complaints import queries as complaints
from app.cityhall.complaints.models import Report
from app.cityhall.forms import rules
from app.cityhall.people import posts
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.journey import deciding
from app.web import audience_choices, filters, gate
from app.web.form_pages.wording import language

Pairs = list[tuple[str, str]]


def _departments(case: Case) -> Pairs:
    return [(one.code, one.name) for one in institutions.departments(case.institution_id)]


def _desks(case: Case) -> Pairs:
    """Departments where somebody can work on a case today."""
    staffed = posts.staffed(case.institution_id, "officer", romanian_day(gate.now()))
    return [
        (one.code, one.name) for one in institutions.departments(case.institution_id) if one.id in staffed
    ]


def _advisers(case: Case) -> Pairs:
    """Desks other than the case's own."""
    own = case.department.code if case.department else ""
    return [pair for pair in _desks(case) if pair[0] != own]


def _officials(case: Case) -> Pairs:
    """Everybody who works here, by name, with their titles."""
    return posts.people(case.institution_id, romanian_day(gate.now()))


def _earlier(case: Case) -> Pairs:
    """Earlier petitions of the same petitioner that look like this one."""
    return [(one.case.entry.legal_number, twin_words(one)) for one in connections.twins(case)]


def twin_words(twin: connections.Twin) -> str:
    """An earlier petition, and why it is proposed."""
    state = _("deschisă") if twin.open else _("cu răspuns")
    why = _("numită de petent") if twin.named else _("cuvinte comune: %(share)s la sută", share=twin.alike)
    subject = str(twin.case.answers.get("subject", ""))
    return f"{twin.case.entry.legal_number}, {subject} ({state}; {why})"


def _defect_reasons(case: Case) -> Pairs:
    title = f"title_{language()}"
    return [
        (one["code"], one.get(title) or one["title"]) for one in procedures.defect_reasons(case.version_id)
    ]


def _papers(case: Case) -> Pairs:
    papers = deciding.papers(case.version, deciding.of_case(case), language())
    return [(paper.code, paper.title) for paper in papers]


def _twins(case: Case) -> Pairs:
    """Open complaints of the same kind at the same place, for the dispatcher to join this one to."""
    return [(str(one.id), one_line(one)) for one in complaints.near(case, gate.now())]


def one_line(report: Report) -> str:
    """A report as one line: number, day, street."""
    day = filters.day(report.reported_at)
    return f"{report.case.entry.legal_number}, {day}, {report.street or report.landmark}".rstrip(", ")


CHOICES: Mapping[str, Callable[[Case], Pairs]] = {
    "departments": _departments,
    "desks": _desks,
    "advisers": _advisers,
    "officials": _officials,
    "earlier_petitions": _earlier,
    "defect_reasons": _defect_reasons,
    "papers": _papers,
    "audience_officials": audience_choices.officials,
    "audience_slots": audience_choices.slots,
    "twins": _twins,
}


class _WhenAsked(Mapping[str, Pairs]):
    """The choices of a case, each looked up when somebody asks for it: a page shows few of them."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._found: dict[str, Pairs] = {}

    def __getitem__(self, source: str) -> Pairs:
        if source not in self._found:
            self._found[source] = CHOICES[source](self._case)
        return self._found[source]

    def __iter__(self) -> Iterator[str]:
        return iter(CHOICES)

    def __len__(self) -> int:
        return len(CHOICES)


def options(case: Case) -> rules.Options:
    """The choices that a form of this case asks for by name (`x-options`)."""
    return _WhenAsked(case)


def asked_by(form: rules.FormDefinition, case: Case) -> rules.Options:
    """The choices of one form."""
    sources = set(form.ui.get("x-options", {}).values())
    return {source: CHOICES[source](case) for source in CHOICES.keys() & sources}
