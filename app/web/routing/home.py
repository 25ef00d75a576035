"""What waits for a resolution: papers of the register and routing tasks of cases, one by one or together."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.routing import batches, queries
from app.cityhall.routing.batches import ITEM, TASK, Picked
from app.cityhall.routing.models import RoutingItem
from app.database import transaction
from app.journey import routing_batches as many
from app.refusal import Refusal
from app.web import gate, paging, wording
from app.web.paging import ON_A_PAGE
from app.web.routing import door, orders
from app.web.routing.door import routing

Answer = str | tuple[str, int] | Response


@routing.get("")
def home() -> Answer:
    """The queue of whoever writes resolutions; everybody else goes to the works."""
    if not door.routes(gate.actor()):
        return redirect(url_for("routing.works"))
    return _page()


@routing.post("")
def resolve_many() -> Answer:
    """One resolution on all that were chosen; each is done by itself, and the next page shows how far."""
    try:
        with transaction():
            batch = many.resolve(_picked(), orders.read(), gate.actor(), gate.now())
    except Refusal as refusal:
        if refusal.key == "routing.not_router":
            raise
        return _page(refusal), wording.status(refusal.key)
    flash(_("Rezoluția se scrie pe fiecare hârtie aleasă."), "ok")
    return redirect(url_for("routing.batch", batch_id=batch.id), 303)


def _picked() -> list[Picked]:
    """The chosen ones, or all; only what the actor routes is among them."""
    actor = gate.actor()
    items = [Picked(ITEM, one.entry_id, one.entry.legal_number) for one in _items(batches.MOST)]
    tasks = [Picked(TASK, one.id, one.case.entry.legal_number) for one in many.tasks(actor, batches.MOST)]
    if request.form.get("all"):
        return [*items, *tasks][: batches.MOST]
    wanted = set(request.form.getlist("pick"))
    return [one for one in (*items, *tasks) if f"{one.kind}:{one.about}" in wanted]


def _items(limit: int, offset: int = 0) -> list[RoutingItem]:
    return queries.to_route(gate.actor(), limit=limit, offset=offset)


def _page(refusal: Refusal | None = None) -> str:
    actor, hall = gate.actor(), _hall()
    total = queries.count_to_route(actor)
    page, pages = paging.asked(total)
    tasks = many.tasks(actor)
    return render_template(
        "routing/home.html",
        rooms=door.rooms("home"),
        items=_items(ON_A_PAGE, (page - 1) * ON_A_PAGE),
        tasks=tasks,
        total=total + len(tasks),
        most=batches.MOST,
        page=page,
        pages=pages,
        batches=[(one, batches.progress(one.id)) for one in batches.latest(actor.person_id, 5)],
        **asked(hall, refusal),
    )


def asked(hall: UUID, refusal: Refusal | None) -> dict[str, object]:
    """What the form of a resolution needs, also when it was refused."""
    said = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    field = orders.FIELDS.get(refusal.key, "") if refusal else ""
    return {
        "kinds": orders.kinds(),
        "departments": orders.departments(hall),
        "people": orders.people(hall, gate.actor()),
        "errors": [(field, said)] if said else [],
        "wrong": {field: said} if field else {},
        "typed": orders.typed(),
    }


def _hall() -> UUID:
    return gate.actor().posts[0].institution_id
