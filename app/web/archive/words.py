"""Terms and states as the archive's pages say them."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.cityhall.archive import PERMANENT


def term(years: int) -> str:
    """A retention in words."""
    return str(_("permanent") if years == PERMANENT else ngettext("un an", "%(num)s ani", years))


def states() -> dict[str, tuple[str, str]]:
    """States of inventories and lists: their words and tone."""
    return {
        "draft": (_("De predat"), "work"),
        "handed": (_("Predat, de primit"), "warn"),
        "received": (_("În arhivă"), "ok"),
        "listed": (_("În lucru"), "work"),
        "review": (_("La verificare"), "warn"),
        "reviewed": (_("Verificată"), "work"),
        "cooling": (_("Confirmată, se așteaptă"), "warn"),
        "done": (_("Încheiată"), "ok"),
        "cancelled": (_("Anulată"), "muted"),
    }


def spared() -> dict[str, str]:
    """Why a file was not destroyed after all."""
    return {
        "permanent": _("păstrare permanentă"),
        "term": _("termen neîmplinit"),
        "excepted": _("exceptat la verificare"),
        "hold": _("oprit de la distrugere"),
    }
