"""How a drop-off stands, in words, for the person and for the clerk."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as l_

from app.cityhall.cases.models import CaseEvent
from app.cityhall.dropoffs.models import DropOff

STATES: Mapping[str, tuple[object, str]] = {
    "asked": (l_("Se caută o ușă"), "muted"),
    "prepared": (l_("Vă așteaptă ușa"), "wait"),
    "laid_in": (l_("Actele sunt în casetă"), "work"),
    "emptied": (l_("Se verifică"), "work"),
    "verified": (l_("Verificată"), "ok"),
    "lapsed": (l_("Timpul a trecut"), "muted"),
    "given_up": (l_("Ați renunțat"), "muted"),
}
FOUND: Mapping[str, tuple[object, str]] = {
    "received": (l_("Primit"), "ok"),
    "original": (l_("Primit, originalul se restituie"), "ok"),
    "absent": (l_("Nu era în casetă"), "bad"),
    "": (l_("Încă neverificat"), "muted"),
}
NEEDS: Mapping[str, object] = {
    "required": l_("obligatoriu"),
    "recommended": l_("recomandat"),
    "optional": l_("opțional"),
}
# Why what was laid in has a number, but is no request of its own.
TROUBLES: Mapping[str, object] = {
    "draft.already_sent": l_("Cererea fusese trimisă de acasă; hârtiile sunt legate de ea."),
    "task.not_open": l_("Completarea nu mai era așteptată; hârtiile sunt legate de cerere."),
    "form.retired": l_("Formularul a ieșit din uz înainte să se închidă ușa; hârtiile au numai număr."),
}


def state(dropped: DropOff) -> tuple[object, str]:
    """Words and tone."""
    return STATES[dropped.state]


def found(item: Mapping[str, Any]) -> tuple[object, str]:
    """What the clerk found of an item: words and tone."""
    return FOUND[item.get("found", "")]


def trouble(dropped: DropOff) -> str:
    """Why it is not filed as a request; empty when it is."""
    if not dropped.trouble:
        return ""
    other = l_("Cererea nu s-a putut deschide singură; hârtiile au număr și trebuie repartizate.")
    return str(TROUBLES.get(dropped.trouble, other))


def sizes() -> list[tuple[str, str, str]]:
    """Each size of a door, and what fits."""
    return [
        ("S", _("Mică"), _("un plic A4, până la 30 de foi")),
        ("M", _("Medie"), _("un dosar gros sau câteva plicuri")),
        ("L", _("Mare"), _("planșe rulate, un biblioraft, o cutie")),
    ]


def ways(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What may be said of an item."""
    rest = ("given", _("Este atașat deja")) if item["given"] else ("none", _("Nu am acum"))
    return [("laid", _("Pun în casetă")), rest]


def back_ways() -> list[tuple[str, str]]:
    """How originals go back."""
    return [("locker", _("În aceeași casetă")), ("counter", _("La ghișeu"))]


def happened(event: CaseEvent) -> str:
    """The line of a case's history; "" when it is about something else."""
    say = _EVENTS.get(event.kind)
    return say(event.facts) if say else ""


def _verified(facts: Mapping[str, Any]) -> str:
    missing = ", ".join(facts.get("missing") or ())
    if missing:
        return str(_("Actele din casetă au fost verificate; nu erau acolo: %(missing)s", missing=missing))
    return str(_("Actele din casetă au fost verificate: sunt toate"))


_EVENTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "dropoff_laid_in": lambda facts: str(
        _("Actele au fost lăsate în casetă, %(place)s", place=facts.get("place", ""))
    ),
    "dropoff_verified": _verified,
}
