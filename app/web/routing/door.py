"""The routing blueprint: resolutions of heads and the works of departments; only staff pass."""

from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from app.cityhall.routing import nobody, queries, rules
from app.journey import nobody as alarm
from app.journey import routing as journey
from app.web import gate
from app.web.routing import words

routing = Blueprint("routing", __name__, url_prefix="/repartizare")
gate.lock(routing, gate.staff)
Tab = tuple[str, str, int | None, bool]


@routing.context_processor
def _given_to_every_page() -> dict[str, Any]:
    return {"words": words}


def rooms(here: str, forgotten: int | None = None) -> list[Tab]:
    """The pages of this door that the actor may open, as tabs; `forgotten`: counted just now."""
    actor = gate.actor()
    away = journey.away(actor, gate.now())
    waiting = sum(queries.count_works(actor, box, away) for box in ("free", "mine", "stead"))
    found: list[tuple[str, str, int | None]] = [
        (_("Lucrări"), "works", waiting),
        (_("Concedii"), "leaves", None),
    ]
    if routes(actor):
        found.insert(0, (_("De repartizat"), "home", queries.count_to_route(actor)))
    if actor.holds(*alarm.READERS):
        known = nobody.remembered(actor.institutions()) if forgotten is None else forgotten
        found.insert(-1, (_("Fără stăpân"), "alarm", known))
    return [(title, url_for(f"routing.{name}"), count, name == here) for title, name, count in found]


def routes(actor: Any) -> bool:
    """Does anything wait for a resolution of the actor's?"""
    return bool(actor.holds(*rules.HALL_ROUTERS, rules.HEAD))
