"""A cabinet comes into use, is described otherwise, is closed and opened again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import institutions
from app.cityhall.cabinets import actions, queries
from app.cityhall.cabinets.actions import Description
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.lockers import queries as parcels
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.lockers import door
from app.web.lockers.door import lockers

Answer = str | tuple[str, int] | Response
FIELDS = {
    "cabinet.name_missing": "name",
    "cabinet.place_missing": "place",
    "cabinet.phone_wrong": "phone",
    "cabinet.code_missing": "code",
}


@lockers.get("/noua")
def new_cabinet() -> Answer:
    """A cabinet whose controller is connected (`LOCKERS`) and which nobody has named yet."""
    return _new()


@lockers.post("/noua")
def add_cabinet() -> Answer:
    """It comes into use in the institution chosen; everything typed stays when something is wrong."""
    try:
        with transaction():
            where = _institution(request.form.get("institution", ""))
            code = request.form.get("code", "")
            if code not in _unnamed():
                raise Refusal("cabinet.code_missing")
            made = actions.add(code, where, _told(), gate.actor().person_id, gate.now())
            code = made.code
    except Refusal as refusal:
        return _new(_error(refusal)), wording.status(refusal.key)
    flash(_("Caseta este în folosință. Ușile apar la primul răspuns al controlerului."), "ok")
    return redirect(url_for("lockers.map", code=code), 303)


@lockers.get("/<code>/despre")
def about(code: str) -> Answer:
    """Its name, place and phone; closed and opened here."""
    return _about(door.owned(code, closed=True))


@lockers.post("/<code>/despre")
def describe(code: str) -> Answer:
    """Keep what was typed."""
    try:
        with transaction():
            found = door.owned(code, closed=True)
            actions.describe(found, _told(), gate.actor().person_id, gate.now())
    except Refusal as refusal:
        if refusal.key not in FIELDS:
            raise
        return _about(door.owned(code, closed=True), _error(refusal)), 422
    flash(_("S-a păstrat."), "ok")
    return redirect(url_for("lockers.about", code=code), 303)


@lockers.post("/<code>/inchide")
def close_cabinet(code: str) -> Response:
    """Out of use, once nothing lies there."""
    with transaction():
        found = door.owned(code)
        actions.close(found, parcels.lying_in(found.id), gate.actor().person_id, gate.now())
    flash(_("Caseta nu mai este în folosință."), "ok")
    return redirect(url_for("lockers.about", code=code), 303)


@lockers.post("/<code>/redeschide")
def reopen_cabinet(code: str) -> Response:
    """Back in use."""
    with transaction():
        actions.reopen(door.owned(code, closed=True), gate.actor().person_id, gate.now())
    flash(_("Caseta este din nou în folosință."), "ok")
    return redirect(url_for("lockers.about", code=code), 303)


def _unnamed() -> list[str]:
    """Controllers that are connected and belong to no cabinet yet."""
    known = queries.codes()
    return sorted(code for code in gate.house().outside.lockers if code not in known)


def _institution(told: str) -> UUID:
    """One of the reader's own; the only one without asking. Raises Refusal `door.closed`."""
    own = {str(one): one for one in door.halls()}
    if not told and len(own) == 1:
        return next(iter(own.values()))
    if told not in own:
        raise Refusal("door.closed")
    return own[told]


def _told() -> Description:
    form = request.form
    shared = form.get("shared") == "yes"
    return Description.of(form.get("name", ""), form.get("place", ""), form.get("phone", ""), shared=shared)


def _error(refusal: Refusal) -> tuple[str, str]:
    return FIELDS.get(refusal.key, ""), str(wording.sentence(refusal.key, refusal.facts))


def _new(error: tuple[str, str] | None = None) -> str:
    halls = [one for one in institutions.everyone() if one.id in door.halls()]
    return render_template(
        "lockers/new.html",
        codes=[(code, code) for code in _unnamed()],
        halls=[(str(one.id), one.name) for one in halls],
        typed=request.form,
        errors=[error] if error else [],
    )


def _about(cabinet: Cabinet, error: tuple[str, str] | None = None) -> str:
    shared = "yes" if cabinet.shared else ""
    kept = {"name": cabinet.name, "place": cabinet.place, "phone": cabinet.phone, "shared": shared}
    return render_template(
        "lockers/about.html",
        cabinet=cabinet,
        typed=request.form if error else kept,
        lying=parcels.lying_in(cabinet.id),
        errors=[error] if error else [],
    )
