"""The screens beside the cabinets."""

from flask_babel import lazy_gettext as _

from app.web.refusals import NOT_FOUND

SENTENCES = {
    "kiosk.name_missing": _("Scrieți cum se numește ecranul, de exemplu „Intrarea principală”."),
    "kiosk.unknown_key": _("Cheia nu este bună sau a fost folosită deja. Cereți alta administratorului."),
    "kiosk.unknown": (NOT_FOUND, _("Ecranul acesta nu există.")),
}
