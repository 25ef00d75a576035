"""The words of the modeler's panel (app/web/static/js/studio/panel*.js), in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.web.studio import kinds

APPLICANT = _("Solicitantul")
SOURCES: Mapping[str, LazyString] = {
    "settings": _("Setările procedurii"),
    "case": _("Dosarul"),
    "decision": _("Tabele de decizie"),
    "operation": _("Rezultatele pașilor"),
    "script": _("Calculate în diagramă"),
    "message": _("Aduse de mesaje"),
}
OPERATORS: Mapping[str, LazyString] = {
    "yes": _("da"),
    "no": _("nu"),
    "==": _("este"),
    "!=": _("nu este"),
    "<": _("mai mic decât"),
    "<=": _("cel mult"),
    ">": _("mai mare decât"),
    ">=": _("cel puțin"),
    "in": _("este una dintre"),
    "has": _("conține"),
    "given": _("este completat"),
    "missing": _("nu este completat"),
}
UNITS: Mapping[str, LazyString] = {
    "minutes": _("minute"),
    "hours": _("ore"),
    "days": _("zile"),
    "weeks": _("săptămâni"),
    "months": _("luni"),
}
TIMES: Mapping[str, LazyString] = {
    "after": _("după un timp"),
    "setting": _("după cât spune o setare a procedurii"),
    "day": _("într-o zi anume"),
    "field": _("la o dată din dosar"),
    "cycle": _("din nou și din nou"),
    "free": _("cum spune o expresie"),
}
ABOUT: Mapping[str, LazyString] = {
    "": _("nimic anume"),
    "Timer": _("un timp"),
    "Message": _("un mesaj"),
    "Signal": _("un semnal"),
    "Conditional": _("o condiție"),
    "Error": _("o eroare"),
    "Escalation": _("o escaladare"),
    "Link": _("o legătură pe același desen"),
    "Terminate": _("încheie totul"),
    "Compensate": _("compensare (nu rulează aici)"),
    "Cancel": _("anulare (nu rulează aici)"),
}
LOOPS: Mapping[str, LazyString] = {
    "once": _("o dată"),
    "sequential": _("pentru fiecare dintr-o listă, pe rând"),
    "parallel": _("pentru fiecare dintr-o listă, toate odată"),
    "loop": _("din nou, cât timp ține o condiție"),
}
TIMERS: Mapping[str, LazyString] = {
    "timeDate": _("o dată"),
    "timeDuration": _("o durată"),
    "timeCycle": _("o repetare"),
}
WORDS: Mapping[str, LazyString] = {
    "accepted": _("Expresia este bună."),
    "refused": _("Nu poate fi folosită:"),
    "choose": _("Alegeți…"),
    "yes": _("da"),
    "no": _("nu"),
    "optional": _("opțional"),
    "not_offered": _("nu există în ciornă"),
    "several": _("Sunt alese mai multe elemente. Alegeți unul ca să îi vedeți proprietățile."),
    "of_steps": _("Rezultatele pașilor"),
    # Names and notes.
    "general": _("Denumire"),
    "name": _("Denumirea, în română"),
    "name_en": _("Denumirea, în engleză"),
    "name_en_hint": _("Apare pe diagrama în engleză."),
    "aside": _("Notă și identificator"),
    "note": _("Notă pentru colegi"),
    "note_hint": _("Rămâne în diagramă; solicitantul nu o vede."),
    "id": _("Identificator"),
    "executable": _("Poate fi rulată"),
    "executable_hint": _("Fără această bifă, procedura nu poate fi publicată."),
    "kind_group": _("Felul pasului"),
    "kind": _("Felul"),
    "about_label": _("Despre ce este"),
    "how_often": _("De câte ori se face"),
    # Who.
    "who": _("Cine"),
    "lane": _("Banda"),
    "lane_hint": _("Alegeți alta ca să mutați pasul pe ea."),
    "no_lane": _("pe nicio bandă"),
    "no_lanes": _(
        "Diagrama nu are benzi. Banda spune cine face pasul: trageți un participant și împărțiți-l."
    ),
    "role": _("Rolul"),
    "role_hint": _("Cine poate face sarcinile de pe această bandă."),
    "role_of_lane": _("Este rolul întregii benzi, pentru toate sarcinile de pe ea."),
    # The applicant's words.
    "citizen": _("Ce citește solicitantul"),
    "label": _("Pe românește, pentru solicitant"),
    "label_hint": _("De exemplu: „Verificăm actele dumneavoastră”."),
    "label_en": _("În engleză, pentru solicitant"),
    "status": _("Starea cererii cât așteaptă aici"),
    "status_hint": _("Eticheta de pe pagina cererii."),
    "no_status": _("rămâne cea dinainte"),
    # A person's task.
    "person": _("Formular și scrisoare"),
    "form": _("Formularul"),
    "form_hint": _("Răspunsurile stau sub numele formularului."),
    "to_forms": _("Deschideți formularele"),
    "letter": _("Scrisoarea care se scrie aici"),
    "letter_hint": _("Ciorna ei se face din răspunsurile acestei sarcini."),
    "no_letter": _("niciuna"),
    "to_letters": _("Deschideți scrisorile"),
    "due": _("Ziua până la care se face"),
    "due_hint": _("Gol: termenul dosarului."),
    "department": _("Compartimentul care o face"),
    "department_hint": _("Gol: compartimentul dosarului."),
    # What the hall does.
    "operation_group": _("Ce face primăria"),
    "operation": _("Operațiunea"),
    "unknown_parameter": _("parametru necunoscut; goliți-l ca să dispară"),
    "result": _("Numele rezultatului"),
    "result_hint": _("Sub acest nume îl pot folosi pașii următori; gol: nu se păstrează."),
    "as_expression": _("Scrieți o expresie"),
    "as_value": _("Alegeți o valoare"),
    "expression": _("Expresia"),
    "insert_name": _("Puneți un nume la cursor"),
    # Scripts, decisions, calls.
    "script_group": _("Calculul"),
    "script": _("Rânduri „nume = expresie”"),
    "script_hint": _("Un rând vede ce s-a calculat în cele de deasupra."),
    "around": _("Calcule înainte și după"),
    "around_hint": _("Rânduri „nume = expresie”; de obicei este mai limpede un pas de calcul separat."),
    "before": _("Înainte"),
    "after": _("După"),
    "decision_group": _("Decizia"),
    "decision": _("Tabelul de decizie"),
    "decision_hint": _("Ce spune tabelul decide mai departe."),
    "stands_under": _("Răspunsul stă sub numele"),
    "to_tables": _("Deschideți tabelele"),
    "called_group": _("Diagrama chemată"),
    "called": _("Diagrama"),
    "called_hint": _("Se lucrează aici până la capăt, cu datele dosarului."),
    # Ways out.
    "ways": _("Căile de aici"),
    "one_way": _("Trageți cel puțin două căi; apoi spuneți când se merge pe fiecare."),
    "default": _("Calea obișnuită"),
    "default_hint": _("Pe ea se merge când nicio condiție nu se potrivește."),
    "is_default": _("Este calea obișnuită"),
    "when": _("Când se merge pe „{way}”"),
    "condition": _("Condiția"),
    "what": _("Ce se compară"),
    "comparison": _("Cum"),
    "value": _("Valoarea"),
    "several_values": _("Mai multe valori, cu punct și virgulă între ele."),
    "date_value": _("O zi, de exemplu 2026-12-01."),
    "joined": _("Se potrivesc"),
    "all_rows": _("toate condițiile"),
    "any_row": _("oricare dintre condiții"),
    "add_row": _("Adăugați o condiție"),
    "remove_row": _("Ștergeți această condiție"),
    "as_rows": _("Înapoi la condiții în cuvinte"),
    "too_rich": _("Condiția spune mai mult decât o listă de comparații, de aceea se schimbă ca expresie."),
    # Events.
    "event_group": _("Evenimentul"),
    "message_group": _("Mesajul"),
    "says_nothing": _("Nu așteaptă nimic: schimbați-i felul din meniul cu cheie, pe desen."),
    "interrupts": _("Întrerupe ce se lucrează"),
    "interrupts_hint": _("Fără bifă, pasul merge mai departe alături."),
    "message": _("Mesajul"),
    "new_message": _("un mesaj nou…"),
    "in_this_file": _("scris în această diagramă"),
    "payload": _("Ce duce mesajul"),
    "payload_hint": _("O expresie; gol: numai vestea."),
    "variable": _("Numele sub care se păstrează ce aduce"),
    "variable_hint": _("Gol: nu se păstrează."),
    "correlation": _("Despre care lucru este"),
    "correlation_hint": _("Gol: orice mesaj cu acest nume. De exemplu referința plății."),
    "signal": _("Semnalul"),
    "signal_hint": _("Îl aude toată lumea din dosar."),
    "new_signal": _("un semnal nou…"),
    "error": _("Codul erorii"),
    "error_hint": _("Merge în sus până la primul care o prinde."),
    "new_error": _("o eroare nouă…"),
    "escalation": _("Codul escaladării"),
    "escalation_hint": _("Ca o eroare, dar nu trebuie prinsă."),
    "new_escalation": _("o escaladare nouă…"),
    "its_name": _("Numele lui"),
    "its_name_hint": _("Litere mici fără diacritice, cifre și _."),
    "condition_event_hint": _("Se uită la obiectele de date după fiecare pas."),
    "link": _("Numele legăturii"),
    "link_hint": _("Același nume la plecare și la sosire."),
    # Times.
    "time": _("Când"),
    "how_long": _("Cât"),
    "unit": _("Unitatea"),
    "times": _("De câte ori"),
    "times_hint": _("Gol: fără sfârșit."),
    "setting": _("Setarea"),
    "setting_hint": _("Se schimbă pe pagina „Setări și termene”."),
    "moment": _("Data"),
    "moment_hint": _("O dată dintr-un formular sau din rezultatul unui pas."),
    "day": _("Ziua"),
    "time_kind": _("Ce dă expresia"),
    "time_free_hint": _('Text ISO 8601 în ghilimele ("P3D", "PT48H", "R3/P7D") sau un nume.'),
    # Rounds.
    "rounds": _("De mai multe ori"),
    "one_by_one": _("Pe rând: următorul începe când s-a terminat cel dinainte."),
    "at_once": _("Toate odată."),
    "collection": _("Pentru fiecare din lista"),
    "collection_hint": _("O listă din formulare, de exemplu compartimentele alese."),
    "cardinality": _("Sau de un număr de ori"),
    "cardinality_hint": _("Cel mult 200."),
    "item": _("Numele unuia din listă"),
    "item_hint": _("Sub acest nume îl vede pasul."),
    "round_result": _("Ce lasă fiecare"),
    "round_result_hint": _("Numele formularului, al rezultatului sau dintr-un calcul."),
    "results": _("Unde se adună"),
    "results_hint": _("Lista tuturor, în ordine."),
    "until": _("Se oprește mai devreme când"),
    "until_hint": _("Vede datele celui care tocmai s-a terminat."),
    "loop_while": _("Din nou cât timp"),
    "loop_most": _("Cel mult de câte ori"),
    "loop_most_hint": _("Un număr de la 1 la 200."),
    # What we do not know.
    "others": _("Ale altor programe"),
    "others_hint": _("Rămân în fișier la fiecare salvare; aici nu se schimbă și nu au efect."),
}


def words() -> dict[str, Any]:
    """Everything the panel says."""
    lists = {
        "about": ABOUT,
        "kinds": {kind[0].upper() + kind[1:]: word for kind, word in kinds.KINDS.items()},
        "loops": LOOPS,
        "operators": OPERATORS,
        "units": UNITS,
        "ways_of_time": TIMES,
        "time_kinds": TIMERS,
    }
    said = {name: {key: str(one) for key, one in known.items()} for name, known in lists.items()}
    return {**{key: str(one) for key, one in WORDS.items()}, **said}


def source(name: str) -> str:
    """Where a name comes from, when it is no form."""
    return str(SOURCES.get(name, name))
