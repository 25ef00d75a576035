"""How long registering takes: by channel and month, beside what it took in the paper days."""

import csv
import io
from datetime import date, timedelta
from uuid import UUID

from flask import render_template, request
from werkzeug.wrappers import Response

from app.cityhall import institutions
from app.cityhall.registry import baselines, measures
from app.cityhall.registry.measures import Line, Spread
from app.cityhall.registry.rules import romanian_day
from app.web import gate
from app.web.registry import measure_words
from app.web.registry.door import halls, registry

PERIODS = (1, 3, 12, 36)
DAYS = 30.5
BASELINE_KEEPERS = ("registrar", "public_relations", "administrator")
COLUMNS = [
    *("canal", "luna", "documente"),
    *(
        "asteptat_mediana_s",
        "asteptat_p95_s",
        "lucrat_mediana_s",
        "lucrat_p95_s",
        "total_mediana_s",
        "total_p95_s",
    ),
]


def hall() -> UUID:
    """The institution whose measures are shown: the one asked for, else the installed one."""
    mine, own = halls(), gate.installed()
    asked = next((one for one in mine if str(one) == request.args.get("institutie")), None)
    return asked or (own if own in mine else min(mine, key=str))


def period() -> tuple[int, date, date]:
    """How many months are shown, and from when until when."""
    months = request.args.get("luni", 12, type=int)
    months = months if months in PERIODS else 12
    today = romanian_day(gate.now())
    return months, today - timedelta(days=round(months * DAYS)), today


@registry.get("/masuratori", endpoint="measures")
def show() -> str:
    """The dashboard."""
    here, (months, since, until) = hall(), period()
    baseline = baselines.in_force(here)
    before = measures.spread_of(baseline.timed) if baseline else None
    whole = measures.by_channel(here, since, until)
    return render_template(
        "registry/measures.html",
        words=measure_words,
        here=here,
        halls=[one for one in institutions.everyone() if one.id in halls()],
        months=months,
        periods=PERIODS,
        since=since,
        until=until,
        lines=measures.by_month(here, since, until),
        whole=whole,
        baseline=baseline,
        before=before,
        enough=measures.ENOUGH,
        bars=_bars(whole, before),
        saving=measures.saving,
        may_time=gate.actor().holds(*BASELINE_KEEPERS),
    )


def _bars(lines: list[Line], before: Spread | None) -> list[tuple[str, float, float]]:
    """Each bar: its name, its seconds, its length out of 100; the paper days first."""
    named = [("", before.median)] if before else []
    named += [(line.channel, line.worked.median) for line in lines if line.worked.enough]
    longest = max((seconds for _name, seconds in named), default=0) or 1
    return [(name, seconds, max(100 * seconds / longest, 0.6)) for name, seconds in named]


@registry.get("/masuratori.csv")
def measures_csv() -> Response:
    """The same numbers, in seconds; groups that are too small stand with their size only."""
    _months, since, until = period()
    out = io.StringIO()
    written = csv.writer(out, delimiter=";")
    written.writerow(COLUMNS)
    for line in measures.by_month(hall(), since, until):
        written.writerow(_row(line))
    name = f"masuratori-{since:%Y-%m-%d}-{until:%Y-%m-%d}.csv"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=head)


def _row(line: Line) -> list[str]:
    spreads = (line.waited, line.worked, line.whole)
    seconds = [f"{value:.1f}".replace(".", ",") for one in spreads for value in (one.median, one.p95)]
    month = f"{line.month:%Y-%m}" if line.month else ""
    return [line.channel, month, str(line.worked.count), *(seconds if line.worked.enough else [""] * 6)]
