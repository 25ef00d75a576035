"""All cabinets at a glance, and what is wrong at them."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cabinets import alarms, compartments, queries, rules
from app.cityhall.cabinets.models import Cabinet
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.lockers import door
from app.web.lockers.door import lockers

LATELY = 30


@lockers.get("/")
def home() -> str:
    """The cabinets, how full each is and whether it answers."""
    shown = [(one, _glance(one)) for one in door.cabinets()]
    return render_template("lockers/home.html", cabinets=shown, closed=queries.closed_ones(door.halls()))


@lockers.get("/alarme")
def alarm_list() -> str:
    """What rings now, and what ended lately."""
    return _alarms()


@lockers.post("/alarme/<uuid:alarm_id>")
def end_alarm(alarm_id: UUID) -> Response | tuple[str, int]:
    """Somebody looked: what it was."""
    try:
        with transaction():
            found = alarms.by_id(alarm_id)
            if not door.owns(found.cabinet):
                raise Refusal("alarm.unknown")
            alarms.end_by(found, request.form.get("note", ""), gate.actor().person_id, gate.now())
    except Refusal as refusal:
        if refusal.key != "alarm.note_missing":
            raise
        return _alarms(alarm_id, wording.sentence(refusal.key, refusal.facts)), 422
    flash(_("Alarma este încheiată."), "ok")
    return redirect(url_for("lockers.alarm_list"), 303)


def _alarms(wrong: UUID | None = None, why: str = "") -> str:
    own = [one.id for one in door.cabinets() if door.owns(one)]
    return render_template(
        "lockers/alarms.html",
        ringing=alarms.ringing(own),
        ended=alarms.lately(own, LATELY),
        wrong=wrong,
        why=why,
        errors=[(f"note-{wrong}", why)] if wrong else [],
    )


def _glance(one: Cabinet) -> dict[str, int]:
    doors = compartments.of(one.id)
    return {
        "doors": len(doors),
        "taken": sum(each.state in rules.TAKEN for each in doors),
        "free": sum(each.state == "free" for each in doors),
        "blocked": sum(each.state == "blocked" for each in doors),
        "alarms": len(alarms.ringing([one.id])) if door.owns(one) else 0,
    }
