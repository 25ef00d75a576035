"""Handing papers in through a cabinet."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "dropoff.unknown": (NOT_FOUND, _("Nu găsim această depunere.")),
    "dropoff.wrong_state": (CONFLICT, _("Depunerea s-a schimbat între timp. Reîncărcați pagina.")),
    "dropoff.over": (CONFLICT, _("Depunerea nu mai așteaptă acte: foaia nu mai este bună.")),
    "dropoff.waits": (
        CONFLICT,
        _("O ușă este păstrată pentru această cerere (%(number)s). Renunțați întâi la ea."),
    ),
    "dropoff.most": (
        CONFLICT,
        _("Aveți deja %(most)s uși păstrate. Lăsați actele sau renunțați la una, apoi cereți alta."),
    ),
    "dropoff.empty": _("Alegeți cel puțin un act pe care îl puneți în casetă."),
    "dropoff.size": _("Alegeți mărimea ușii."),
    "dropoff.nameless": _(
        "O cerere fără nume nu se poate depune la casetă: ușa se păstrează pe numele cuiva."
    ),
    "dropoff.none_free": (
        CONFLICT,
        _(
            "Nu este nicio ușă liberă de această mărime. Alegeți altă casetă sau mărime, ori trimiteți de "
            "acasă."
        ),
    ),
    "dropoff.no_answer": (
        CONFLICT,
        _("Caseta nu răspunde acum. Încercați din nou peste câteva minute sau alegeți altă casetă."),
    ),
    "dropoff.tick": _("Alegeți ce ați găsit pentru fiecare act."),
    "dropoff.way": _("Alegeți cum se restituie originalele."),
    "dropoff.unticked": _("Nu ați spus ce ați găsit pentru: %(items)s."),
    "dropoff.no_case": _("Hârtiile au numai număr de înregistrare: scanurile se pun după repartizare."),
}
