"""Claiming a case that was filed at the counter."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.database import transaction
from app.journey import claim as claims
from app.refusal import Refusal
from app.web import gate, wording
from app.web.citizen import citizen

Answer = str | tuple[str, int] | Response


@citizen.get("/cereri/preia")
def claim() -> Answer:
    """Number and code from the counter's receipt."""
    return _page("", 200)


@citizen.post("/cereri/preia")
def take() -> Answer:
    """Bring the case into this account."""
    me = gate.actor()
    try:
        gate.limit("claim", str(me.person_id), 10, timedelta(hours=1))
        with transaction():
            number, code = request.form.get("number", ""), request.form.get("code", "")
            case = claims.claim(number, code, me, gate.house(), gate.now())
    except Refusal as refusal:
        return _page(wording.sentence(refusal.key, refusal.facts), wording.status(refusal.key))
    flash(_("Cererea este acum în contul dumneavoastră."), "success")
    return redirect(url_for("citizen.case", case_id=case.id), 303)


def _page(error: str, status: int) -> tuple[str, int]:
    page = render_template(
        "citizen/claim.html",
        number=request.form.get("number", ""),
        code=request.form.get("code", ""),
        error=error,
        errors=[("number", error)] if error else [],
    )
    return page, status
