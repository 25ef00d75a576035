"""The compartment of a task: opening its door, and the sheet that goes on the envelope."""

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.cityhall.cases import queries as cases
from app.cityhall.lockers import grants
from app.cityhall.lockers import queries as lockers
from app.database import transaction
from app.journey import secrets
from app.journey.lockers import deliver
from app.refusal import Refusal
from app.web import gate, qr
from app.web.desk.door import desk


@desk.post("/sarcini/<uuid:task_id>/deschide-usa")
def open_door(task_id: UUID) -> Response:
    """Ask for the door; the worker opens it within the second."""
    with transaction():
        task = cases.staff_task(task_id, gate.actor())
        deliver.ask_to_open(task, gate.actor(), gate.now())
    return redirect(url_for("desk.task", task_id=task_id, _anchor="usa"), 303)


@desk.get("/sarcini/<uuid:task_id>/plic")
def cover(task_id: UUID) -> str:
    """The sheet for the envelope: whose it is, its number, its door."""
    task = cases.staff_task(task_id, gate.actor())
    parcel = lockers.latest(task.case_id)
    envelope = grants.envelope(parcel.id) if parcel is not None else None
    if parcel is None or envelope is None:
        raise Refusal("parcel.unknown")
    pin = secrets.grant_pin(gate.house(), envelope)
    return render_template(
        "desk/cover.html",
        task=task,
        case=task.case,
        parcel=parcel,
        code=qr.svg(secrets.grant_token(gate.house(), envelope)),
        pin=(pin[:4], pin[4:]),
    )
