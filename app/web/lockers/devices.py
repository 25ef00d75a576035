"""The screens beside a cabinet: a new one with a key shown once, one that is revoked."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cabinets import devices as screens
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.lockers import door
from app.web.lockers.door import lockers


@lockers.get("/<code>/ecrane")
def devices(code: str) -> str:
    """All screens the cabinet has or had."""
    return _page(code)


@lockers.post("/<code>/ecrane")
def make_device(code: str) -> Response | tuple[str, int]:
    """A new screen; its key stands on this one answer and nowhere else."""
    try:
        with transaction():
            cabinet = door.owned(code)
            who = gate.actor().person_id
            _made, key = screens.make(cabinet, request.form.get("name", ""), who, gate.now())
    except Refusal as refusal:
        return _page(code, why=wording.sentence(refusal.key, refusal.facts)), wording.status(refusal.key)
    answer = Response(_page(code, key=key))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@lockers.post("/<code>/ecrane/<uuid:device_id>/retrage")
def revoke_device(code: str, device_id: UUID) -> Response:
    """From now on that screen opens nothing."""
    with transaction():
        screens.revoke(device_id, door.owned(code).id, gate.actor().person_id, gate.now())
    flash(_("Ecranul nu mai poate deschide nicio ușă."), "ok")
    return redirect(url_for("lockers.devices", code=code), 303)


def _page(code: str, key: str = "", why: str = "") -> str:
    cabinet = door.owned(code)
    return render_template(
        "lockers/devices.html",
        cabinet=cabinet,
        screens=screens.of_cabinet(cabinet.id),
        key=key,
        why=why,
        typed=request.form.get("name", "") if why else "",
        errors=[("name", why)] if why else [],
    )
