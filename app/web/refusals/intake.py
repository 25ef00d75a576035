"""Confirming what arrived, and typing an entry by hand."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT

SENTENCES = {
    "arrival.changed": (
        CONFLICT,
        _("Documentul s-a schimbat între timp. Ce ați scris s-a păstrat; verificați și confirmați din nou."),
    ),
    "arrival.number_unknown": _("Nu găsim în registru numărul %(number)s. Scrieți-l ca 123/23.11.2026."),
}
