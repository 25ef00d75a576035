"""Routing: resolutions, works of departments, leave."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, FORBIDDEN, NOT_FOUND

SENTENCES = {
    "routing.unknown": (NOT_FOUND, _("Nu găsim această hârtie printre cele pe care le puteți vedea.")),
    "routing.no_batch": (NOT_FOUND, _("Nu găsim această repartizare în grup.")),
    "routing.not_router": (
        FORBIDDEN,
        _("Rezoluția o scrie șeful compartimentului sau conducerea primăriei."),
    ),
    "routing.kind": _("Alegeți rezoluția."),
    "routing.words": _("Rezoluția poate avea cel mult %(most)s de caractere."),
    "routing.lead": _("Alegeți compartimentul care răspunde."),
    "routing.readers": _("Alegeți cine ia cunoștință."),
    "routing.twice": _("Un compartiment poate avea o singură parte: răspunde, sprijină sau ia cunoștință."),
    "routing.too_many": _("Alegeți cel mult %(most)s compartimente."),
    "routing.only_department": _(
        "Spre legală competență se trimite unui singur compartiment, fără persoană."
    ),
    "routing.due": _("Termenul nu poate fi în trecut. Scrieți o zi de azi înainte sau lăsați gol."),
    "routing.not_home": _(
        "Ca șef puteți da lucrarea compartimentului dumneavoastră. "
        "Dacă nu este a lui, trimiteți-o înapoi conducerii, cu motivul."
    ),
    "routing.who": _("Persoana aleasă nu lucrează în compartimentul ales."),
    "routing.nobody_there": _("În compartimentul ales nu lucrează nimeni astăzi."),
    "routing.changed": (
        CONFLICT,
        _("Între timp altcineva a scris o rezoluție. Verificați și trimiteți din nou, dacă mai este nevoie."),
    ),
    "routing.closed": (CONFLICT, _("Hârtia a fost rezolvată între timp.")),
    "routing.in_work": (CONFLICT, _("Hârtia are deja o rezoluție și este în lucru.")),
    "routing.held": (CONFLICT, _("Lucrarea a fost preluată de %(holder)s.")),
    "routing.settled": (CONFLICT, _("Lucrarea a fost încheiată sau retrasă între timp.")),
    "routing.not_yours": (CONFLICT, _("Lucrarea nu este preluată de dumneavoastră.")),
    "routing.answer": _("Scrieți cum s-a rezolvat."),
    "routing.answer_entry": _(
        "Nu găsim acest număr în registru. Scrieți numărul și anul, de exemplu 125/2026."
    ),
    "routing.reason": _("Scrieți motivul."),
    "routing.support_open": (
        CONFLICT,
        _("Mai lucrează la ea: %(departments)s. Răspunsul se încheie după ce termină și ei."),
    ),
    "routing.task_kind": _(
        "Cererile se repartizează unui singur compartiment, spre soluționare sau urgent; "
        "pentru altceva deschideți sarcina."
    ),
    "routing.nothing": _("Alegeți cel puțin o hârtie."),
    "routing.too_many_papers": _("Alegeți cel mult %(most)s de hârtii o dată."),
    "leave.unknown": (NOT_FOUND, _("Nu găsim acest concediu.")),
    "leave.not_yours": (
        FORBIDDEN,
        _("Concediul îl notează persoana însăși, șeful ei sau administratorul."),
    ),
    "leave.over": (CONFLICT, _("Concediul s-a încheiat deja.")),
    "leave.dates": _("Scrieți prima și ultima zi; ultima zi nu poate fi în trecut sau înaintea primei."),
    "leave.self": _("Nimeni nu își ține singur locul. Alegeți un coleg."),
    "leave.who": _("Alegeți doi colegi ai aceleiași instituții."),
    "leave.overlaps": _("Are deja notat un concediu din %(since)s până în %(until)s."),
    "leave.substitute_away": _("%(name)s lipsește în acele zile, până în %(until)s. Alegeți alt coleg."),
    "leave.is_substitute": _(
        "În acele zile ține locul colegului %(name)s, până în %(until)s. Schimbați întâi înlocuitorul."
    ),
    "leave.act_needed": _(
        "Persoana semnează sau hotărăște prin funcția ei: scrieți actul de delegare, "
        "care se tipărește lângă semnătura înlocuitorului."
    ),
}
