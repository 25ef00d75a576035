"""Papers by cabinet, in the account: one's usual cabinet, the cabinet of one case, an hour at the counter."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import institutions
from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.cases import queries as cases_of
from app.cityhall.cases.models import Case
from app.database import transaction
from app.journey.lockers import cabinet_choices
from app.refusal import Refusal
from app.web import gate, visits, wording
from app.web.citizen import citizen
from app.web.visits import Places

Answer = str | tuple[str, int] | Response


@citizen.get("/cereri/caseta-mea")
def my_cabinet() -> str:
    """The cabinet for all that comes."""
    kept, everywhere = cabinet_choices.for_person(gate.actor().person_id), _everywhere()
    return render_template(
        "citizen/my_cabinet.html",
        cabinets=everywhere,
        chosen=next((one.code for one in everywhere if kept and one.id == kept.cabinet_id), ""),
        accessible=kept.accessible if kept else False,
    )


@citizen.post("/cereri/caseta-mea")
def choose_my_cabinet() -> Response:
    """Choose it, or leave the choice to the hall again."""
    me, code = gate.actor().person_id, request.form.get("cabinet", "")
    with transaction():
        if code:
            cabinet_choices.choose_for_person(me, code, gate.now(), accessible=_accessible())
        else:
            cabinet_choices.forget(me)
    flash(_("Am păstrat alegerea. Se aplică documentelor care nu au încă o ușă."), "success")
    return redirect(url_for("citizen.cases"), 303)


@citizen.get("/cereri/<uuid:case_id>/caseta")
def cabinet_of_case(case_id: UUID) -> str:
    """The cabinet for one case's paper, while no door is kept for it."""
    found = cases_of.own_case(case_id, gate.actor())
    chosen = cabinet_choices.for_case(found)
    return render_template(
        "citizen/cabinet.html",
        case=found,
        cabinets=cabinets.serving(found.institution_id),
        chosen=chosen,
        open=cabinet_choices.open_to(found),
    )


@citizen.post("/cereri/<uuid:case_id>/caseta")
def choose_cabinet_of_case(case_id: UUID) -> Response:
    """Choose it."""
    found = cases_of.own_case(case_id, gate.actor())
    try:
        with transaction():
            code = request.form.get("cabinet", "")
            cabinet_choices.choose_for_case(found, code, gate.now(), accessible=_accessible())
    except Refusal as refusal:
        flash(wording.sentence(refusal.key, refusal.facts), "error")
    else:
        flash(_("Am păstrat caseta aleasă."), "success")
    return redirect(url_for("citizen.case", case_id=case_id), 303)


@citizen.get("/cereri/<uuid:case_id>/programare")
def visit(case_id: UUID) -> visits.Answer:
    """The counter's free hours, for a paper that waits there."""
    return visits.page(_places(case_id))


@citizen.post("/cereri/<uuid:case_id>/programare")
def book_visit(case_id: UUID) -> visits.Answer:
    """Take one."""
    return visits.book(_places(case_id))


@citizen.post("/cereri/<uuid:case_id>/programare/renuntare")
def cancel_visit(case_id: UUID) -> Response:
    """Give it back."""
    return visits.cancel(_places(case_id))


def where(case: Case) -> cabinet_choices.Chosen | None:
    """The cabinet that a case's page names while one may still choose another; None when it is too late."""
    return cabinet_choices.for_case(case) if cabinet_choices.open_to(case) else None


def _places(case_id: UUID) -> Places:
    found = cases_of.own_case(case_id, gate.actor())
    return Places(found, url_for("citizen.case", case_id=case_id), url_for("citizen.visit", case_id=case_id))


def _everywhere() -> list[Cabinet]:
    """The cabinets of all institutions, each once, in order of their names."""
    found = {one.id: one for hall in institutions.everyone() for one in cabinets.serving(hall.id)}
    return sorted(found.values(), key=lambda one: one.name)


def _accessible() -> bool:
    return request.form.get("accessible") == "yes"
