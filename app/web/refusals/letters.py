"""Letters, signatures, delegations."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "letter.missing": _("Creați mai întâi scrisoarea, apoi trimiteți-o la semnat."),
    "delegation.who": _("Alegeți cine lipsește și cine îi ține locul, din aceeași instituție."),
    "delegation.self": _("Nimeni nu își ține singur locul. Alegeți pe altcineva."),
    "delegation.act_needed": _("Scrieți actul de delegare, cu număr și dată."),
    "delegation.dates": _("Scrieți zilele delegării; ultima nu poate fi trecută sau înaintea primei."),
    "delegation.unknown": (NOT_FOUND, _("Nu există o asemenea delegare.")),
    "delegation.over": (CONFLICT, _("Delegarea s-a încheiat deja.")),
    "letter.not_signed": (CONFLICT, _("„%(letter)s” nu are încă toate semnăturile.")),
    "signature.twice": (
        CONFLICT,
        _("Ați semnat deja acest document în nume propriu; prin delegare trebuie să semneze altcineva."),
    ),
    "letter.unknown": _("Procedura nu are șablonul „%(name)s”."),
    "letter.unknown_field": _("Șablonul cere câmpul „%(field)s”, pe care nu îl dă nimeni."),
    "letter.bad_file": _("Fișierul nu poate fi folosit ca scrisoare: %(problems)s."),
}
