"""A batch: how far it has come, and what became of each paper."""

from uuid import UUID

from flask import jsonify, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.routing import batches
from app.cityhall.routing.batches import RoutingBatch
from app.web import gate
from app.web.routing import door
from app.web.routing.door import routing


@routing.get("/grup/<uuid:batch_id>")
def batch(batch_id: UUID) -> str:
    """How far a batch has come; those that were refused stand first."""
    found = batches.own(batch_id, gate.actor().person_id)
    counted = batches.progress(batch_id)
    order = {batches.REFUSED: 0, batches.FAILED: 0, batches.WAITING: 1}
    return render_template(
        "routing/batch.html",
        rooms=door.rooms("home" if found.what == batches.RESOLVE else "works"),
        batch=found,
        settled=_settled(found, counted),
        sentence=_sentence(found, counted),
        items=sorted(batches.items(batch_id), key=lambda one: (order.get(one.state, 2), one.position)),
    )


@routing.get("/grup/<uuid:batch_id>/stare")
def batch_progress(batch_id: UUID) -> Response:
    """The same as figures, for the page that waits."""
    found = batches.own(batch_id, gate.actor().person_id)
    counted = batches.progress(batch_id)
    settled, words = _settled(found, counted), _sentence(found, counted)
    return jsonify({"settled": settled, "total": found.total, "words": words})


def _settled(found: RoutingBatch, counted: dict[str, int]) -> int:
    return found.total - counted.get(batches.WAITING, 0)


def _sentence(found: RoutingBatch, counted: dict[str, int]) -> str:
    told = {"done": counted.get(batches.DONE, 0), "total": found.total}
    said = str(_("Făcute: %(done)s din %(total)s.", **told))
    refused = counted.get(batches.REFUSED, 0) + counted.get(batches.FAILED, 0)
    return f"{said} {_('Lăsate cum erau: %(count)s.', count=refused)}" if refused else said
