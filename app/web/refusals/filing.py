"""A request that is being written: its procedure, its form, its draft."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "procedure.unknown": (NOT_FOUND, _("Nu avem acest serviciu.")),
    "form.unknown": (NOT_FOUND, _("Acest formular nu există.")),
    "form.invalid": _("Formularul are câmpuri de corectat. Ce ați scris s-a păstrat."),
    "form.unknown_field": _("Formularul nu are câmpul „%(field)s”. Ce ați scris s-a păstrat."),
    "form.retired": (
        CONFLICT,
        _("Formularul %(form)s nu mai este în vigoare după %(until)s. Începeți o cerere nouă."),
    ),
    "form.unknown_page": (NOT_FOUND, _("Formularul nu are această pagină.")),
    "draft.unknown": (NOT_FOUND, _("Nu găsim această ciornă în contul dumneavoastră.")),
    "draft.already_sent": (CONFLICT, _("Cererea a fost trimisă deja.")),
    "draft.changed": (
        CONFLICT,
        _("Ciorna a fost schimbată între timp în altă fereastră. Ce ați scris s-a păstrat."),
    ),
    "procedure.over_studio": (
        CONFLICT,
        _(
            "versiunea %(number)s a fost publicată din studio, iar fișierele din folder sunt altele. Nu am "
            "suprascris-o: exportați-o întâi (flask procedures export) sau încărcați cu --over."
        ),
    ),
}
