"""The registry's blueprint: the register's book, what arrived, the counter's papers, and its measures."""

from flask import Blueprint

from app.cityhall.people.rights import Actor
from app.web import gate

registry = Blueprint("registry", __name__, url_prefix="/registratura")
KEEPERS = ("registrar", "mayor", "general_secretary", "public_relations", "archivist", "administrator")


def keeper(who: Actor) -> bool:
    """Somebody whose post opens this door; each page asks again for its own posts."""
    return who.holds(*KEEPERS)


gate.lock(registry, keeper)
