"""The operators' rooms: what a cabinet or a rule refuses."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "cabinet.no_such_door": (NOT_FOUND, _("Caseta nu are o ușă cu acest număr.")),
    "cabinet.not_yours": (NOT_FOUND, _("Nu găsim această casetă între cele pe care le vedeți.")),
    "cabinet.reason_missing": _("Scrieți motivul: rămâne în jurnal, lângă numele dumneavoastră."),
    "cabinet.silent": (CONFLICT, _("Caseta nu răspunde. Încercați din nou peste un minut.")),
    "cabinet.jammed": (
        CONFLICT,
        _("Ușa este blocată și nu se deschide. Mutați hârtiile la altă ușă, apoi chemați service-ul."),
    ),
    "cabinet.wrong_state": (CONFLICT, _("Nu se poate acum: ușa este deschisă sau compartimentul e ocupat.")),
    "cabinet.occupied": (CONFLICT, _("Compartimentul nu este gol, așa că nu poate fi scos din folosință.")),
    "cabinet.none_free": (
        CONFLICT,
        _("Nu este liber niciun compartiment destul de mare. Goliți unul întâi."),
    ),
    "cabinet.unknown_compartment": (NOT_FOUND, _("Caseta nu are o ușă cu acest număr.")),
    "cabinet.nothing_there": (CONFLICT, _("Nu mai este nimic la această ușă. Uitați-vă din nou pe hartă.")),
    "cabinet.name_missing": _("Scrieți cum se numește caseta."),
    "cabinet.place_missing": _("Scrieți unde este: adresa și locul, cum le-ați spune cuiva pe stradă."),
    "cabinet.phone_wrong": _("Telefonul are numai cifre, spații și semnele + . - ( )."),
    "cabinet.code_missing": _("Alegeți controlerul casetei."),
    "cabinet.not_empty": (
        CONFLICT,
        _("Caseta se închide numai goală: uși păstrate sau cu hârtii acum %(lying)s. Goliți-le întâi."),
    ),
    "parcel.over": (CONFLICT, _("Hârtiile au fost deja scoase din casetă.")),
    "alarm.unknown": (NOT_FOUND, _("Nu găsim această alarmă.")),
    "alarm.over": (CONFLICT, _("Alarma s-a încheiat deja.")),
    "alarm.note_missing": _("Scrieți ce ați găsit, ca să știe și colegii."),
    "parcel.unknown": (NOT_FOUND, _("Nu există un plic pentru acest cod.")),
    "parcel.wrong_state": (CONFLICT, _("Plicul nu este în starea potrivită.")),
    "parcel.not_deposited": _(
        "Caseta nu a anunțat încă ușa închisă. Puneți plicul, închideți ușa, apoi confirmați."
    ),
    "parcel.not_returned": _(
        "Caseta nu a anunțat încă ușa închisă. Scoateți plicul, închideți ușa, apoi confirmați."
    ),
    "cabinet.unknown": (NOT_FOUND, _("Nu avem această casetă.")),
}
