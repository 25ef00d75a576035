"""Terms, their extension, days off."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, FORBIDDEN, NOT_FOUND

SENTENCES = {
    "term.no_extension": (CONFLICT, _("Procedura nu prevede prelungirea termenului.")),
    "term.not_yours": (FORBIDDEN, _("Prelungirea termenului nu este a dumneavoastră.")),
    "term.settled": (CONFLICT, _("Răspunsul a fost dat: termenul nu mai curge.")),
    "term.over": (CONFLICT, _("Termenul s-a împlinit pe %(day)s și nu mai poate fi prelungit.")),
    "term.extended_already": (
        CONFLICT,
        _("Termenul a fost prelungit deja, pe %(day)s: se poate o singură dată."),
    ),
    "term.extension_length": _("Zilele în plus pot fi între 1 și %(most)s."),
    "term.reason_needed": _("Scrieți motivul prelungirii: îl citește și solicitantul."),
    "day_off.known": (CONFLICT, _("Ziua %(day)s este trecută deja.")),
    "day_off.unknown": (NOT_FOUND, _("Ziua %(day)s nu este trecută.")),
    "day_off.no_change": _("Pe %(day)s legea spune deja același lucru."),
}
