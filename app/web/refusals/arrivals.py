"""What arrived: held by another, settled already, split wrongly."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "arrival.unknown": (NOT_FOUND, _("Nu găsim acest document printre cele sosite pe care le puteți vedea.")),
    "arrival.held": (CONFLICT, _("Documentul este deschis acum de %(holder)s.")),
    "arrival.settled": (CONFLICT, _("Documentul a fost rezolvat între timp de %(by)s.")),
    "arrival.no_reason": _("Scrieți de ce nu se înregistrează documentul."),
    "arrival.bad_split": _(
        "Puneți fiecare fișier într-un singur document și faceți cel puțin două documente."
    ),
}
