"""Complaints that others see."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "report.unknown": (NOT_FOUND, _("Nu găsim această sesizare printre cele publice.")),
    "report.over": (
        CONFLICT,
        _("Sesizarea s-a încheiat. Dacă vedeți din nou același lucru, faceți o sesizare."),
    ),
    "report.own": (CONFLICT, _("Sesizarea este a dumneavoastră: o vedeți în contul dumneavoastră.")),
    "report.not_a_twin": _("Sesizările nu sunt despre același lucru."),
}
