"""Audiences and their days."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, FORBIDDEN, NOT_FOUND

SENTENCES = {
    "audience.no_official": (NOT_FOUND, _("Nu găsim această funcție în programul audiențelor.")),
    "audience.no_such_move": (CONFLICT, _("Audiența s-a schimbat între timp. Reîncărcați pagina.")),
    "audience.taken": (CONFLICT, _("Ora a fost dată altcuiva între timp.")),
    "audience.reason_needed": _("Scrieți motivul: rămâne în registru."),
    "audience.day_known": (CONFLICT, _("Ziua %(day)s este închisă deja.")),
    "audience.day_unknown": (CONFLICT, _("Ziua %(day)s nu este închisă.")),
    "audience.bad_day": _("Scrieți o zi care există, cu zi, lună și an."),
    "audience.past_day": _("Ziua a trecut."),
    "audience.not_yours": (FORBIDDEN, _("Audiențele sunt ale secretariatului lor.")),
}
