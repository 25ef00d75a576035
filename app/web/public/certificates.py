"""`/urbanism/lista`: which urbanism certificates were issued in a month, as a page and as CSV."""

import csv
from datetime import date
from io import StringIO

from flask import Response, abort, render_template, request
from flask_babel import gettext as _

from app.cityhall.cases import published
from app.cityhall.registry.rules import romanian_day
from app.web import gate
from app.web.form_pages.wording import language
from app.web.public import public

FIRST = date(2026, 8, 1)  # the Code holds since 25.08.2026
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@public.get("/urbanism/lista")
def certificates() -> str:
    """The month asked for, this month otherwise."""
    month = _month()
    return render_template(
        "public/certificates.html",
        month=month,
        before=_shifted(month, -1),
        after=_shifted(month, 1),
        lines=published.certificates(month.year, month.month, language()),
    )


@public.get("/urbanism/lista.csv")
def certificates_csv() -> Response:
    """The same as open data."""
    month, out = _month(), StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Numărul"), _("Data"), _("Adresa imobilului"), _("Numărul cadastral"), _("Scopul")])
    for line in published.certificates(month.year, month.month, language()):
        row = [line.number, line.day.isoformat(), line.address, line.cadastral, line.purpose]
        writer.writerow([_harmless(cell) for cell in row])
    name = f"certificate-{month:%Y-%m}.csv"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8", headers=head)


def _month() -> date:
    """`?luna=2026-11`; 404 for what is no month, or one to come."""
    today = romanian_day(gate.now()).replace(day=1)
    asked = request.args.get("luna", "")
    try:
        found = date.fromisoformat(f"{asked}-01") if asked else today
    except ValueError:
        abort(404)
    if not FIRST <= found <= today:
        abort(404)
    return found


def _shifted(month: date, by: int) -> date | None:
    """The month before or after, when it has a list."""
    count = month.year * 12 + month.month - 1 + by
    found = date(count // 12, count % 12 + 1, 1)
    return found if FIRST <= found <= romanian_day(gate.now()) else None


def _harmless(cell: str) -> str:
    """A spreadsheet takes these signs for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
