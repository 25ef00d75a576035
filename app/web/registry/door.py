"""The registry's blueprint: the register's book, what arrived, the counter's papers, and its measures."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app

from app.cityhall.people.rights import Actor
from app.refusal import Refusal
from app.web import gate
from app.web.register_rooms import KEEPERS, WRITERS, registry_rooms

__all__ = ["KEEPERS", "WRITERS", "halls", "keeper", "registry", "registry_rooms"]
registry = Blueprint("registry", __name__, url_prefix="/registratura")


def keeper(who: Actor) -> bool:
    """Somebody whose post opens this door; each page asks again for its own posts."""
    return who.holds(*KEEPERS)


gate.lock(registry, keeper)


def halls(*roles: str) -> set[UUID]:
    """The institutions whose register the reader may see, or those where one of these posts is held.

    Raises Refusal `door.closed` when there is none.
    """
    asked = roles or KEEPERS
    found = {post.institution_id for post in gate.actor().posts if post.role in asked}
    if not found:
        raise Refusal("door.closed")
    return found


@registry.context_processor
def _given_to_every_page() -> dict[str, Any]:
    return {
        "registry_rooms": registry_rooms,
        "may_write": lambda: gate.actor().holds(*WRITERS),
        "page_stands": lambda page: page in current_app.view_functions,
    }
