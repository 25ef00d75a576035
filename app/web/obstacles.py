"""Why a running case cannot move to another version, and what changes when it does: a sentence each."""

from collections.abc import Mapping

from flask_babel import get_locale, lazy_gettext
from flask_babel.speaklater import LazyString

from app.engine.moving.migration import Obstacle, Verdict
from app.web import wording

_ = lazy_gettext

SENTENCES: Mapping[str, LazyString] = {
    "gone": _("Pasul „%(name)s”, la care se află cererea, nu mai există."),
    "moved": _("Pasul „%(name)s”, la care se află cererea, stă acum în alt subproces."),
    "enclosed": _("Pasul „%(name)s”, la care se află cererea, are acum altceva în jur: un subproces."),
    "handlers_gone": _("„%(name)s” nu mai are subprocesele de eveniment sub care se află cererea."),
    "type": _("Pasul „%(name)s”, la care se află cererea, este acum de alt fel."),
    "passed_gone": _("Pasul „%(name)s”, prin care cererea tocmai a trecut, nu mai există."),
    "passed_moved": _("Pasul „%(name)s”, prin care cererea tocmai a trecut, stă acum în alt subproces."),
    "passed_enclosed": _(
        "Pasul „%(name)s”, prin care cererea tocmai a trecut, are acum altceva în jur: un subproces."
    ),
    "passed_type": _("Pasul „%(name)s”, prin care cererea tocmai a trecut, este acum de alt fel."),
    "called": _("Pasul „%(name)s”, care este în lucru, cheamă acum altă diagramă."),
    "operation": _("Pasul „%(name)s”, pe care îl face acum sistemul, cere acum altceva."),
    "message": _("Pasul „%(name)s” așteaptă acum alt mesaj."),
    "loop": _("Pasul „%(name)s”, care se repetă și este în lucru, se repetă acum altfel."),
    "boundary_gone": _("Pasul „%(name)s”, care este în lucru, nu mai are un termen sau un eveniment pornit."),
    "boundary_new": _("Pasul „%(name)s”, care este în lucru, are un termen sau un eveniment nou, nepornit."),
    "join": _("La „%(name)s” cererea ar aștepta o ramură pe care nu a pornit."),
    "unsure": _("Nu putem fi siguri că cererea ar ajunge la capăt."),
    "unreadable": _("Starea cererii nu poate fi citită."),
    "new_name": _("Pasul „%(name)s” are alt nume."),
    "new_form": _("Pasul „%(name)s” are alt formular; ce s-a scris se păstrează."),
    "new_role": _("Pasul „%(name)s” trece la alt rol; cine îl lucrează îl eliberează."),
    "new_letter": _("Pasul „%(name)s” scrie altă scrisoare."),
    "new_timer": _("Termenul „%(name)s” este deja pornit și își păstrează data."),
    "new_parameters": _("Pasul „%(name)s” a pornit deja, cu datele dinainte."),
    "new_result": _("Rezultatul pasului „%(name)s” se păstrează sub alt nume."),
}


def told(obstacle: Obstacle) -> str:
    """The obstacle in the reader's language, with its element by name."""
    text = SENTENCES.get(obstacle.key)
    if text is None:  # a rule's refusal, met while moving
        return wording.sentence(obstacle.key, obstacle.facts)
    return str(text) % {"name": _name(obstacle)} if obstacle.element else str(text)


def all_told(verdict: Verdict) -> list[str]:
    """Why a case stays, or what changes for who is at work on it when it moves."""
    return [told(one) for one in (*verdict.reasons, *verdict.notices)]


def _name(obstacle: Obstacle) -> str:
    english = str(get_locale()) == "en" and obstacle.facts.get("name_en")
    return english or obstacle.facts.get("name") or obstacle.element
