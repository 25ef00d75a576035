"""The administrator's blueprint; only people who hold that post pass."""

from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from app.cityhall.routing import nobody
from app.web import case_view, gate
from app.web.admin import words

admin = Blueprint("admin", __name__, url_prefix="/administrare")
gate.lock(admin, gate.administrator)
Tab = tuple[str, str, int | None, bool]


@admin.context_processor
def _given_to_every_page() -> dict[str, Any]:
    return {"case_view": case_view, "words": words}


def rooms(here: str) -> list[Tab]:
    """The pages of this door, as tabs."""
    pages = [("incidents", _("Incidente")), ("state", _("Starea")), ("delegations", _("Delegări"))]
    found: list[Tab] = [(title, url_for(f"admin.{name}"), None, name == here) for name, title in pages]
    forgotten = nobody.remembered(gate.actor().institutions())
    return [*found, (_("Fără stăpân"), url_for("routing.alarm"), forgotten, False)]
