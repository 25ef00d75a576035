"""Works of a department: boxes, taking one, giving it back, returning it, finishing it."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.routing import queries, rules
from app.cityhall.routing.batches import ASSIGNMENT, MOST, Picked
from app.cityhall.routing.models import Assignment
from app.database import StaleDataError, transaction
from app.journey import routing as journey
from app.journey import routing_batches as many
from app.refusal import Refusal
from app.web import gate, paging, wording
from app.web.paging import ON_A_PAGE
from app.web.routing import door, orders, papers
from app.web.routing.door import routing

BOXES = {
    "de-preluat": "free",
    "ale-mele": "mine",
    "in-locul": "stead",
    "ale-echipei": "team",
    "terminate": "finished",
}
Answer = str | tuple[str, int] | Response


@routing.get("/lucrari")
def works() -> str:
    """One box of works, with the counters of all."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    shown = request.values.get("lista", "")
    actor, away = gate.actor(), journey.away(gate.actor(), gate.now())
    counts = {name: queries.count_works(actor, box, away) for name, box in BOXES.items()}
    if shown not in BOXES:
        shown = next((name for name in ("ale-mele", "de-preluat", "in-locul") if counts[name]), "de-preluat")
    page, pages = paging.asked(counts[shown])
    said = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    return render_template(
        "routing/works.html",
        rooms=door.rooms("works"),
        boxes=_tabs(shown, counts),
        shown=shown,
        works=queries.works(actor, BOXES[shown], away, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE),
        reassigns=shown in ("de-preluat", "ale-echipei") and door.routes(actor),
        people=orders.people(actor.posts[0].institution_id, actor),
        errors=[("", said)] if said else [],
        page=page,
        pages=pages,
    )


def _tabs(shown: str, counts: dict[str, int]) -> list[door.Tab]:
    titles = {
        "de-preluat": _("De preluat"),
        "ale-mele": _("Ale mele"),
        "in-locul": _("În locul colegilor"),
        "ale-echipei": _("Ale echipei"),
        "terminate": _("Terminate"),
    }
    return [
        (titles[name], url_for("routing.works", lista=name), counts[name], name == shown)
        for name in BOXES
        if name != "in-locul" or counts[name] or name == shown
    ]


@routing.post("/lucrari")
def reassign_many() -> Answer:
    """Give all the chosen works to one colleague, or back to their departments."""
    try:
        with transaction():
            batch = many.reassign(_picked(), orders.person("holder"), gate.actor(), gate.now())
    except Refusal as refusal:
        if refusal.key == "routing.not_router":
            raise
        return _page(refusal), wording.status(refusal.key)
    flash(_("Lucrările alese se dau mai departe."), "ok")
    return redirect(url_for("routing.batch", batch_id=batch.id), 303)


def _picked() -> list[Picked]:
    """Of what the actor's desks show, the chosen ones."""
    wanted = set(request.form.getlist("pick"))
    actor = gate.actor()
    shown = [one for box in ("free", "team") for one in queries.works(actor, box, limit=MOST)]
    if not request.form.get("all"):
        shown = [one for one in shown if str(one.id) in wanted]
    mine = [
        one for one in shown if rules.router(actor, one.item.institution_id, one.department_id) is not None
    ]
    return [Picked(ASSIGNMENT, one.id, one.item.entry.legal_number) for one in mine][:MOST]


@routing.post("/lucrari/<uuid:assignment_id>/preia")
def take(assignment_id: UUID) -> Answer:
    """Take a work on oneself."""
    return _do(
        assignment_id,
        lambda: journey.take(assignment_id, gate.actor(), gate.now()),
        _("Ați preluat lucrarea."),
    )


@routing.post("/lucrari/<uuid:assignment_id>/elibereaza")
def give_back(assignment_id: UUID) -> Answer:
    """Give it back to the department."""
    done = _("Lucrarea este din nou a compartimentului; o poate prelua oricine.")
    return _do(assignment_id, lambda: journey.give_back(assignment_id, gate.actor(), gate.now()), done)


@routing.post("/lucrari/<uuid:assignment_id>/intoarce")
def send_back(assignment_id: UUID) -> Answer:
    """Return it to the head, with a reason."""
    reason, done = request.form.get("reason", ""), _("Lucrarea s-a întors la șef, cu motivul.")
    return _do(
        assignment_id, lambda: journey.send_back(assignment_id, reason, gate.actor(), gate.now()), done
    )


@routing.post("/lucrari/<uuid:assignment_id>/termina")
def finish(assignment_id: UUID) -> Answer:
    """It is solved; how, and with which answer."""
    answer, number = request.form.get("answer", ""), request.form.get("answer_entry", "")
    done = _("Lucrarea a fost încheiată; modul rezolvării este scris în registru.")
    return _do(
        assignment_id, lambda: journey.finish(assignment_id, answer, number, gate.actor(), gate.now()), done
    )


def _do(assignment_id: UUID, act: Callable[[], Assignment], done: str) -> Answer:
    try:
        with transaction():
            one = act()
            entry_id, still_open = one.item_id, one.state == "open"
    except (Refusal, StaleDataError) as error:
        return _refused(assignment_id, error)
    flash(done, "ok")
    if still_open:
        return redirect(url_for("routing.paper", entry_id=entry_id), 303)
    return redirect(url_for("routing.works", lista="ale-mele"), 303)


def _refused(assignment_id: UUID, error: Exception) -> Answer:
    actor = gate.actor()
    if isinstance(error, Refusal) and error.key == "routing.unknown":
        raise error
    one = queries.work(assignment_id, actor, journey.away(actor, gate.now()))
    return papers.refused(one.item_id, error)
