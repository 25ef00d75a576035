"""Planning, upkeep, the fire list and the figures of one cabinet."""

from datetime import datetime, time, timedelta

from flask import Response, render_template

from app.cityhall import journal
from app.cityhall.cabinets import compartments, contents, figures, planning
from app.cityhall.cabinets.rules import policy
from app.cityhall.lockers import queries as parcels
from app.cityhall.lockers import waiting
from app.cityhall.registry.rules import BUCHAREST
from app.database import transaction
from app.journey.csv_text import BEGINNING, csv_text
from app.web import gate
from app.web.lockers import door, words
from app.web.lockers.door import lockers

WEEKS = 12


@lockers.get("/<code>/planificare")
def plan(code: str) -> str:
    """How full this evening and tomorrow, and who waits."""
    cabinet = door.cabinet(code)
    doors, lying = compartments.of(cabinet.id), parcels.at_the_door(cabinet.id)
    ages = planning.collected_after(cabinet.id, gate.now())
    hour = policy(cabinet.institution_id, door.today())["evening_hour"]
    return render_template(
        "lockers/plan.html",
        cabinet=cabinet,
        evenings=[
            (then, planning.forecast(doors, lying, ages, then, gate.now())) for then in _evenings(hour)
        ],
        known=len(ages),
        waiting=waiting.open_at(cabinet.id),
    )


@lockers.get("/<code>/intretinere")
def upkeep(code: str) -> str:
    """What is out of service, and what is to be cleaned."""
    cabinet = door.cabinet(code)
    doors = compartments.of(cabinet.id)
    every = policy(cabinet.institution_id, door.today())["clean_days"]
    return render_template(
        "lockers/upkeep.html",
        cabinet=cabinet,
        blocked=[one for one in doors if one.state == "blocked"],
        unwell=[one for one in doors if one.door == "jammed" or one.state == "needs_check"],
        due=compartments.to_clean(doors, timedelta(days=every), gate.now()),
        every=every,
    )


@lockers.get("/<code>/inventar")
def fire_list(code: str) -> str:
    """Everything that lies in the cabinet, to be printed when it must be emptied at once."""
    cabinet = door.cabinet(code)
    lying = contents.lying(cabinet, door.halls())
    with transaction():
        who, about = gate.actor().person_id, ("cabinet", cabinet.id)
        journal.note("cabinet.listed", gate.now(), actor_id=who, about=about, facts={"papers": len(lying)})
    return render_template("lockers/fire.html", cabinet=cabinet, lying=sorted(lying.items()))


@lockers.get("/<code>/cifre", endpoint="figures")
def figures_page(code: str) -> str:
    """By week."""
    cabinet = door.cabinet(code)
    return render_template("lockers/figures.html", cabinet=cabinet, weeks=_weeks(code))


@lockers.get("/<code>/cifre.csv")
def figures_csv(code: str) -> Response:
    """The same for a spreadsheet."""
    head = ("saptamana", "ridicari", "depuneri", "ridicate", "scoase", "expirate_la_suta")
    rows = [(*head, "ore_mediana", "ore_p95", "secunde_usa_deschisa")]
    for one in _weeks(code):
        counts = (one.pick_ups, one.drop_offs, one.collected, one.returned, one.expired_share)
        shown = ["" if value is None else str(value) for value in counts]
        times = [words.number(value) for value in (one.median_hours, one.p95_hours, one.open_seconds)]
        rows.append((one.monday.isoformat(), *shown, *times))  # type: ignore[arg-type]
    named = {"Content-Disposition": f"attachment; filename=caseta-{door.cabinet(code).code}.csv"}
    return Response(BEGINNING + csv_text(rows), mimetype="text/csv", headers=named)


def _weeks(code: str) -> list[figures.Week]:
    return figures.weeks(door.cabinet(code).id, gate.now() - timedelta(weeks=WEEKS))


def _evenings(hour: int) -> list[datetime]:
    """The next two times that it is that hour in Bucharest."""
    today = datetime.combine(door.today(), time(hour), BUCHAREST)
    days = [today + timedelta(days=ahead) for ahead in range(3)]
    return [then for then in days if then > gate.now()][:2]
