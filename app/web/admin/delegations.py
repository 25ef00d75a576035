"""Delegations: who stands in for whom; begun with an act and days, ended with a button."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.people import delegations as list_of
from app.cityhall.people.delegations import Asked
from app.cityhall.people.models import Post
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey import delegations as handling
from app.refusal import Refusal
from app.web import gate, wording
from app.web.admin import door
from app.web.admin.door import admin

NOBODY = UUID(int=0)
# Where on the page each refusal belongs.
FIELDS = {
    "delegation.who": "replaced",
    "delegation.self": "deputy",
    "delegation.act_needed": "act",
    "delegation.dates": "since",
}


@admin.get("/delegari")
def delegations() -> str:
    """All delegations, and the form for a new one."""
    return _page()


@admin.post("/delegari")
def delegate() -> Response | tuple[str, int]:
    """Somebody stands in; refused, the page comes back with everything typed."""
    try:
        with transaction():
            handling.begin(_asked(), gate.actor(), gate.now())
    except Refusal as refusal:
        return _page(refusal), wording.status(refusal.key)
    flash(_("Delegarea a fost notată. Sarcinile funcției apar și la înlocuitor."), "ok")
    return redirect(url_for("admin.delegations"), 303)


@admin.post("/delegari/<uuid:delegation_id>/incheie")
def end_delegation(delegation_id: UUID) -> Response:
    """Nobody stands in from today on."""
    with transaction():
        handling.end(delegation_id, gate.actor(), gate.now())
    flash(_("Delegarea s-a încheiat. Ce avea înlocuitorul în lucru s-a întors la titular."), "ok")
    return redirect(url_for("admin.delegations"), 303)


def _asked() -> Asked:
    form = request.form
    return Asked(
        replaced=form.get("replaced", NOBODY, type=UUID),
        deputy=form.get("deputy", NOBODY, type=UUID),
        act=form.get("act", ""),
        since=_day("since"),
        until=_day("until"),
    )


def _day(name: str) -> date | None:
    """A day typed in three parts. Raises Refusal `delegation.dates` for what is no day."""
    typed = [request.form.get(f"{name}.{part}", "").strip() for part in ("year", "month", "day")]
    if not any(typed):
        return None
    try:
        return date(*map(int, typed))
    except (ValueError, OverflowError) as error:
        raise Refusal("delegation.dates") from error


def _page(refusal: Refusal | None = None) -> str:
    halls = {post.institution_id for post in gate.actor().posts if post.role == "administrator"}
    today = romanian_day(gate.now())
    said = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    field = FIELDS.get(refusal.key, "replaced") if refusal else ""
    return render_template(
        "admin/delegations.html",
        rooms=door.rooms("delegations"),
        found=list_of.listed(halls),
        replaceable=[(str(post.id), _called(post)) for post in list_of.replaceable(halls, today)],
        deputies=[(str(post.account_id), _called(post)) for post in list_of.deputies(halls, today)],
        today=today,
        errors=[(field, said)] if said else [],
        wrong={field: said},
        typed=request.form,
    )


def _called(post: Post) -> str:
    return f"{post.account.person.full_name}, {post.title}"
