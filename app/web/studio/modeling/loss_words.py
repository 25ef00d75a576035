"""What the modeler says of a file that it would not give back whole (`js/studio/losses.js`)."""

from typing import Any

from flask_babel import gettext as _


def losing() -> dict[str, Any]:
    """The words of the guard; `{…}` is filled in there."""
    return {
        "title": _("Ce nu a înțeles modelatorul"),
        "why": _(
            "Dacă salvați de aici, lucrurile de mai jos dispar din fișier. Până nu hotărâți, nu se salvează "
            "nimic, iar fișierul rămâne cum a venit."
        ),
        "go_on": _("Lucrez totuși aici"),
        "allowed": _("Ați ales să lucrați aici: ce schimbați se salvează, fără lucrurile de mai sus."),
        "more": _("… și alte feluri de lucruri: {n}."),
        "element": _("Elementul <{tag}>, cu tot ce are înăuntru. De câte ori: {n}. La: {on}."),
        "attribute": _("Atributul {name} al lui <{tag}>, de exemplu „{value}”. De câte ori: {n}. La: {on}."),
        "text": _("Textul din <{tag}>, de exemplu „{value}”. De câte ori: {n}. La: {on}."),
        "warnings": {
            "unresolved": _("Se face trimitere la „{what}”, care nu este în fișier."),
            "undrawn": _("Pe desen este ceva („{what}”) care nu arată niciun element."),
            "unparsable": _("La rândul {line} este ceva ce modelatorul nu poate citi."),
            "repeated": _("Identificatorul „{what}” este folosit de mai multe ori."),
            "twice": _("Elementul „{what}” este desenat de mai multe ori; se păstrează un singur desen."),
            "other": _("Modelatorul spune: {text}"),
        },
        "failures": {
            "no_drawing": _(
                "Fișierul spune pașii, dar nu are și desenul lor, iar modelatorul nu are ce arăta. Fișierul "
                "a rămas neschimbat; exportați-l din programul lui cu tot cu desen și importați-l din nou."
            ),
            "no_process": _(
                "Fișierul nu are niciun proces pe care modelatorul să îl poată arăta. Fișierul a rămas "
                "neschimbat."
            ),
            "not_bpmn": _("Fișierul nu este o diagramă BPMN. Fișierul a rămas neschimbat."),
            "other": _("Diagrama nu s-a putut deschide: {text}"),
        },
    }
