"""Documents: their pages, links, originals."""

from flask_babel import lazy_gettext as _

from app.web.refusals import NOT_FOUND

SENTENCES = {
    "document.reason_needed": _("Scrieți de ce deschideți originalul: motivul rămâne în jurnal."),
    "link.unknown": (
        NOT_FOUND,
        _("Linkul nu este bun: a expirat, a fost deschis de prea multe ori sau a fost retras. Cereți altul."),
    ),
    "link.for_whom": _("Scrieți pentru cine este linkul."),
    "link.days": _("Un link trăiește între 1 și %(most)s de zile."),
    "link.openings": _("Un link se deschide între 1 dată și de %(most)s ori."),
    "search.too_short": _("Scrieți cel puțin trei litere."),
}
