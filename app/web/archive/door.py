"""The archive's blueprint: only archivists, their reviewers and administrators pass."""

from typing import Any
from uuid import UUID

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.cityhall.people.rights import Actor
from app.refusal import Refusal
from app.web import gate
from app.web.archive import words

archive = Blueprint("archive", __name__, url_prefix="/arhiva")
KEEPERS = ("archivist", "head", "general_secretary", "administrator")
ARCHIVISTS = ("archivist",)
REVIEWERS = ("head", "general_secretary")
PDF = "application/pdf"


def keeper(who: Actor) -> bool:
    """Somebody whose post opens this door; each page asks again for its own posts."""
    return who.holds(*KEEPERS)


gate.lock(archive, keeper)


def halls(*roles: str) -> set[UUID]:
    """The institutions where the reader holds one of these posts. Raises Refusal `door.closed`."""
    asked = roles or KEEPERS
    found = {post.institution_id for post in gate.actor().posts if post.role in asked}
    if not found:
        raise Refusal("door.closed")
    return found


def hall(*roles: str) -> UUID:
    """The one institution where the reader holds one of these posts. Raises Refusal `door.closed`."""
    return min(halls(*roles), key=str)


def rooms(here: str) -> list[tuple[str, str, None, bool]]:
    """The tabs for `parts.tabs`; heads see what they confirm, archivists and administrators all of it."""
    who = gate.actor()
    keeps = who.holds("archivist", "administrator")
    gives = who.holds("archivist", "administrator", "general_secretary")
    known = (
        ("files", _("Dosare"), "archive.home", keeps),
        ("inventories", _("Inventare"), "archive.inventories", True),
        ("selections", _("Selecționare"), "archive.selections", True),
        ("nomenclature", _("Nomenclator"), "archive.nomenclature", True),
        ("handed", _("Predări între instituții"), "archive.handed", gives),
        ("integrity", _("Integritate"), "archive.integrity", keeps),
    )
    return [(text, url_for(page), None, name == here) for name, text, page, open_ in known if open_]


@archive.context_processor
def _given_to_every_page() -> dict[str, Any]:
    # A page that says no to a stranger is given these too.
    known = current_user.is_authenticated
    return {
        "archive_rooms": rooms,
        "archivist": known and gate.actor().holds(*ARCHIVISTS),
        "term_words": words.term,
        "state_words": words.states(),
        "spared_words": words.spared(),
    }
