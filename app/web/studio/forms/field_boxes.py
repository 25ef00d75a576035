"""Which boxes a kind of field has on its page, and what they are called."""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from app.web.studio.forms import form_words

_ = lazy_gettext


class Box(NamedTuple):
    """One box: `pair` has an English twin, `known` names the list it suggests."""

    name: str
    label: LazyString
    hint: LazyString | str = ""
    pair: bool = False
    known: str = ""


_LABELS: Mapping[str, LazyString] = {
    "title": _("Întrebarea"),
    "title_en": _("Întrebarea, în engleză"),
    "kind": _("Felul câmpului"),
    "help": _("Indicația"),
    "shown": _("Când se cere"),
    "needed": _("Răspunsul"),
}
_NUMBERS = (
    Box("minimum", _("Cel puțin")),
    Box("above", _("Mai mare decât")),
    Box("maximum", _("Cel mult")),
    Box("suffix", _("Unitatea de după căsuță"), _("De exemplu m²."), pair=True),
)
_LENGTH = Box("max_length", _("Cel mult câte caractere"))
_TEXT = (
    _LENGTH,
    Box("min_length", _("Cel puțin câte caractere")),
    Box("pattern", _("Model (expresie regulată)"), _("Pentru cine știe; gol în mod obișnuit.")),
    Box("suffix", _("Unitatea de după căsuță"), pair=True),
)
_ONE_LINE = (
    Box("width", _("Lățimea căsuței, în caractere"), known="widths"),
    Box("prefix", _("Prefix în rezumat"), _("De exemplu „nr.”."), pair=True),
    Box("autocomplete", _("Ce completează singur navigatorul"), known="autocomplete"),
)
_FIRST = Box(
    "prefill",
    _("Se completează de la început cu"),
    _("De exemplu person.full_name (contul), case.subject (cererea), data.fee (diagrama)."),
    known="prefill",
)
_SOURCE = Box(
    "options_from",
    _("Variantele le dă primăria"),
    _("Gol: variantele de mai sus."),
    known="sources",
)
_ROWS = (
    Box("min_items", _("Cel puțin câte")),
    Box("max_items", _("Cel mult câte")),
)
_REPEATED = (
    Box("row", _("Cum se numește un rând"), pair=True),
    Box("add", _("Textul butonului de adăugare"), pair=True),
)
_YES_NO = (Box("yes", _("Textul pentru da"), pair=True), Box("no", _("Textul pentru nu"), pair=True))
_MISSING = Box("error_required", _("Ce spunem când lipsește"), pair=True)
_WRONG = Box("error_format", _("Ce spunem când nu este corect"), pair=True)
_NOT_TICKED = Box("error_must_accept", _("Ce spunem când nu este bifat"), pair=True)
_PLAIN = (_LENGTH, *_ONE_LINE, _FIRST, _MISSING, _WRONG)
_BY_KIND: Mapping[str, tuple[Box, ...]] = {
    "text": (*_TEXT, *_ONE_LINE, _FIRST, _SOURCE, _MISSING, _WRONG),
    "textarea": (Box("height", _("Câte rânduri are căsuța")), _LENGTH, _FIRST, _MISSING),
    "number": (*_NUMBERS, _FIRST, _MISSING),
    "integer": (*_NUMBERS, _FIRST, _MISSING),
    "date": (_FIRST, _MISSING, _WRONG),
    "radios": (_SOURCE, _FIRST, _MISSING),
    "select": (_SOURCE, _FIRST, _MISSING),
    "checkboxes": (_SOURCE, *_ROWS, _MISSING),
    "yes_no": (*_YES_NO, _MISSING),
    "checkbox": (_MISSING, _NOT_TICKED),
    "group": (),
    "rows": (*_ROWS, *_REPEATED, _MISSING),
    "week": (_MISSING,),
    "day": (),
    "point": (_MISSING,),
}


def of(kind: str) -> tuple[Box, ...]:
    """The boxes of a kind beyond its words."""
    return _BY_KIND.get(kind, _PLAIN)


def lists() -> dict[str, dict[str, str]]:
    """What the boxes suggest: value and its words."""
    return {
        "widths": dict.fromkeys(form_words.WIDTHS, ""),
        "autocomplete": dict.fromkeys(form_words.AUTOCOMPLETE, ""),
        "prefill": {name: str(words) for name, words in form_words.PREFILL.items()},
        "sources": {name: str(words) for name, words in form_words.SOURCES.items()},
    }


def label(name: str) -> str:
    """What a box is called."""
    boxes = {box.name: box.label for group in (*_BY_KIND.values(), _PLAIN) for box in group}
    return str({**boxes, **_LABELS}.get(name) or boxes.get(name.removesuffix("_en"), name))
