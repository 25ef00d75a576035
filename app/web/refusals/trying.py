"""Drafts that are tried: trials, scenarios, replays."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "trial.none": (NOT_FOUND, _("Nu aveți o încercare începută.")),
    "trial.changed": (CONFLICT, _("Încercarea a mers mai departe în altă fereastră. Reîncărcați pagina.")),
    "trial.bad_step": _("Acest pas nu se poate face acum."),
    "trial.bad_moment": _("Scrieți ziua și ora la care se depune cererea."),
    "scenario.unknown": (NOT_FOUND, _("Ciorna nu are scenariul „%(name)s”.")),
    "scenario.unreadable": _("Scenariul „%(name)s” nu poate fi citit. Locul greșelii: %(where)s."),
    "scenario.title_needed": _("Scrieți titlul scenariului, de cel mult %(most)s de caractere."),
    "scenario.bad_name": _("„%(name)s” nu poate fi numele fișierului: numai litere mici, cifre și _."),
    "scenario.name_taken": (
        CONFLICT,
        _("Există deja un scenariu „%(name)s”. Alegeți alt nume sau bifați că îl înlocuiește."),
    ),
    "replay.unknown": (NOT_FOUND, _("Nu găsim această reluare.")),
}
