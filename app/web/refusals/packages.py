"""Packages and files handed over between institutions."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "transfer.unknown": (NOT_FOUND, _("Nu găsim această predare printre cele pe care le puteți vedea.")),
    "transfer.to_whom": _("Scrieți cărei instituții îi predați dosarul."),
    "transfer.act_needed": _(
        "Scrieți actul prin care se predă dosarul, de exemplu „Legea 169/2026 art. 584”."
    ),
    "transfer.number_needed": _("Scrieți numărul sub care a fost preluat dosarul."),
    "transfer.closed": (CONFLICT, _("Dosarul este închis: se predau numai dosare în lucru.")),
    "transfer.busy_locker": (
        CONFLICT,
        _("Un document al dosarului este în casetă. Așteptați să fie ridicat."),
    ),
    "transfer.busy_payment": (
        CONFLICT,
        _("Dosarul așteaptă o plată. Predați-l după ce este achitată sau anulată."),
    ),
    "transfer.busy_audience": (CONFLICT, _("O audiență se ține aici: dosarul ei nu se poate preda.")),
    "transfer.busy_job": (CONFLICT, _("Dosarul lucrează chiar acum. Încercați din nou peste un minut.")),
    "transfer.here_already": (CONFLICT, _("Acest dosar este deja în această instalare.")),
    "transfer.no_department": _(
        "Dosarul stă la compartimentul „%(code)s”, pe care instituția nu îl are. Creați-l întâi."
    ),
    "transfer.other_kind": _(
        "Fișierul nu este un dosar predat de o altă primărie sau nu se potrivește. Nu s-a păstrat nimic."
    ),
    "package.damaged": _(
        "Pachetul este deteriorat: un fișier din el nu mai este cel din listă. Cereți-l din nou."
    ),
    "archive.not_filed": (CONFLICT, _("Dosarul nu este încă în arhivă.")),
}
