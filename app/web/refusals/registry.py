"""The register's pages: entries, closings, yearly books, saved views."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, FORBIDDEN, NOT_FOUND

SENTENCES = {
    "entry.unknown": (NOT_FOUND, _("Nu găsim acest număr printre cele pe care le puteți vedea.")),
    "entry.excluded": (FORBIDDEN, _("Acest dosar vă privește: nu îl puteți vedea.")),
    "entry.no_such_number": _("Nu găsim numărul „%(typed)s” în registru. Scrieți-l ca 12 sau 12/23.11.2026."),
    "closing.unknown": (NOT_FOUND, _("Această zi nu este închisă.")),
    "closing.no_minute": (
        CONFLICT,
        _("Procesul-verbal al acestei zile se pregătește. Reîncărcați pagina peste un minut."),
    ),
    "book.empty": (CONFLICT, _("În anul %(year)s nu s-a înscris nimic.")),
    "book.no_volume": (NOT_FOUND, _("Nu găsim acest volum.")),
    "view.no_name": _("Scrieți cum se numește vederea."),
    "view.nothing_asked": _("Căutați sau alegeți întâi un filtru, apoi păstrați vederea."),
    "view.too_many": (CONFLICT, _("Puteți păstra cel mult %(most)s vederi. Ștergeți una dintre ele.")),
    "view.unknown": (NOT_FOUND, _("Nu găsim această vedere printre ale dumneavoastră.")),
}
