"""The archive's blueprint: only archivists, their reviewers and administrators pass."""

from flask import Blueprint

from app.cityhall.people.rights import Actor
from app.web import gate

archive = Blueprint("archive", __name__, url_prefix="/arhiva")
KEEPERS = ("archivist", "head", "general_secretary", "administrator")


def keeper(who: Actor) -> bool:
    """Somebody whose post opens this door; each page asks again for its own posts."""
    return who.holds(*KEEPERS)


gate.lock(archive, keeper)
