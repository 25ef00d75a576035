"""The half-yearly report on petitions (OG 27/2002 art. 14): a page, and a file for a spreadsheet."""

import csv
import io
from typing import NamedTuple

from flask import render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases import half_year
from app.cityhall.cases.half_year import Counts, Half, Report
from app.cityhall.forms import rules
from app.cityhall.people.rights import HeldPost
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.refusal import Refusal
from app.web import case_view, gate, uploads
from app.web.desk.door import desk
from app.web.form_pages.wording import language

COLUMNS = (
    ("received", _("Primite")),
    ("in_time", _("Cu răspuns în termen")),
    ("late", _("Cu răspuns după termen")),
    ("redirected", _("Redirecționate")),
    ("closed", _("Clasate, conexate sau retrase")),
    ("in_work", _("În lucru")),
    ("overdue", _("În lucru, cu termenul depășit")),
)


class Row(NamedTuple):
    """A category and its counts."""

    title: str
    counts: Counts


@desk.get("/rapoarte/petitii")
def petition_report() -> str:
    """The report of the half year asked for, else of the present one."""
    report = _asked()
    return render_template(
        "desk/petition_report.html",
        report=report,
        rows=_rows(report),
        columns=COLUMNS,
        outcomes=[(str(case_view.OUTCOME[one][0]), count) for one, count in sorted(report.closed_as.items())],
        halves=_latest(report.half),
    )


@desk.get("/rapoarte/petitii.csv")
def petition_report_file() -> Response:
    """The same counts for a spreadsheet."""
    report = _asked()
    text = io.StringIO()
    out = csv.writer(text, delimiter=";")
    out.writerow([str(_("Domeniul")), *(str(title) for _name, title in COLUMNS)])
    for row in [*_rows(report), Row(str(_("Total")), report.total)]:
        out.writerow([row.title, *(getattr(row.counts, name) for name, _title in COLUMNS)])
    name = f"petitii-{report.half.year}-semestrul-{report.half.number}.csv"
    return uploads.send_bytes(b"\xef\xbb\xbf" + text.getvalue().encode(), "text/csv", name)


def _asked() -> Report:
    post, today = _post(), romanian_day(gate.now())
    present = half_year.of_day(today)
    year = request.args.get("an", present.year, type=int)
    number = request.args.get("semestru", present.number, type=int)
    known = 2000 <= year <= today.year and number in {1, 2}
    return half_year.report(post.institution_id, Half(year, number) if known else present, today)


def _post() -> HeldPost:
    """Whoever reports, or is reported to. Raises Refusal `door.closed`."""
    found = next((post for post in gate.actor().posts if post.role in half_year.READERS), None)
    if found is None:
        raise Refusal("door.closed")
    return found


def _rows(report: Report) -> list[Row]:
    version = procedures.current(half_year.PETITION)
    form = procedures.form(version.id, version.config["form"])
    titles = rules.choices(form, "category", language(), {})
    return [Row(title, report.by_category.get(name, Counts())) for name, title in titles.items()]


def _latest(half: Half) -> list[Half]:
    """The half asked for and the three before it."""
    found = [half]
    while len(found) < 4:
        year, number = found[-1]
        found.append(Half(year, 1) if number == 2 else Half(year - 1, 2))
    return found
