"""What procedure.toml's values are called on the settings page, section by section."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from app.cityhall.procedures.config_editing import Entry

_ = lazy_gettext
Text: TypeAlias = "LazyString | str"


class Box(NamedTuple):
    """One value: `kind` as in `Entry`; `list` names what it may be chosen from."""

    key: str
    label: Text
    kind: str = "text"
    hint: Text = ""
    must: bool = False
    list: str = ""

    @property
    def entry(self) -> Entry:
        return Entry(self.key, self.kind, self.must)


class Section(NamedTuple):
    """Some values that are kept together."""

    name: str
    title: Text
    boxes: tuple[Box, ...]


_TELL = _("Se anunță mereu cel care lucrează la dosar; bifați pe cine mai anunțăm.")
SECTIONS: Mapping[str, Section] = {
    one.name: one
    for one in (
        Section(
            "general",
            _("Procedura"),
            (
                Box("title", _("Titlul"), must=True),
                Box("title_en", _("Titlul, în engleză")),
                Box("summary", _("Pe scurt, pentru cetățean"), "words"),
                Box("summary_en", _("Pe scurt, în engleză"), "words"),
                Box("group", _("Grupa de servicii"), list="groups"),
                Box("begun_by", _("Cine o începe"), list="begun_by"),
                Box("department", _("Compartimentul la care ajunge cererea"), must=True, list="departments"),
                Box("form", _("Formularul cererii"), must=True, list="forms"),
                Box(
                    "form_code",
                    _("Codul formularului"),
                    hint=_("Tipărit pe hârtie, de exemplu F_CU_01."),
                    must=True,
                ),
                Box("form_version", _("Versiunea formularului"), must=True),
                Box("valid_from", _("În vigoare din"), "date", _("De exemplu 1.1.2027."), must=True),
                Box("valid_until", _("În vigoare până la"), "date", _("Gol: fără sfârșit.")),
                Box("act", _("Temeiul legal")),
                Box(
                    "register",
                    _("Registrul special"),
                    hint=_("Pe lângă registrul general."),
                    list="registers",
                ),
                Box("nomenclature", _("Indicativul din nomenclatorul arhivistic"), must=True),
                Box(
                    "retention_years",
                    _("Câți ani se păstrează dosarul"),
                    "whole",
                    _("0 = permanent."),
                    must=True,
                ),
            ),
        ),
        Section(
            "service",
            _("Pagina publică a serviciului"),
            (
                Box("service.who", _("Cine poate cere"), "words"),
                Box("service.who_en", _("Cine poate cere, în engleză"), "words"),
                Box("service.what", _("Pașii, câte unul pe rând"), "lines"),
                Box("service.what_en", _("Pașii, în engleză"), "lines"),
                Box("service.cost", _("Cât costă"), "words"),
                Box("service.cost_en", _("Cât costă, în engleză"), "words"),
                Box("service.term_words", _("Termenul, în cuvinte"), "words"),
                Box("service.term_words_en", _("Termenul, în engleză"), "words"),
                Box("service.appeal", _("Calea de atac"), "words"),
                Box("service.appeal_en", _("Calea de atac, în engleză"), "words"),
                Box("service.law", _("Legile, câte una pe rând"), "lines"),
            ),
        ),
        Section(
            "term",
            _("Termenul legal"),
            (
                Box("term.unit", _("Zile"), must=True, list="units"),
                Box("term.days", _("Câte zile"), "whole", must=True),
                Box("term.act", _("Temeiul termenului")),
                Box(
                    "term.decision",
                    _("Tabelul de decizie care îl hotărăște"),
                    hint=_("Gol: termenul este cel de mai sus pentru toate cererile."),
                    list="decisions",
                ),
                Box("term.pause_on_completion", _("Termenul se oprește cât așteptăm completarea"), "flag"),
                Box("term.redirect_days", _("Zile pentru redirecționare"), "whole"),
                Box("term.redirect_act", _("Temeiul redirecționării")),
                Box(
                    "term.extension.days",
                    _("Prelungirea, câte zile cel mult"),
                    "whole",
                    _("Gol: nu se prelungește."),
                ),
                Box("term.extension.act", _("Temeiul prelungirii")),
                Box("term.extension.who", _("Cine poate prelungi"), "names", list="roles"),
                Box("term.tacit.act", _("Aprobare tacită: temeiul"), hint=_("Gol: fără aprobare tacită.")),
            ),
        ),
        Section(
            "alarms",
            _("Alarmele termenului"),
            (
                Box(
                    "term.alarms.before",
                    _("Cu câte zile lucrătoare înainte, câte un număr pe rând"),
                    "numbers",
                ),
                Box("term.alarms.tell", _("Pe cine mai anunțăm înainte"), "names", _TELL, list="roles"),
                Box("term.alarms.over", _("Pe cine mai anunțăm când a trecut"), "names", list="roles"),
            ),
        ),
        Section(
            "delivery",
            _("Cum se primește răspunsul"),
            (
                Box("delivery.choices", _("Se poate primi"), "names", list="deliveries"),
                Box("identity.second_factor", _("La casetă se cere și al doilea factor"), "flag"),
            ),
        ),
    )
}
GROUPS: Mapping[str, Text] = {
    "papers": _("Cereri și petiții"),
    "meeting": _("Audiențe"),
    "urbanism": _("Urbanism"),
    "business": _("Comerț"),
}
BEGUN_BY: Mapping[str, LazyString] = {
    "": _("Oricine, de pe pagina serviciilor"),
    "staff": _("Numai primăria: nu apare între servicii"),
}
UNITS: Mapping[str, Text] = {"working": _("lucrătoare"), "calendar": _("calendaristice")}
DELIVERIES: Mapping[str, Text] = {
    "locker": _("Din casetă"),
    "email": _("Prin e-mail"),
    "counter": _("De la ghișeu"),
}
LETTER = (
    Box("title", _("Titlul"), must=True),
    Box("title_en", _("Titlul, în engleză")),
    Box("kind", _("Felul"), hint=_("Actul este ce a cerut omul și ce aduce livrarea."), list="kinds"),
    Box("code", _("Codul tipărit")),
    Box("version", _("Versiunea tipărită")),
    Box("register", _("Registrul special"), list="registers"),
)
LETTER_KINDS: Mapping[str, Text] = {"act": _("actul cerut"), "letter": _("adresă sau înștiințare")}


def label(key: str) -> str:
    """What a value is called; its key where the page has no box for it."""
    boxes = {box.key: box.label for section in SECTIONS.values() for box in section.boxes}
    last = {f"letters.{box.key}": box.label for box in LETTER}
    parts = key.split(".")
    plain = f"letters.{parts[-1]}" if parts[0] == "letters" and len(parts) == 3 else key
    return str({**last, **boxes}.get(key, last.get(plain, parts[-1])))
