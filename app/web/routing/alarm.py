"""The alarm: open entries without an owner, a queue or a next date, and the button that queues one."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.routing import actions
from app.database import transaction
from app.journey import nobody
from app.refusal import Refusal
from app.web import gate
from app.web.routing import door
from app.web.routing.door import routing


@routing.get("/alarma")
def alarm() -> str:
    """Everything forgotten, as of now."""
    _check()
    found = nobody.found(gate.actor(), gate.now())
    return render_template(
        "routing/alarm.html",
        rooms=door.rooms("alarm", len(found)),
        found=found,
        administers=gate.administrator(gate.actor()),
    )


@routing.post("/alarma/<uuid:entry_id>")
def queue(entry_id: UUID) -> Response:
    """Put an entry that lies nowhere into the hall's queue. Raises Refusal `routing.unknown`."""
    _check()
    with transaction():
        found = nobody.found(gate.actor(), gate.now())
        one = next((one for one in found if one.entry.id == entry_id and one.why == "no_queue"), None)
        if one is None:
            raise Refusal("routing.unknown")
        actions.open(one.entry, None, gate.now())
        about = ("register_entry", entry_id)
        journal.note("routing.queued", gate.now(), actor_id=gate.actor().person_id, about=about)
    nobody.count_again(gate.now())
    flash(_("Hârtia așteaptă acum o rezoluție."), "ok")
    return redirect(url_for("routing.alarm"), 303)


def _check() -> None:
    if not gate.actor().holds(*nobody.READERS):
        raise Refusal("door.closed")
