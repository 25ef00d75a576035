"""What would become of each running case: it can move to an edition, or stays, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _

from app.cityhall.drafts import queries as drafts
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import Procedure
from app.journey import versions
from app.journey.versions import Edition, Forecast
from app.refusal import Refusal
from app.web import gate, obstacles
from app.web.studio.door import studio
from app.web.studio.drafts import shelf

DRAFT = "ciorna"
ON_A_PAGE = 50
COUNTED = 200


@dataclass(frozen=True)
class Line:
    """One case as the page shows it."""

    case_id: UUID
    number: str
    version: int
    stands: str
    can: bool
    words: list[str]


@dataclass(frozen=True)
class Summary:
    """How many of the first cases can move, and how many stay; `more` when there are others."""

    can: int
    stay: int
    more: bool


@studio.get("/<code>/previziune")
def forecast(code: str) -> str:
    """Case by case, fifty on a page."""
    procedure = drafts.procedure(code, gate.actor())
    to = request.args.get("la", DRAFT)
    lines, following = listed(edition(procedure, to), request.args.get("dupa", ""))
    return render_template(
        "studio/forecast.html",
        code=code,
        procedure_title=shelf.row(procedure, gate.actor(), gate.now()).title,
        here="draft" if to == DRAFT else "versions",
        draft_here="publish" if to == DRAFT else "",
        to=to,
        called=_("ciorna") if to == DRAFT else _("versiunea %(number)s", number=to),
        lines=lines,
        following=following,
    )


def edition(procedure: Procedure, to: str) -> Edition:
    """The draft or a version. Raises Refusal `draft.none`, `version.unknown`, or why it cannot run."""
    if to == DRAFT:
        draft = drafts.mine(procedure.code, gate.actor())
        return versions.of_files(procedure.id, drafts.files(draft.id))
    number = int(to) if to.isdecimal() and len(to) < 6 else 0
    return versions.of_version(procedures.numbered(procedure.code, procedure.institution_id, number))


def listed(to: Edition, after: str) -> tuple[list[Line], str]:
    """The cases after that one (17/2026), and after which the next page goes on; "" on the last."""
    found = [line(one) for one in islice(versions.foretell(to, _place(after)), ON_A_PAGE + 1)]
    shown = found[:ON_A_PAGE]
    return shown, shown[-1].number if len(found) > ON_A_PAGE else ""


def summary(to: Edition) -> Summary:
    """Counted over the first cases, so that the page of a busy procedure opens too."""
    found = [one.verdict.can for one in islice(versions.foretell(to), COUNTED + 1)]
    counted = found[:COUNTED]
    return Summary(sum(counted), len(counted) - sum(counted), len(found) > COUNTED)


def summary_of_files(procedure: Procedure, files: dict[str, bytes]) -> Summary | None:
    """The same of a draft; None while its diagram cannot run."""
    try:
        return summary(versions.of_files(procedure.id, files))
    except Refusal:
        return None


def line(one: Forecast) -> Line:
    """A verdict in words."""
    words = obstacles.all_told(one.verdict)
    return Line(one.case_id, one.number, one.version, ", ".join(one.stands_at), one.verdict.can, words)


def selected(values: Iterable[str]) -> list[UUID]:
    """The cases that were ticked; what is no id is nobody's."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _place(called: str) -> tuple[int, int]:
    number, _slash, year = called[:20].partition("/")
    return (int(year[:9]), int(number[:9])) if year.isdecimal() and number.isdecimal() else (0, 0)
