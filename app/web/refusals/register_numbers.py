"""Annulments, connected papers and reserved numbers of the register."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "entry.no_reason": _("Scrieți motivul anulării: rămâne în registru."),
    "entry.is_annulment": (
        CONFLICT,
        _("Numărul %(number)s anulează alt număr și nu poate fi anulat la rândul lui."),
    ),
    "entry.barred": (CONFLICT, _("Numărul %(number)s este barat: nu are ce să fie anulat.")),
    "entry.annulled_already": (CONFLICT, _("Înregistrarea a fost anulată deja, prin numărul %(number)s.")),
    "entry.connected_to_itself": _("Un număr nu se conexează cu el însuși."),
    "entry.other_institution": _("Se conexează numai numere ale aceleiași instituții."),
    "entry.connected_already": (CONFLICT, _("Cele două înregistrări sunt conexate deja (%(number)s).")),
    "range.unknown": (NOT_FOUND, _("Nu găsim această rezervă de numere.")),
    "range.bad_count": _("Rezervați între 1 și %(most)s numere o dată."),
    "range.no_reason": _("Scrieți de ce rezervați numerele: rămâne în registru."),
    "range.closed": (CONFLICT, _("Rezerva %(first)s-%(last)s a fost încheiată deja.")),
    "range.not_in_range": _("Numărul %(number)s nu este din rezerva %(first)s-%(last)s."),
    "range.number_used": (CONFLICT, _("Numărul %(number)s a fost folosit deja.")),
    "range.bad_time": _(
        "Ora scrisă pe hârtie trebuie să fie după rezervarea numerelor, din același an, și să fi trecut."
    ),
    "range.other_institution": _("Rezerva este a altei instituții."),
}
