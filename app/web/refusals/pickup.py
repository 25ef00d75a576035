"""Picking up: who else may collect, new codes, the choice of cabinet, appointments at the counter."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, FORBIDDEN, NOT_FOUND

SENTENCES = {
    "pickup.not_yours": (
        FORBIDDEN,
        _("Numai solicitantul poate face acest lucru, din legătura primită de el."),
    ),
    "pickup.over": (CONFLICT, _("Documentul nu mai poate fi ridicat din casetă. Reîncărcați pagina.")),
    "pickup.extended_already": (CONFLICT, _("Timpul a fost prelungit deja: se poate o singură dată.")),
    "pickup.factor": _("Data sau numărul nu se potrivesc. Verificați și încercați din nou."),
    "delegate.name": _("Scrieți numele și prenumele persoanei care ridică documentul."),
    "delegate.phone": _("Numărul de telefon trebuie să fie de mobil, de exemplu 0721 123 456."),
    "delegate.birth": _("Scrieți data nașterii persoanei care ridică documentul; caseta o cere."),
    "delegate.known": (CONFLICT, _("Ați dat deja dreptul de ridicare acestui număr de telefon.")),
    "delegate.too_many": (
        CONFLICT,
        _("Puteți da dreptul de ridicare la cel mult %(most)s persoane. Retrageți-l întâi cuiva."),
    ),
    "delegate.unknown": (NOT_FOUND, _("Persoana aceasta nu mai are dreptul de ridicare.")),
    "cabinet.kept_already": (
        CONFLICT,
        _("Caseta nu mai poate fi schimbată: documentul are deja o ușă sau nu se ridică din casetă."),
    ),
    "hours.wrong": _(
        "Alegeți ziua și scrieți orele (de la mai mic la mai mare), ghișeul, %(shortest)s–%(longest)s minute "
        "pentru o programare și 1–%(most)s persoane deodată."
    ),
    "hours.act": _("Scrieți actul care stabilește orele."),
    "hours.past": _("Ziua nu poate fi în trecut."),
    "hours.known": (CONFLICT, _("Orele se suprapun cu altele din aceeași zi. Încheiați-le întâi pe acelea.")),
    "hours.unknown": (NOT_FOUND, _("Nu găsim aceste ore în programul instituției dumneavoastră.")),
    "visit.taken": (CONFLICT, _("Ora nu mai este liberă. Alegeți alta.")),
    "visit.unknown": (NOT_FOUND, _("Nu aveți o programare la ghișeu pentru acest document.")),
    "visit.nothing_waits": (CONFLICT, _("Documentul nu este la ghișeu: nu este nevoie de programare.")),
}
