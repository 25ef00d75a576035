"""Leave: who is away, who stands in; noted by oneself, the head or the administrator."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.people import leaves as noted
from app.cityhall.people.leaves import Asked
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey import leaves as handling
from app.refusal import Refusal
from app.web import gate, wording
from app.web.routing import door, orders
from app.web.routing.door import routing

NOBODY = UUID(int=0)


@routing.get("/concedii")
def leaves() -> str:
    """All leaves of the institution that run or will, and the form for a new one."""
    return _page()


@routing.post("/concedii")
def begin_leave() -> Response | tuple[str, int]:
    """Note a leave; refused, the page comes back with everything typed."""
    try:
        with transaction():
            handling.begin(_asked(), gate.actor(), gate.now())
    except Refusal as refusal:
        return _page(refusal), wording.status(refusal.key)
    flash(_("Concediul a fost notat. Înlocuitorul vede tot ce aștepta titularul."), "ok")
    return redirect(url_for("routing.leaves"), 303)


@routing.post("/concedii/<uuid:leave_id>/incheie")
def end_leave(leave_id: UUID) -> Response:
    """Back before the last day."""
    with transaction():
        handling.end(leave_id, gate.actor(), gate.now())
    flash(_("Concediul s-a încheiat. Ce avea înlocuitorul în lucru s-a întors la echipă."), "ok")
    return redirect(url_for("routing.leaves"), 303)


def _asked() -> Asked:
    return Asked(
        institution=_hall(),
        person=request.form.get("person", NOBODY, type=UUID),
        substitute=request.form.get("substitute", NOBODY, type=UUID),
        since=orders.day("since", "leave.dates"),
        until=orders.day("until", "leave.dates"),
        act=request.form.get("act", ""),
    )


def _hall() -> UUID:
    return gate.actor().posts[0].institution_id


def _page(refusal: Refusal | None = None) -> str:
    actor, now, hall = gate.actor(), gate.now(), _hall()
    said = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    field = orders.FIELDS.get(refusal.key, "person") if refusal else ""
    everyone = _people(hall)
    mine = [pair for pair in everyone if handling.may_note(hall, UUID(pair[0]), actor, now)]
    found = noted.listed({hall}, romanian_day(now))
    return render_template(
        "routing/leaves.html",
        rooms=door.rooms("leaves"),
        found=[(one, handling.may_note(hall, one.person_id, actor, now)) for one in found],
        people=mine,
        substitutes=everyone,
        me=str(actor.person_id),
        errors=[(field, said)] if said else [],
        wrong={field: said},
        typed=request.form,
    )


def _people(hall: UUID) -> orders.Pairs:
    """Everybody with a post, once, by name."""
    found: dict[str, str] = {}
    for person, title in noted.staff(hall, romanian_day(gate.now())):
        found.setdefault(str(person.id), f"{person.full_name}, {title}")
    return list(found.items())
