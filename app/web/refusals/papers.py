"""Papers at the counter: scans, labels, originals, and the watch of the paper days."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "scan.nothing": _("Alegeți cel puțin o pagină: o poză sau un PDF."),
    "scan.kind": _(
        "„%(name)s” nu este nici poză, nici PDF. Puneți-l ca fișier la cerere, nu ca pagină scanată."
    ),
    "scan.signed": _(
        "„%(name)s” poartă o semnătură electronică, iar lipirea la alte pagini ar strica-o. "
        "Trimiteți-l singur."
    ),
    "scan.too_long": _("Un document are cel mult %(most)s de pagini."),
    "scan.too_many": _("Puneți cel mult %(most)s de fișiere odată."),
    "scan.known": (
        CONFLICT,
        _("Aceleași pagini au fost scanate deja. Le găsiți la „Sosite” sau în registru."),
    ),
    "label.form": _("Nu avem acest format de etichete."),
    "label.too_many": _("Se pot tipări cel mult %(most)s de etichete odată."),
    "original.expected": (CONFLICT, _("Originalul pentru nr. %(number)s este deja în evidență.")),
    "original.settled": (CONFLICT, _("Originalul a fost deja bifat sau nu mai este așteptat.")),
    "original.why": _("Scrieți de ce nu mai este așteptat originalul."),
    "original.unknown": (NOT_FOUND, _("Nu găsim acest original printre cele pe care le puteți vedea.")),
    "original.number": _(
        "Nu găsim acest număr în registru. Scrieți-l ca 123/2026 sau citiți codul de pe etichetă."
    ),
    "baseline.open": (CONFLICT, _("O măsurătoare este deja deschisă: încheiați-o întâi.")),
    "baseline.running": (CONFLICT, _("Ceasul merge deja pentru un document: opriți-l întâi.")),
    "baseline.not_running": (CONFLICT, _("Ceasul nu merge pentru niciun document.")),
    "baseline.too_long": _("Timpul unui document este între o secundă și %(hours)s ore."),
    "baseline.too_few": _(
        "Sunt cronometrate %(timed)s documente; o măsurătoare se încheie cu cel puțin %(enough)s."
    ),
    "baseline.closed": (CONFLICT, _("Măsurătoarea este încheiată și nu se mai schimbă.")),
    "baseline.unknown": (NOT_FOUND, _("Nu găsim această măsurătoare.")),
    "baseline.act": _("Scrieți actul sau hotărârea prin care s-a făcut măsurătoarea."),
    "baseline.day": _("Scrieți ziua măsurătorii, de exemplu 3 11 2026."),
    "baseline.seconds": _("Scrieți minutele și secundele cu cifre."),
}
