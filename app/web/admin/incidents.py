"""Incidents: the list, the page of one, and the three ways out."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import incidents as incident_list
from app.cityhall.incidents import Incident, Listed
from app.database import transaction
from app.journey import incidents as handling
from app.refusal import Refusal
from app.web import case_view, gate, paging, wording
from app.web.admin import door
from app.web.admin.door import admin
from app.web.paging import ON_A_PAGE

LONGEST_NUMBER = 9
Answer = str | tuple[str, int] | Response


@admin.get("")
def home() -> Response:
    """The list is what an administrator comes for."""
    return redirect(url_for("admin.incidents"))


@admin.get("/incidente")
def incidents() -> str:
    """What waits, the oldest first; or what was settled, the latest first."""
    settled = request.args.get("lista") == "rezolvate"
    asked = request.args.get("nr", "").strip().split("/")[0][:LONGEST_NUMBER]
    what = _listed(settled, int(asked) if asked.isdecimal() else None)
    total = incident_list.count(what)
    page, pages = paging.asked(total)
    return render_template(
        "admin/incidents.html",
        rooms=door.rooms("incidents"),
        tabs=_tabs(settled),
        found=incident_list.listed(what, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE),
        settled=settled,
        asked=asked,
        page=page,
        pages=pages,
        total=total,
    )


def _listed(settled: bool, number: int | None = None) -> Listed:
    return Listed(gate.actor(), gate.installed(), settled, number)


def _tabs(settled: bool) -> list[door.Tab]:
    lists = [(_("Deschise"), "deschise", False), (_("Rezolvate"), "rezolvate", True)]
    return [
        (title, url_for("admin.incidents", lista=name), incident_list.count(_listed(which)), which == settled)
        for title, name, which in lists
    ]


@admin.get("/incidente/<uuid:incident_id>")
def incident(incident_id: UUID) -> Answer:
    """One incident: what failed, why, where its case stands, and what can be done."""
    return _page(_mine(incident_id))


def _mine(incident_id: UUID, *, lock: bool = False) -> Incident:
    return incident_list.for_operator(incident_id, gate.actor(), gate.installed(), lock=lock)


def _page(found: Incident, refusal: Refusal | None = None) -> Answer:
    said = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    reasonless = refusal is not None and refusal.key == "incident.reason_needed"
    page = render_template(
        "admin/incident.html",
        incident=found,
        case=found.case,
        view=case_view.of(found.case, for_applicant=False) if found.case else None,
        said="" if reasonless else said,
        errors=[(_reason_field(), said)] if reasonless else [],
        typed={name: request.form.get(name, "") for name in ("reason-by_hand", "reason-give_up")},
    )
    return page, wording.status(refusal.key) if refusal else 200


def _reason_field() -> str:
    """Each way out asks for its own reason."""
    return f"reason-{(request.endpoint or '').rsplit('.')[-1]}"


def _reason() -> str:
    return request.form.get(_reason_field(), "")


@admin.post("/incidente/<uuid:incident_id>/incearca")
def retry(incident_id: UUID) -> Answer:
    """Try again."""
    return _do(
        incident_id, lambda one: handling.retry(one, gate.actor(), gate.now()), _("Se încearcă din nou.")
    )


@admin.post("/incidente/<uuid:incident_id>/rezolvat")
def by_hand(incident_id: UUID) -> Answer:
    """It was done by hand: the case goes on."""
    done = _("Notat: rezolvat de mână. Dosarul merge mai departe.")
    return _do(
        incident_id, lambda one: handling.settle_by_hand(one, _reason(), gate.actor(), gate.now()), done
    )


@admin.post("/incidente/<uuid:incident_id>/renunta")
def give_up(incident_id: UUID) -> Answer:
    """Nothing more is done about it."""
    done = _("Notat: s-a renunțat.")
    return _do(incident_id, lambda one: handling.give_up(one, _reason(), gate.actor(), gate.now()), done)


def _do(incident_id: UUID, act: Callable[[Incident], None], done: str) -> Answer:
    try:
        with transaction():
            act(_mine(incident_id, lock=True))
    except Refusal as refusal:
        return _page(_mine(incident_id), refusal)
    flash(done, "ok")
    return redirect(url_for("admin.incidents"), 303)
