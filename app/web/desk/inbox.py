"""The inbox: four boxes, the most urgent first; taking a task and giving it back."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases import actions, boxes
from app.cityhall.cases import queries as cases
from app.database import StaleDataError, transaction
from app.refusal import Refusal
from app.web import gate, paging
from app.web.desk import sent, tasks
from app.web.desk.door import desk
from app.web.paging import ON_A_PAGE

BOXES = {"de-preluat": "free", "ale-mele": "mine", "ale-echipei": "team", "terminate": "finished"}


@desk.get("")
def inbox() -> str:
    """One box of the inbox, with the counters of all."""
    shown = request.args.get("lista", "")
    shown = shown if shown in BOXES else "de-preluat"
    counts = boxes.counts(gate.actor())
    page, pages = paging.asked(counts[BOXES[shown]])
    found = boxes.tasks(gate.actor(), BOXES[shown], limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE)
    return render_template(
        "desk/inbox.html", shown=shown, tabs=_tabs(shown, counts), tasks=found, page=page, pages=pages
    )


def _tabs(shown: str, counts: dict[str, int]) -> list[tuple[str, str, int, bool]]:
    titles = {
        "de-preluat": _("De preluat"),
        "ale-mele": _("Ale mele"),
        "ale-echipei": _("Ale echipei"),
        "terminate": _("Terminate"),
    }
    return [
        (titles[name], url_for("desk.inbox", lista=name), counts[box], name == shown)
        for name, box in BOXES.items()
    ]


@desk.post("/sarcini/<uuid:task_id>/preia")
def claim(task_id: UUID) -> Response:
    """Take a task on oneself."""
    with transaction():
        actions.claim(cases.staff_task(task_id, gate.actor()), gate.actor(), gate.now())
    return redirect(url_for("desk.task", task_id=task_id), 303)


@desk.post("/sarcini/<uuid:task_id>/elibereaza")
def release(task_id: UUID) -> tasks.Answer:
    """Give a task back to the team; what was typed stays with it."""
    try:
        with transaction():
            task = cases.staff_task(task_id, gate.actor())
            sent.keep(task)
            tasks.write_note(task)
            actions.release(task, gate.actor(), gate.now())
    except (Refusal, StaleDataError) as error:
        return tasks.refused(task_id, error)
    flash(_("Sarcina a fost dată înapoi echipei. Ce ați scris s-a păstrat cu ea."), "ok")
    return redirect(url_for("desk.inbox"), 303)
