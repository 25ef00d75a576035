"""Cases that move to another version of their procedure."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "move.cannot": (
        CONFLICT,
        _("Cererea nu poate trece la versiunea aleasă: un pas de care are nevoie s-a schimbat."),
    ),
    "move.same_version": (CONFLICT, _("Cererea este deja pe această versiune.")),
    "move.other_procedure": _("Versiunea este a altei proceduri."),
    "move.finished": (CONFLICT, _("Cererea este încheiată: rămâne pe versiunea ei.")),
    "move.never": (CONFLICT, _("Cererea nu a fost mutată pe altă versiune.")),
    "move.stepped_since": (
        CONFLICT,
        _("De când a fost mutată, cererea a făcut un pas: nu se mai poate întoarce la versiunea dinainte."),
    ),
    "version.unknown": (NOT_FOUND, _("Procedura nu are versiunea %(number)s.")),
    "move.nothing": (CONFLICT, _("Nicio cerere nu este de mutat: alegeți cel puțin una.")),
    "move.no_batch": (NOT_FOUND, _("Nu găsim această mutare.")),
}
