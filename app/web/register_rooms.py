"""The rooms of the registry as tabs; some of their pages are behind other doors."""

from flask import current_app, url_for
from flask_babel import gettext as _

from app.web import gate

# Who reads the register, and who writes in it.
KEEPERS = ("registrar", "mayor", "general_secretary", "public_relations", "archivist", "administrator")
WRITERS = ("registrar",)
# Who may read the special registers from end to end.
SPECIAL_READERS = ("registrar", "mayor", "public_relations", "archivist", "administrator")
Room = tuple[str, str, None, bool]


def registry_rooms(here: str) -> list[Room]:
    """The tabs for `parts.tabs`; `here` is register, arrivals, papers, measures or special."""
    writes, special = gate.actor().holds(*WRITERS), gate.actor().holds(*SPECIAL_READERS)
    rooms = (
        ("register", _("Registrul"), "registry.home", True),
        ("arrivals", _("Sosite"), "registry.arrivals", writes),
        ("papers", _("Hârtii"), "registry.papers", writes),
        ("measures", _("Măsurători"), "registry.measures", True),
        ("special", _("Registre speciale"), "desk.registers", special),
    )
    standing = current_app.view_functions
    return [
        (text, url_for(page), None, name == here)
        for name, text, page, open_ in rooms
        if open_ and page in standing
    ]
