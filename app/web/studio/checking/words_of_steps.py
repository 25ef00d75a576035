"""What stands against a diagram, for analysts: of each rule what is wrong, and how it is mended."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

Words = tuple[LazyString, LazyString]

_ROW = _("Ștergeți elementul sau înlocuiți-l cu unul dintre cele din paletă.")
_DRAW = _("Deschideți diagrama în editor, ștergeți elementul și desenați-l din nou.")
_SPLIT = _("Micșorați diagrama: mutați o parte într-o diagramă chemată.")
_EXPORT = _("Exportați diagrama din nou din programul ei, ca BPMN 2.0, și importați-o.")

OF_STEPS: Mapping[str, Words] = {
    "boundary.nowhere": (
        _(
            "Evenimentul pe margine nu stă pe o sarcină, pe o altă diagramă sau pe un subproces: "
            "nu s-ar auzi."
        ),
        _("Trageți-l pe marginea pasului pe care trebuie să-l întrerupă."),
    ),
    "call.circle": (
        _("Diagrama se cheamă pe sine, prin alte diagrame."),
        _("Rupeți cercul: scoateți unul dintre pașii care cheamă."),
    ),
    "call.itself": (
        _("Pasul cheamă diagrama în care stă."),
        _("Alegeți altă diagramă sau desenați repetarea cu o săgeată înapoi."),
    ),
    "call.unknown": (
        _("Pasul cheamă diagrama „%(called)s”, care nu este printre fișierele procedurii."),
        _("Alegeți în panou o diagramă din listă sau adăugați fișierul lipsă."),
    ),
    "conditional.empty": (
        _("Evenimentul așteaptă o condiție și nu spune care."),
        _("Scrieți condiția în panou."),
    ),
    "data.not_written": (
        _("Pasul scrie obiectul de date „%(name)s”, dar nu lasă nimic cu acest nume (lasă: %(written)s)."),
        _("Dați rezultatului pasului același nume sau legați obiectul de alt pas."),
    ),
    "data.unknown": (
        _("Pasul citește sau scrie obiectul de date „%(name)s”, care nu există."),
        _("Desenați obiectul de date sau ștergeți legătura."),
    ),
    "element.dead_end": (
        _("De aici nu se merge nicăieri: cererea s-ar opri."),
        _("Trageți o săgeată spre pasul următor sau spre un sfârșit."),
    ),
    "element.not_drawn": (_("Elementul nu are formă pe desen."), _DRAW),
    "element.two_exits": (
        _("Din acest pas pleacă mai multe săgeți (%(found)s); numai o poartă poate despărți drumul."),
        _("Puneți după pas o poartă și trageți săgețile din ea."),
    ),
    "element.unreachable": (
        _("La acest element nu se ajunge pe niciun drum."),
        _("Trageți o săgeată spre el sau ștergeți-l."),
    ),
    "error.interrupts": (
        _("Evenimentul prinde o eroare fără să întrerupă; o eroare întrerupe întotdeauna."),
        _("Alegeți evenimentul care întrerupe."),
    ),
    "error.uncaught": (
        _("Drumul se termină cu eroarea „%(code)s”, pe care nu o prinde nimeni."),
        _(
            "Puneți pe marginea pasului care cheamă un eveniment care prinde eroarea sau schimbați felul "
            "sfârșitului."
        ),
    ),
    "event.empty": (
        _("Evenimentul nu spune ce așteaptă sau ce trimite."),
        _("Alegeți felul evenimentului: timp, mesaj, semnal sau altul."),
    ),
    "event.refused": (
        _("Un eveniment de felul „%(kind)s” nu poate sta aici."),
        _("Alegeți alt fel de eveniment sau mutați-l."),
    ),
    "event_sub_process.stands_alone": (
        _("Subprocesul la eveniment stă singur: la el nu vin și de la el nu pleacă săgeți."),
        _("Ștergeți săgețile și evenimentele de pe marginea lui."),
    ),
    "expression.refused": (
        _("Expresia „%(expression)s” nu este primită: %(reason)s."),
        _("Scrieți o expresie simplă: nume, comparații, „and”, „or”, „not”, texte între ghilimele drepte."),
    ),
    "flow.condition_ignored": (
        _("Săgeata are o condiție, dar nu pleacă dintr-o poartă care alege: condiția nu s-ar citi."),
        _("Puneți înaintea săgeții o poartă „Alegere: o singură cale” sau ștergeți condiția."),
    ),
    "flow.condition_on_default": (
        _("Săgeata este calea obișnuită a porții și are totuși o condiție."),
        _("Ștergeți condiția sau alegeți altă cale obișnuită."),
    ),
    "flow.loose": (
        _("Săgeata nu leagă două elemente."),
        _("Ștergeți săgeata și trageți-o din nou, de la un pas la altul."),
    ),
    "flow.no_condition": (
        _("Săgeata pleacă dintr-o poartă care alege și nu are condiție."),
        _("Scrieți în panou când se merge pe ea sau faceți-o calea obișnuită a porții."),
    ),
    "flow.not_drawn": (_("Săgeata nu are linie pe desen."), _DRAW),
    "gateway.no_default": (
        _("Poarta nu are o cale obișnuită: dacă nicio condiție nu se potrivește, cererea se oprește."),
        _("Alegeți în panou săgeata pe care se merge când nu se potrivește nimic altceva."),
    ),
    "gateway.not_event": (
        _("Pasul stă după o poartă „Ce se întâmplă întâi”, dar nu așteaptă mesaj, semnal sau timp."),
        _("Puneți aici o așteptare sau folosiți o poartă „Alegere: o singură cale”."),
    ),
    "gateway.same_event": (
        _("Poarta așteaptă de două ori același lucru: %(kind)s „%(name)s”."),
        _("Păstrați un singur drum pentru fiecare mesaj sau semnal."),
    ),
    "gateway.shared_event": (
        _("La evenimentul de după poartă se ajunge și pe alt drum."),
        _("Desenați pentru celălalt drum un eveniment al lui."),
    ),
    "id.forbidden": (
        _("Elementul are un identificator pe care motorul îl folosește pentru sine."),
        _("Alegeți alt identificator; „Start”, „End”, „Root” și punctele nu sunt primite."),
    ),
    "id.repeated": (
        _("Același identificator este folosit pentru mai multe lucruri."),
        _("Dați fiecărui element identificatorul lui, și în diagramele chemate."),
    ),
    "kind.refused": (_("Elementele de felul „%(kind)s” nu pot fi rulate aici."), _ROW),
    "link.alone": (
        _("Legătura „%(link)s” nu are exact un capăt la celălalt loc."),
        _("Desenați un singur capăt de sosire cu același nume."),
    ),
    "loop.maximum": (
        _("Pasul se repetă de cel mult „%(maximum)s” ori; trebuie un număr de la 1 la 200."),
        _("Scrieți în panou un număr de la 1 la 200."),
    ),
    "loop.no_condition": (
        _("Pasul se repetă și nu spune nici cât timp, nici de câte ori."),
        _("Scrieți condiția repetării sau numărul de repetări."),
    ),
    "message.empty": (_("Mesajul nu are nume."), _("Alegeți în panou mesajul sau creați unul.")),
    "message.nobody_sends": (
        _("Se așteaptă mesajul „%(message)s”, pe care nu îl trimit nici primăria, nici această procedură."),
        _("Alegeți un mesaj din listă sau verificați că îl trimite altă procedură."),
    ),
    "multi.no_collection": (
        _("Pasul se face de mai multe ori și nu spune pentru ce listă."),
        _("Alegeți în panou lista sau numărul."),
    ),
    "multi.no_result": (
        _("Pasul se face de mai multe ori și nu spune ce rămâne de fiecare dată și unde se păstrează."),
        _("Completați în panou numele rezultatului și numele listei de rezultate."),
    ),
    "multi.not_a_name": (
        _("„%(name)s” nu poate fi un nume."),
        _("Folosiți numai litere fără diacritice, cifre și liniuță jos."),
    ),
    "multi.same_name": (
        _("Numele „%(name)s” este folosit pentru două lucruri."),
        _("Dați listei de rezultate alt nume."),
    ),
    "multi.unknown_result": (
        _("Din fiecare repetare se păstrează „%(name)s”, dar nimic din ea nu are acest nume."),
        _("Alegeți numele formularului sau al rezultatului din interior."),
    ),
    "notice.unknown": (
        _("Pasul trimite mesajul „%(template)s”, care nu este în notices.toml."),
        _("Alegeți un mesaj din listă sau scrieți-l în notices.toml."),
    ),
    "operation.parameters": (
        _("Operațiunii îi lipsesc parametri (%(missing)s) sau are unii necunoscuți (%(unknown)s)."),
        _("Completați în panou parametrii cerți și ștergeți-i pe ceilalți."),
    ),
    "operation.unknown": (
        _("Pasul cere operațiunea „%(operation)s”, pe care primăria nu o știe."),
        _("Alegeți în panou o operațiune din listă."),
    ),
    "process.no_end": (_("Nu există niciun sfârșit."), _("Desenați unul la capătul drumului.")),
    "process.not_executable": (
        _("Procesul este însemnat ca neexecutabil."),
        _("Bifați în panou „Se execută”."),
    ),
    "process.one_start": (
        _("Este nevoie de un singur început, iar aici sunt %(found)s."),
        _("Păstrați un singur început; restul pot fi evenimente pe drum."),
    ),
    "rounds.kind": (
        _("Un element de felul „%(kind)s” nu poate fi repetat."),
        _("Scoateți semnul de repetare sau puneți elementul într-un subproces repetat."),
    ),
    "script.refused": (
        _("Scriptul nu este primit: %(reason)s."),
        _("Scrieți numai atribuiri, câte una pe rând, de exemplu: taxa = 25."),
    ),
    "setting.unknown": (
        _("Se cere setarea „%(name)s”, care nu este în setările procedurii."),
        _("Adăugați-o la „Setări și termene” sau alegeți una dintre cele de acolo."),
    ),
    "signal.empty": (_("Semnalul nu are nume."), _("Alegeți în panou semnalul sau creați unul.")),
    "task.no_form": (
        _("Sarcina nu are formular: cine o face nu ar avea ce completa."),
        _("Alegeți în panou un formular."),
    ),
    "task.no_label": (
        _("Pasul nu are cuvinte pentru cetățean în amândouă limbile."),
        _("Scrieți în panou ce citește cetățeanul, în română și în engleză."),
    ),
    "task.no_role": (
        _("Sarcina nu stă pe o bandă cu rol: nimeni nu ar putea să o facă."),
        _("Mutați-o pe o bandă cu rol sau dați benzii un rol în panou."),
    ),
    "task.no_term": (
        _("Aici se așteaptă solicitantul sau un mesaj și nimic nu pune capăt așteptării."),
        _("Puneți pe margine un eveniment de timp sau dați sarcinii un termen în panou."),
    ),
    "task.unknown_form": (
        _("Sarcina are formularul „%(form)s”, care nu există."),
        _("Alegeți în panou un formular din listă sau creați-l la „Formulare”."),
    ),
    "timer.cycle_here": (
        _("Timpul se repetă, dar numai un eveniment care nu întrerupe poate veni de mai multe ori."),
        _("Alegeți evenimentul pe margine care nu întrerupe sau un singur moment."),
    ),
    "timer.empty": (
        _("Evenimentul de timp nu spune când."),
        _("Alegeți în panou după cât timp sau la ce dată."),
    ),
    "timer.not_iso": (
        _("Timpul nu este scris ca o durată sau o dată: %(reason)s."),
        _("Alegeți în panou numărul de zile sau de ore; se scrie ca P10D sau PT48H."),
    ),
    "diagram.doctype": (_("Fișierul are un tip de document (DOCTYPE), care nu este primit."), _EXPORT),
    "diagram.inclusion": (_("Fișierul include alt fișier, ceea ce nu este primit."), _EXPORT),
    "diagram.instruction": (
        _("Fișierul are o instrucțiune de prelucrare, care nu este primită."),
        _EXPORT,
    ),
    "diagram.lost": (
        _("Motorul nu poate citi toate elementele: %(elements)s."),
        _("Verificați dacă la aceste elemente se ajunge și schimbați-le identificatorul."),
    ),
    "diagram.not_bpmn": (_("Fișierul nu este o diagramă BPMN."), _EXPORT),
    "diagram.one_process": (
        _("O diagramă trebuie să aibă un singur proces, iar aceasta are %(found)s."),
        _("Păstrați un singur participant cu proces; mutați celelalte procese în fișiere ale lor."),
    ),
    "diagram.too_deep": (_("Fișierul are elemente unul într-altul pe prea multe niveluri."), _EXPORT),
    "diagram.too_large": (_("Fișierul este mai mare de %(most)s kB."), _SPLIT),
    "diagram.too_many_attributes": (_("Un element are mai mult de %(most)s atribute."), _EXPORT),
    "diagram.too_many_elements": (_("Fișierul are mai mult de %(most)s elemente."), _SPLIT),
    "diagram.unparsed": (
        _("Motorul nu primește diagrama: %(reason)s."),
        _("Îndreptați elementul numit sau desenați-l din nou."),
    ),
    "diagram.unreadable": (_("Fișierul nu se poate citi de la rândul %(line)s."), _EXPORT),
}
