"""The doors, one for each audience, and what every page is given."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.cityhall import incidents, institutions
from app.cityhall.archive import inventories, selections
from app.cityhall.cabinets import alarms
from app.cityhall.drafts import queries as drafts
from app.cityhall.dropoffs import queries as dropoffs
from app.cityhall.incidents import Listed
from app.cityhall.people.rights import Actor
from app.cityhall.publications import queries as publications
from app.cityhall.routing import nobody, rules
from app.journey.lockers import dropoff_checks
from app.web import gate
from app.web.account import account
from app.web.admin import admin
from app.web.archive import archive
from app.web.archive.door import REVIEWERS
from app.web.citizen import citizen
from app.web.counter import counter
from app.web.desk import desk
from app.web.documents import documents
from app.web.hooks import hooks
from app.web.kiosk import kiosk
from app.web.lockers import lockers
from app.web.lockers.door import OPERATORS
from app.web.payments import cashier, payments
from app.web.public import public
from app.web.register_rooms import KEEPERS
from app.web.registry import registry
from app.web.routing import routing
from app.web.studio import studio

DOORS = (
    *(public, account, citizen, counter, desk, admin, kiosk, hooks, payments, cashier, studio),
    *(registry, routing, archive, documents, lockers),
)
# Who reads what came in and says who answers it.
ROUTERS = ("head", "public_relations", "general_secretary", "mayor", "deputy_mayor")
# Pages of the desk that belong elsewhere, though their addresses do not say so.
OF_CASES = frozenset({"desk.petition_report"})
OF_REGISTRY = frozenset({"desk.registers"})


def hang(app: Flask) -> None:
    """Register every door and what its pages share."""
    for door in DOORS:
        app.register_blueprint(door)
    # Machines sign what they send; they hold no session and no form.
    app.extensions["csrf"].exempt(hooks)
    app.context_processor(_shared)


def _shared() -> dict[str, Any]:
    who = current_user.actor if current_user.is_authenticated else None
    return {
        "hall": _hall(who),
        "person": who,
        "nav_items": _nav(who),
        "locale": str(get_locale() or "ro"),
        "demo": current_app.extensions["settings"].demo,
    }


def _hall(who: Actor | None) -> dict[str, str]:
    """The institution of the reader's post; for everybody else the installed one."""
    installed = current_app.extensions["settings"].institution
    found = (
        institutions.by_id(who.posts[0].institution_id)
        if who and who.posts
        else institutions.by_code(installed) or institutions.first()
    )
    if found is None:
        return {"name": "Fără Hârtie", "short_name": "Fără Hârtie", "phone": ""}
    return {"name": found.name, "short_name": found.short_name, "phone": found.phone}


def _nav(who: Actor | None) -> list[tuple[str, str, bool, int]]:
    addresses = [(text, url_for(name), name) for text, name in _entries(who)]
    here = _section([address for _text, address, _name in addresses])
    return [(text, address, address == here, _waiting(who, name)) for text, address, name in addresses]


def _entries(who: Actor | None) -> list[tuple[str, str]]:
    """A narrow screen shows the first ones: for staff their own work comes before the public pages."""
    public_pages = [(_("Servicii"), "public.services"), (_("Sesizări"), "public.complaints")]
    if who is None:
        return public_pages
    if not who.staff:
        return [*public_pages, (_("Cererile mele"), "citizen.cases")]
    return [*_desks(who), *public_pages]


def _desks(who: Actor) -> list[tuple[str, str]]:
    found = [(_("Sarcini"), "desk.inbox"), (_("Dosare"), "desk.cases")]
    if who.holds("audience_secretary"):
        found.append((_("Audiențe"), "desk.audiences"))
    found += _registry(who)
    if rules.desks(who):
        found.append((_("Repartizare") if who.holds(*ROUTERS) else _("Lucrări"), "routing.home"))
    if who.holds("archivist") or (who.holds(*REVIEWERS) and _archive_waits(who)):
        found.append((_("Arhivă"), "archive.home"))
    if who.holds(*OPERATORS):
        found.append((_("Casete"), "lockers.home"))
    if gate.cashier(who):
        found.append((_("Casierie"), "cashier.home"))
    if gate.analyst(who):
        found.append((_("Studio"), "studio.home"))
    if gate.administrator(who):
        found.append((_("Administrare"), "admin.home"))
    return found


def _registry(who: Actor) -> list[tuple[str, str]]:
    found = [(_("Registratură"), "registry.home")] if who.holds(*KEEPERS) else []
    if dropoff_checks.halls(who):
        found.append((_("Depuneri"), "desk.drop_offs"))
    return [*found, (_("Ghișeu"), "counter.home")] if who.holds("registrar") else found


def _archive_waits(who: Actor) -> int:
    """Lists that a reviewer must read, and files that a department must hand over."""
    halls = who.institutions()
    return selections.to_review(halls) + inventories.to_hand(halls)


def _waiting(who: Actor | None, name: str) -> int:
    """What an entry of the navigation counts: incidents, what nobody holds, publications to agree to."""
    if who is not None and name == "admin.home":
        return incidents.count(Listed(who, gate.installed()))
    if who is not None and name == "desk.drop_offs":
        return dropoffs.counts(dropoff_checks.halls(who)).get("laid_in", 0)
    if who is not None and name == "routing.home" and who.holds(*ROUTERS):
        return nobody.remembered(who.institutions())
    if who is not None and name == "lockers.home":
        return alarms.count({post.institution_id for post in who.posts if post.role in OPERATORS})
    if who is not None and name == "studio.home":
        return len(publications.to_approve(drafts.institutions_of(who), who.person_id))
    return 0


def _section(addresses: Sequence[str]) -> str:
    """Where in the navigation this page lies: the longest of the addresses that lead to it."""
    if request.endpoint in OF_REGISTRY:
        return url_for("registry.home")
    if request.endpoint in OF_CASES or request.blueprint == "documents":
        return url_for("desk.cases")
    above = [one for one in addresses if f"{request.path}/".startswith(f"{one.rstrip('/')}/")]
    return max(above, key=len, default="")
