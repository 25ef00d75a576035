"""Incidents of cases that stand still."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "incident.unknown": (NOT_FOUND, _("Nu găsim acest incident printre cele ale instituției dumneavoastră.")),
    "incident.settled": (CONFLICT, _("Incidentul a fost încheiat între timp de %(who)s.")),
    "incident.settled_by_itself": (CONFLICT, _("Incidentul a fost încheiat între timp.")),
    "incident.failed_again": (CONFLICT, _("Am încercat acum și a eșuat din nou. Incidentul rămâne deschis.")),
    "incident.code_forgotten": (
        CONFLICT,
        _("Mesajul ducea un cod care s-a șters între timp. Persoana poate cere altul; aici puteți renunța."),
    ),
    "incident.not_by_hand": (
        CONFLICT,
        _("Un cronometru nu se rezolvă de mână: încercați din nou sau renunțați."),
    ),
    "incident.reason_needed": _("Scrieți motivul: rămâne în jurnal și în istoricul dosarului."),
}
