"""The register's words on the screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from app.cityhall.registry.standing import Standing

DIRECTIONS: Mapping[str, object] = {"in": _("Intrare"), "out": _("Ieșire"), "internal": _("Intern")}
CHANNELS: Mapping[str, object] = {
    "portal": _("portal"),
    "counter": _("ghișeu"),
    "email": _("e-mail"),
    "scan": _("scanare"),
    "post": _("poștă"),
    "courier": _("curier"),
    "fax": _("fax"),
    "locker": _("casetă"),
    "internal": _("intern"),
    "barred": _("barat"),
}
STANDINGS: Mapping[str, tuple[object, str]] = {
    Standing.OPEN: (_("Deschisă"), "wait"),
    Standing.CLOSED: (_("Încheiată"), "ok"),
    Standing.ANNULLED: (_("Anulată"), "bad"),
    Standing.BARRED: (_("Număr barat"), "muted"),
}
MARKS: Mapping[str, object] = {
    "routed": _("Repartizat"),
    "resolved": _("Rezolvat"),
    "sent": _("Expediat"),
    "filed": _("Clasat la dosar"),
    "destroyed": _("Fișierele distruse, după lista"),
    "hash": _("Fișier înregistrat (amprenta SHA-256)"),
    "connected": _("Conexat"),
    "said": _("Spus de solicitant"),
    "booked": _("Audiență programată"),
    "moved": _("Audiență mutată"),
    "present": _("Prezent la audiență"),
    "absent": _("Absent de la audiență"),
    "valid_from": _("În vigoare din"),
    "valid_until": _("În vigoare până la"),
    "ended": _("Încetat"),
    "annulled": _("Anulat"),
}
FAULTS: Mapping[str, object] = {
    "changed": _("un rând a fost schimbat"),
    "missing": _("un rând lipsește"),
    "removed": _("un rând a fost scos"),
    "inserted": _("un rând a fost adăugat pe ascuns"),
    "closing_changed": _("închiderea unei zile a fost schimbată"),
    "closing_entries": _("o zi închisă nu mai are același număr de înscrieri"),
    "closing_head": _("lanțul nu mai arată ca la închiderea zilei"),
}
