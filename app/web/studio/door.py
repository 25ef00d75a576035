"""The analysts' blueprint: only people who hold that post pass, and only to their own procedures."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.web import gate, security

studio = Blueprint("studio", __name__, url_prefix="/studio")
gate.lock(studio, gate.analyst)
Tab = tuple[str, str, int | None, bool]
# Pages of the modelers: what they draw is coloured and placed by style attributes.
EDITORS: set[str] = set()


def editor(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a page on which a modeler stands: only there style attributes are let through."""
    EDITORS.add(f"studio.{view.__name__}")
    return view


@studio.context_processor
def _given_to_every_page() -> dict[str, Any]:
    return {"studio_rooms": rooms, "draft_rooms": draft_rooms}


@studio.after_request
def _let_editors_draw(response: Response) -> Response:
    if request.endpoint in EDITORS:
        policy = security.with_style_attributes(current_app.config["CONTENT_POLICY"])
        response.headers["Content-Security-Policy"] = policy
    return response


def mine(code: str, *, lock: bool = False) -> Draft:
    """The open draft of a procedure, looked up through the analyst's rights. Raises Refusal."""
    return drafts.mine(code, gate.actor(), lock=lock)


def rooms(code: str, here: str) -> list[Tab]:
    """The pages of one procedure, as tabs; `here` is the endpoint's name without the door's."""
    pages = [
        ("procedure", _("Procedura")),
        ("draft", _("Ciorna")),
        ("live", _("Pe viu")),
        ("versions", _("Versiuni")),
        ("moves", _("Mutări")),
    ]
    return [(title, url_for(f"studio.{name}", code=code), None, name == here) for name, title in pages]


def draft_rooms(code: str, here: str) -> list[Tab]:
    """The pages of a draft, as tabs."""
    pages = [
        ("draft", _("Fișiere")),
        ("modeler", _("Diagrama")),
        ("tables", _("Tabele de decizie")),
        ("forms", _("Formulare")),
        ("letters", _("Scrisori")),
        ("config", _("Setări și termene")),
        ("checks", _("Verificare")),
        ("trial", _("Încercare")),
        ("scenarios", _("Scenarii")),
        ("replays", _("Reluare")),
        ("publish", _("Publicare")),
    ]
    return [(title, url_for(f"studio.{name}", code=code), None, name == here) for name, title in pages]
