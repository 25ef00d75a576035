"""Cases, tasks, notes, and what may be asked of a case under way."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, FORBIDDEN, NOT_FOUND

SENTENCES = {
    "case.unknown": (NOT_FOUND, _("Nu găsim această cerere printre cele pe care le puteți vedea.")),
    "case.wrong_code": _("Numărul sau codul nu se potrivesc. Verificați dovada primită la ghișeu."),
    "task.unknown": (NOT_FOUND, _("Nu găsim această sarcină printre cele pe care le puteți vedea.")),
    "task.not_open": (CONFLICT, _("Sarcina a fost încheiată între timp. Ce ați scris s-a păstrat.")),
    "step.impossible": (
        CONFLICT,
        _(
            "Procedura nu poate merge mai departe de la pasul „%(step)s”. "
            "Motivul a fost notat pentru administrator. Ce ați scris s-a păstrat."
        ),
    ),
    "task.not_yours": (CONFLICT, _("Sarcina nu este preluată de dumneavoastră.")),
    "task.held_by_other": (CONFLICT, _("Sarcina este lucrată de %(holder)s.")),
    "task.changed": (
        CONFLICT,
        _("Pagina era veche: sarcina s-a schimbat între timp. Verificați și trimiteți din nou."),
    ),
    "case.excluded": (
        FORBIDDEN,
        _("Acest dosar vă privește: nu îl puteți vedea și nu îl puteți lucra (%(act)s)."),
    ),
    "wish.unknown": (NOT_FOUND, _("Așa ceva nu se poate cere pentru acest dosar.")),
    "wish.not_yours": (
        FORBIDDEN,
        _("Numai solicitantul poate spune acest lucru, sau Registratura în numele lui."),
    ),
    "wish.too_late": (CONFLICT, _("Acest lucru nu se mai poate cere acum: dosarul a mers mai departe.")),
    "wish.reason_needed": _("Scrieți de ce: motivul rămâne în dosar."),
    "note.empty": _("Nota nu are text."),
    "document.unknown": (NOT_FOUND, _("Nu găsim acest document printre cele pe care le puteți vedea.")),
    "department.unknown": _("Compartimentul ales nu există."),
}
