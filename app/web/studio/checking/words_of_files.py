"""What stands against a procedure's tables, forms, letters and settings: what is wrong, how it is mended."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

Words = tuple[LazyString, LazyString]

_COLUMNS = _("Adăugați coloana în editorul tabelelor de decizie.")
_SETTINGS = _("Îndreptați-o la „Setări și termene”.")
_PAGES = _("Deschideți formularul la „Formulare” și așezați câmpul pe o pagină.")
_FIELD = _("Deschideți formularul la „Formulare” și scrieți titlul câmpului.")

OF_FILES: Mapping[str, Words] = {
    "config.missing": (
        _("Lipsește „%(name)s”."),
        _("Completați la „Setări și termene” sau, pentru alte fișiere, la „Fișiere”."),
    ),
    "config.repeated": (_("Codul „%(name)s” apare de două ori."), _("Dați fiecăruia codul lui.")),
    "config.unknown": (
        _("Setarea „%(name)s” nu este citită de nimeni."),
        _("Verificați cum este scris numele sau ștergeți-o."),
    ),
    "config.unknown_form": (
        _("Formularul cererii este „%(form)s”, care nu există."),
        _("Alegeți la „Setări și termene” un formular din listă."),
    ),
    "config.wrong": (_("„%(name)s” nu se poate citi așa cum este scris: %(value)s."), _SETTINGS),
    "decision.aggregation": (
        _("Tabelul adună cu „%(aggregation)s”, care nu se folosește aici."),
        _("Alegeți politica COLLECT cu suma, minimul, maximul sau numărul, pe o singură ieșire."),
    ),
    "decision.lacks_outputs": (_("Tabelului îi lipsesc ieșirile: %(missing)s."), _COLUMNS),
    "decision.leans_on_itself": (
        _("Decizia se sprijină pe ea însăși, prin altele."),
        _("Scoateți una dintre legăturile dintre decizii."),
    ),
    "decision.no_name": (
        _("Rezultatul deciziei se numește „%(name)s”, care nu poate fi un nume."),
        _("Folosiți litere fără diacritice, cifre și liniuță jos, și nu numele unei funcții."),
    ),
    "decision.no_output": (_("Tabelul nu are nicio ieșire."), _COLUMNS),
    "decision.no_rules": (_("Tabelul nu are niciun rând."), _("Adăugați cel puțin o regulă.")),
    "decision.not_dmn": (
        _("Fișierul nu este un tabel de decizie DMN."),
        _("Importați un fișier DMN 1.2 sau 1.3."),
    ),
    "decision.one_line": (
        _("Tabelul trebuie să dea o listă, dar politica lui este „%(policy)s”."),
        _("Alegeți politica COLLECT sau RULE ORDER."),
    ),
    "decision.one_output": (
        _("Tabelul trebuie să dea un singur număr și are %(found)s ieșiri."),
        _("Păstrați o singură coloană de ieșire."),
    ),
    "decision.policy": (
        _("Politica „%(policy)s” nu este urmată aici."),
        _("Alegeți UNIQUE, FIRST, ANY, COLLECT sau RULE ORDER."),
    ),
    "decision.refused": (
        _("Celula „%(expression)s” (regula %(rule)s, coloana %(column)s) nu este primită: %(reason)s."),
        _("Scrieți o valoare, un interval ca [1..10] sau o comparație ca < 5; textele stau între ghilimele."),
    ),
    "decision.rules_overlap": (
        _("Tabelul este UNIQUE, dar regulile %(rules)s se potrivesc împreună."),
        _("Schimbați una dintre reguli sau alegeți politica FIRST."),
    ),
    "decision.uneven_rule": (
        _("Regula %(rule)s din „%(decision)s” are alt număr de celule decât coloanele tabelului."),
        _("Deschideți tabelul în editor, ștergeți regula și scrieți-o din nou."),
    ),
    "decision.unknown": (
        _("Se cere decizia „%(decision)s”, care nu este printre tabele."),
        _("Alegeți un tabel din listă sau adăugați-l."),
    ),
    "decision.unknown_need": (
        _("Regula %(rule)s spune despre un act că este „%(need)s”."),
        _("Scrieți „required”, „recommended” sau „optional”."),
    ),
    "decision.unknown_paper": (
        _("Regula %(rule)s cere actul „%(paper)s”, care nu este în lista de acte."),
        _("Adăugați actul la „Setări și termene” sau scrieți codul unuia care există."),
    ),
    "file.missing": (_("Fișierul lipsește."), _("Adăugați-l la „Fișiere” sau prin import.")),
    "file.unreadable": (
        _("Fișierul nu se poate citi: %(reason)s."),
        _("Deschideți-l la „Fișiere” și îndreptați-l sau puneți la loc versiunea publicată."),
    ),
    "form.bad_page": (
        _("Paginile formularului nu se pot citi la „%(where)s”."),
        _("Îndreptați la fila JSON a formularului."),
    ),
    "form.bad_schema": (
        _("Formularul nu este scris ca JSON Schema la „%(where)s”: %(reason)s."),
        _("Îndreptați la fila JSON a formularului."),
    ),
    "form.choice_no_title": (
        _("La „%(field)s”, varianta %(number)s nu are cuvinte: cine ascultă pagina nu află ce alege."),
        _("Scrieți textul variantei."),
    ),
    "form.endless": (
        _("„%(field)s” primește un text oricât de lung."),
        _("Puneți o limită de caractere."),
    ),
    "form.field_on_no_page": (_("Câmpul „%(field)s” nu este pe nicio pagină."), _PAGES),
    "form.field_on_two_pages": (_("Câmpul „%(field)s” este pe mai multe pagini."), _("Păstrați-l pe una.")),
    "form.no_english": (
        _("Texte fără engleză: %(found)s, de exemplu %(texts)s."),
        _("Scrieți-le la „Formulare”, lângă textul românesc."),
    ),
    "form.no_list": (
        _("Câmpul „%(field)s” sugerează din „%(file)s”, care nu există."),
        _("Adăugați fișierul sau alegeți altă listă."),
    ),
    "form.no_pages": (_("Formularul nu are pagini."), _("Adăugați o pagină la „Formulare”.")),
    "form.no_title": (
        _("Câmpul „%(field)s” nu are titlu: cine ascultă pagina nu află ce se întreabă."),
        _FIELD,
    ),
    "form.page_unknown_field": (
        _("Pagina „%(page)s” cere câmpul „%(field)s”, care nu există."),
        _("Scoateți-l de pe pagină sau adăugați câmpul."),
    ),
    "form.placeholder_only": (
        _("Câmpul „%(field)s” este numit numai prin textul din căsuță, care dispare când se scrie."),
        _FIELD,
    ),
    "form.required_unknown": (
        _("Este obligatoriu câmpul „%(field)s”, care nu există: formularul nu s-ar putea trimite."),
        _("Adăugați câmpul sau scoateți-l dintre cele obligatorii."),
    ),
    "form.same_choice": (
        _("La „%(field)s”, două variante se numesc „%(title)s”."),
        _("Dați fiecărei variante cuvintele ei."),
    ),
    "form.same_page": (_("Două pagini au identificatorul „%(page)s”."), _("Dați fiecărei pagini altul.")),
    "form.same_title": (
        _("Pe pagina „%(page)s”, două câmpuri se numesc „%(title)s”."),
        _("Spuneți în fiecare titlu prin ce se deosebesc."),
    ),
    "form.ui_unknown_field": (
        _("Formularul descrie cum se arată câmpul „%(field)s”, care nu există."),
        _("Ștergeți descrierea la fila JSON sau adăugați câmpul."),
    ),
    "form.unknown_format": (
        _("Câmpul „%(field)s” are formatul „%(format)s”, pe care nu îl verifică nimeni."),
        _("Alegeți un format din listă."),
    ),
    "form.unreadable": (
        _("Formularul nu se poate citi: %(reason)s."),
        _("Îndreptați la fila JSON a formularului."),
    ),
    "letter.bad_template": (
        _("Șablonul scrisorii nu poate fi folosit: %(codes)s."),
        _("Deschideți-l în Word, salvați-l ca .docx simplu, fără macrocomenzi, și încărcați-l din nou."),
    ),
    "letter.kind": (
        _("Scrisoarea este de felul „%(kind)s”; poate fi „act” sau „letter”."),
        _("Alegeți felul scrisorii la „Scrisori”."),
    ),
    "letter.no_template": (
        _("Scrisoarea nu are șablon (%(path)s)."),
        _("Încărcați la „Scrisori” un fișier .docx."),
    ),
    "letter.no_title": (_("Scrisoarea nu are titlu."), _("Scrieți titlul la „Scrisori”.")),
    "letter.not_shown": (
        _("Șablonul are ceva ce nu se vede în PDF: %(codes)s."),
        _("Mutați textul în pagină; casetele de text, imaginile și notele de subsol nu se tipăresc."),
    ),
    "letter.signers": (
        _("Scrisoarea este semnată de mai mult de %(most)s persoane."),
        _("Păstrați cel mult atâtea semnături."),
    ),
    "letter.unknown": (
        _("Se scrie scrisoarea „%(letter)s”, care nu este în setările procedurii."),
        _("Alegeți o scrisoare din listă sau adăugați-o la „Scrisori”."),
    ),
    "letter.unknown_fields": (
        _("Șablonul cere câmpuri pe care nu le dă nimeni: %(fields)s."),
        _("Folosiți câmpurile din lista de la „Scrisori” sau adăugați-le în formular."),
    ),
    "register.unknown": (
        _("Registrul „%(register)s” nu există; există: %(known)s."),
        _("Alegeți un registru din listă."),
    ),
    "scenario.unreadable": (
        _("Scenariul nu se poate citi la „%(where)s” (%(reason)s)."),
        _("Deschideți-l la „Fișiere” și îndreptați-l sau scrieți-l din nou la „Scenarii”."),
    ),
}
