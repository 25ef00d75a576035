"""The operators' blueprint: which cabinets the reader sees, and which are theirs to command."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.cityhall.cabinets import alarms, queries
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.people.rights import Actor
from app.cityhall.registry.rules import romanian_day
from app.refusal import Refusal
from app.web import gate
from app.web.lockers import words

lockers = Blueprint("lockers", __name__, url_prefix="/casete")
OPERATORS = ("locker_operator", "administrator")
Tab = tuple[str, str, int | None, bool]


def operates(who: Actor) -> bool:
    """Does the person look after cabinets somewhere?"""
    return who.holds(*OPERATORS)


gate.lock(lockers, operates)


def halls() -> set[UUID]:
    """The institutions where the reader looks after cabinets."""
    return {post.institution_id for post in gate.actor().posts if post.role in OPERATORS}


def cabinets() -> list[Cabinet]:
    """Those where papers of these institutions may lie, one's own first."""
    found = {one.id: one for hall in sorted(halls(), key=str) for one in queries.serving(hall)}
    return sorted(found.values(), key=lambda one: (not owns(one), one.name))


def cabinet(code: str) -> Cabinet:
    """One of those. Raises Refusal `cabinet.not_yours`."""
    found = next((one for one in cabinets() if one.code == code), None)
    if found is None:
        raise Refusal("cabinet.not_yours")
    return found


def owned(code: str, *, closed: bool = False) -> Cabinet:
    """One that the reader may command; `closed`: also one out of use. Raises Refusal `cabinet.not_yours`."""
    out_of_use = next((one for one in queries.closed_ones(halls()) if one.code == code), None)
    found = out_of_use if closed and out_of_use is not None else cabinet(code)
    if not owns(found):
        raise Refusal("cabinet.not_yours")
    return found


def owns(one: Cabinet) -> bool:
    """Only the institution whose cabinet it is opens its doors and takes them out of service."""
    return one.institution_id in halls()


def today() -> date:
    """The day that it is in Bucharest."""
    return romanian_day(gate.now())


def rooms(here: str) -> list[Tab]:
    """The tabs of the whole."""
    ringing = alarms.count(halls())
    return [
        (_("Casete"), url_for("lockers.home"), None, here == "home"),
        (_("Alarme"), url_for("lockers.alarm_list"), ringing, here == "alarms"),
    ]


def pages(one: Cabinet, here: str) -> list[Tab]:
    """The tabs of one cabinet."""
    known = [
        (_("Harta"), "map"),
        (_("Planificare"), "plan"),
        (_("Întreținere"), "upkeep"),
        (_("Cifre"), "figures"),
    ]
    if owns(one):
        known += [(_("Ecrane"), "devices"), (_("Despre"), "about")]
    return [(text, url_for(f"lockers.{name}", code=one.code), None, name == here) for text, name in known]


@lockers.context_processor
def _given_to_every_page() -> dict[str, Any]:
    # A page that says no to a stranger is given these too.
    if not current_user.is_authenticated or not operates(gate.actor()):
        return {}
    return {"rooms": rooms, "pages": pages, "owns": owns, "words": words, "now": gate.now()}
